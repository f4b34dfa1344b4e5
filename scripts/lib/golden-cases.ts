/**
 * Golden files (tests/golden/README.md): inputs and outputs of the published code, and how a model's own outputs are
 * compared with them. No platform in it: the same code runs in Node and in a page.
 */
import { type Layout, splat } from '../../src/blobgan';
import type { Pipeline } from '../../src/engine/pipeline';
import type { NamedTensor } from './safetensors';

/** Of an image's standard deviation. */
export const IMAGE_LIMIT = 2e-4;
/** Absolute, on every number of a layout and of scores. */
export const LAYOUT_LIMIT = 1e-5;
export const SCORE_LIMIT = 1e-5;

/** Largest differences of one case or edit; null where the golden file has nothing to compare with. */
export interface GoldenRow {
  readonly name: string;
  readonly blobs: number;
  readonly truncation: number | null;
  /** The layout network's layout from z. */
  readonly layout: number | null;
  /** The first stage's scores, and those of src/blobgan. */
  readonly scores: number | null;
  readonly pureScores: number | null;
  /** The picture of the golden layout, and of the layout from z, over the golden picture's deviation. */
  readonly image: number;
  readonly imageFromZ: number | null;
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

const layoutDifference = (a: Layout, b: Layout): number =>
  Math.max(
    ...(['positions', 'sizes', 'covariances', 'features', 'styles'] as const).map((name) =>
      maxDifference(a[name], b[name]),
    ),
  );

async function compare(model: Pipeline, tensors: Tensors, prefix: string): Promise<GoldenRow> {
  const { resolution } = model.manifest.shape;
  const noise = model.manifest.noise.map((_, index) => dataOf(tensors, `noise.${index}`));
  const golden = goldenLayout(tensors, prefix);
  const image = dataOf(tensors, `${prefix}.image`);
  const spread = deviation(image);
  const results = await model.outputs(golden, noise);
  const scores = tensors.get(`${prefix}.scores`)?.data;
  const z = tensors.get(`${prefix}.z`)?.data;
  const truncation = tensors.get(`${prefix}.truncate`)?.data[0] ?? null;
  const own = z ? (await model.layouts(z, truncation ?? 0))[0]! : null;
  const rgb = `rgb_${resolution}`;
  return {
    name: prefix,
    blobs: golden.count,
    truncation,
    layout: own ? layoutDifference(own, golden) : null,
    scores: scores ? maxDifference(results.get(`scores_${resolution}`)!.data, scores) : null,
    pureScores: scores ? maxDifference(splat(golden, resolution), scores) : null,
    image: maxDifference(results.get(rgb)!.data, image) / spread,
    imageFromZ: own ? maxDifference((await model.outputs(own, noise)).get(rgb)!.data, image) / spread : null,
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
    within(row.imageFromZ, IMAGE_LIMIT)
  );
}

/** Runs every case and every edit of a golden file. */
export async function compareAll(
  model: Pipeline,
  tensors: Tensors,
  onRow: (row: GoldenRow) => void = () => undefined,
): Promise<GoldenRow[]> {
  const prefixes = [...tensors.keys()]
    .filter((name) => name.endsWith('.image'))
    .map((name) => name.slice(0, -'.image'.length));
  if (!prefixes.length) throw new Error('golden.safetensors has no case to compare.');
  const rows: GoldenRow[] = [];
  for (const prefix of prefixes) {
    const row = await compare(model, tensors, prefix);
    rows.push(row);
    onRow(row);
  }
  return rows;
}
