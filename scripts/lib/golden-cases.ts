/**
 * Golden files (tests/golden/README.md): inputs and outputs of the published code, and how a model's own outputs are
 * compared with them: drawn whole, and drawn incrementally after the case before, as the page draws. No platform in
 * it: the same code runs in Node and in a page.
 */
import { type Layout, ScorePyramid, splat, takeBlobs } from '../../src/blobgan';
import { IncrementalDecoder } from '../../src/engine/incremental/decoder';
import type { NoiseMaps } from '../../src/engine/drawing-inputs';
import type { Pipeline } from '../../src/engine/pipeline';
import type { NamedTensor } from './safetensors';

/** Of an image's standard deviation. */
export const IMAGE_LIMIT = 2e-4;
/** Absolute, on every number of a layout and of scores. */
export const LAYOUT_LIMIT = 1e-5;
export const SCORE_LIMIT = 1e-5;
/** Of a picture that is made of the one before, in levels of 255 as they are shown. */
export const INCREMENTAL_LIMIT = 1;

/** Largest differences of one case or edit; null where the golden file has nothing to compare with. */
export interface GoldenRow {
  readonly name: string;
  readonly blobs: number;
  readonly truncation: number | null;
  /** The layout network's layout from z. */
  readonly layout: number | null;
  /** The scores that the stages read, and the reference's. */
  readonly scores: number | null;
  readonly pureScores: number | null;
  /** The picture of the golden layout, and of the layout from z, over the golden picture's deviation. */
  readonly image: number;
  readonly imageFromZ: number | null;
  /** Null where the page keeps no maps of the picture before. */
  readonly incremental: Incremental | null;
}

/** The picture of a golden layout, made of the one that was drawn before. In levels of 255. */
interface Incremental {
  /** From the golden picture, at most: after the case before, and after the same layout with a dot in a corner. */
  readonly levels: number;
  /** The picture with the dot from the golden one: there was something to draw. */
  readonly disturbed: number;
  /** The part of the last stage's cells that ran to take the dot away, 0..1. */
  readonly drawnPart: number;
}

/** Contents of a golden.safetensors. */
export type Tensors = ReadonlyMap<string, NamedTensor>;

function dataOf(tensors: Tensors, name: string): Float32Array {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`golden.safetensors has no ${name}.`);
  return tensor.data;
}

/** A layout as the golden file writes it: xs, ys, covs (2 x 2), sizes with the background's first. */
export function goldenLayout(tensors: Tensors, prefix: string): Layout {
  const xs = dataOf(tensors, `${prefix}.xs`);
  const ys = dataOf(tensors, `${prefix}.ys`);
  const covs = dataOf(tensors, `${prefix}.covs`);
  return {
    count: xs.length,
    positions: Float32Array.from({ length: xs.length * 2 }, (_, at) => (at % 2 ? ys : xs)[at >> 1]!),
    sizes: dataOf(tensors, `${prefix}.sizes`).slice(1),
    covariances: Float32Array.from(
      { length: xs.length * 3 },
      (_, at) => covs[Math.floor(at / 3) * 4 + [0, 1, 3][at % 3]!]!,
    ),
    features: dataOf(tensors, `${prefix}.features`),
    styles: dataOf(tensors, `${prefix}.spatial_style`),
  };
}

/** Largest absolute difference; NaN anywhere, or another length, is infinitely far. */
export function maxDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  let most = 0;
  for (let at = 0; at < a.length; at++) {
    const difference = Math.abs(a[at]! - b[at]!);
    if (!(difference <= most)) most = Number.isNaN(difference) ? Infinity : difference;
  }
  return most;
}

export function deviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Largest difference in levels of 255, of colours as they are shown. */
export function levelsApart(a: Float32Array, b: Float32Array): number {
  const shown = (rgb: Float32Array): Float32Array =>
    rgb.map((value) => Math.min(1, Math.max(-1, value)) * (255 / 2));
  return maxDifference(shown(a), shown(b));
}

/** The same layout and a small blob in front, in the upper left corner: what an edit there starts from. */
function withDot(layout: Layout): Layout {
  const more = takeBlobs(layout, [...Array(layout.count).keys(), 0]);
  more.positions.set([1 / 16, 1 / 16], layout.count * 2);
  more.sizes.set([4], layout.count);
  more.covariances.set([2e-4, 0, 2e-4], layout.count * 3);
  return more;
}

/** The scores of every blob: of those that are not seen, and so not drawn, zeros. */
function scoresOfAll(model: Pipeline, layout: Layout, noise: NoiseMaps): Float32Array {
  const { resolution, inputSize } = model.manifest.shape;
  const pyramid = new ScorePyramid(resolution, inputSize);
  const { data } = model.inputs(layout, noise, pyramid).values[`scores_${resolution}`]!;
  const plane = resolution ** 2;
  const all = new Float32Array((layout.count + 1) * plane);
  [-1, ...pyramid.visible].forEach((blob, at) =>
    all.set(data.subarray(at * plane, (at + 1) * plane), (blob + 1) * plane),
  );
  return all;
}

const layoutDifference = (a: Layout, b: Layout): number =>
  Math.max(
    ...(['positions', 'sizes', 'covariances', 'features', 'styles'] as const).map((name) =>
      maxDifference(a[name], b[name]),
    ),
  );

async function compareIncrementally(
  decoder: IncrementalDecoder,
  golden: Layout,
  noise: NoiseMaps,
  image: Float32Array,
): Promise<Incremental> {
  const afterAnother = (await decoder.draw(golden, noise))!;
  const levels = levelsApart(afterAnother.rgb, image);
  const disturbed = levelsApart((await decoder.draw(withDot(golden), noise))!.rgb, image);
  const afterDot = (await decoder.draw(golden, noise))!;
  return {
    levels: Math.max(levels, levelsApart(afterDot.rgb, image)),
    disturbed,
    drawnPart: afterDot.parts.at(-1)!,
  };
}

async function compare(
  model: Pipeline,
  decoder: IncrementalDecoder | null,
  tensors: Tensors,
  prefix: string,
): Promise<GoldenRow> {
  const { resolution } = model.manifest.shape;
  const noise = model.manifest.noise.map((_, index) => dataOf(tensors, `noise.${index}`));
  const golden = goldenLayout(tensors, prefix);
  const image = dataOf(tensors, `${prefix}.image`);
  const spread = deviation(image);
  const drawn = (await model.draw(golden, noise))!;
  const scores = tensors.get(`${prefix}.scores`)?.data;
  const z = tensors.get(`${prefix}.z`)?.data;
  const truncation = tensors.get(`${prefix}.truncate`)?.data[0] ?? null;
  const own = z ? (await model.layouts(z, truncation ?? 0))[0]! : null;
  return {
    name: prefix,
    blobs: golden.count,
    truncation,
    layout: own ? layoutDifference(own, golden) : null,
    scores: scores ? maxDifference(scoresOfAll(model, golden, noise), scores) : null,
    pureScores: scores ? maxDifference(splat(golden, resolution), scores) : null,
    image: maxDifference(drawn, image) / spread,
    imageFromZ: own ? maxDifference((await model.draw(own, noise))!, image) / spread : null,
    incremental: decoder ? await compareIncrementally(decoder, golden, noise, image) : null,
  };
}

/** @returns whether everything that was compared is within its limit */
export function rowPasses(row: GoldenRow): boolean {
  const within = (value: number | null, limit: number): boolean => value === null || value <= limit;
  return (
    within(row.layout, LAYOUT_LIMIT) &&
    within(row.scores, SCORE_LIMIT) &&
    within(row.pureScores, SCORE_LIMIT) &&
    within(row.image, IMAGE_LIMIT) &&
    within(row.imageFromZ, IMAGE_LIMIT) &&
    within(row.incremental?.levels ?? null, INCREMENTAL_LIMIT)
  );
}

/**
 * Runs cases and edits of a golden file.
 * @param incremental whether the page keeps maps where this runs, and makes pictures of them
 * @param names of the cases and edits, null for all
 */
export async function compareAll(
  model: Pipeline,
  tensors: Tensors,
  incremental: boolean,
  onRow: (row: GoldenRow) => void = () => undefined,
  names: readonly string[] | null = null,
): Promise<GoldenRow[]> {
  const prefixes = [...tensors.keys()]
    .filter((name) => name.endsWith('.image'))
    .map((name) => name.slice(0, -'.image'.length))
    .filter((name) => names?.includes(name) ?? true);
  if (!prefixes.length) throw new Error('golden.safetensors has no case to compare.');
  const rows: GoldenRow[] = [];
  const decoder = incremental ? new IncrementalDecoder(model) : null;
  for (const prefix of prefixes) {
    const row = await compare(model, decoder, tensors, prefix);
    rows.push(row);
    onRow(row);
  }
  return rows;
}
