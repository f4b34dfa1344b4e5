/** Scene <-> layout. */
import {
  PRESENCE_THRESHOLD,
  type Layout,
  aspectAndAngle,
  covarianceFrom,
  mixVectors,
  pickOfSeed,
} from '../blobgan';
import { snap, snapShape } from './grid';
import {
  type Blob,
  type Changes,
  type Light,
  type Scene,
  type SceneModel,
  type SlotSource,
  type Source,
  type Sources,
  isMix,
} from './types';

/**
 * The room's own surfaces, by the names that the trainer gives their slots. They begin locked: a press on the floor
 * draws a marquee over the things that stand on it, and does not drag the floor away.
 */
const BACKDROP: ReadonlySet<string> = new Set(['floor', 'ceiling', 'back wall', 'left wall', 'right wall']);

/** Whether a slot of this name holds a surface of the room, and no thing in it. */
export function isBackdrop(name: string | undefined): boolean {
  return BACKDROP.has(name ?? '');
}

/** What a thing is, by its slot's name: "window 2" is a window. */
export const kindOf = (name: string): string => name.replace(/ \d+$/, '');

/** What is in a wall. */
const OPENINGS: ReadonlySet<string> = new Set(['window', 'door']);

/** Whether a slot of this name holds a window or a door. */
export function isOpening(name: string | undefined): boolean {
  return OPENINGS.has(kindOf(name ?? ''));
}

/** The slot that a blob, or the background, is a thing of: that of its feature, the first where two are mixed. */
export const slotOf = ({ feature }: Pick<Sources, 'feature'>): number => slotsOf(feature)[0]!.slot;

/** What the layout network needs to make vectors again. */
export type Origin = Pick<SlotSource, 'seed' | 'truncation'>;

/** The layout that the network made for a seed and truncation. */
export type LayoutOf = (source: Origin) => Layout;

function covarianceAt(layout: Layout, at: number): { xx: number; xy: number; yy: number } {
  const [xx, xy, yy] = layout.covariances.subarray(at * 3, at * 3 + 3);
  return { xx: xx!, xy: xy!, yy: yy! };
}

/**
 * A new scene: what the layout network made of a seed. Slots that it left empty (a size below `PRESENCE_THRESHOLD`) are
 * not in it. Its numbers lie on the grid of links.
 */
export function sceneFromLayout(model: SceneModel, layout: Layout, seed: number, given: number): Scene {
  const truncation = snap('truncation', given);
  const blobs: Blob[] = [];
  for (let slot = 0; slot < layout.count; slot++) {
    const size = layout.sizes[slot]!;
    if (size < PRESENCE_THRESHOLD) continue;
    const { aspect, angle } = aspectAndAngle(covarianceAt(layout, slot));
    const source = { seed, truncation, slot };
    const x = layout.positions[slot * 2]!;
    const y = layout.positions[slot * 2 + 1]!;
    blobs.push({
      id: `slot-${slot}`,
      name: model.names[slot] ?? `Blob ${slot + 1}`,
      ...snapShape({ x, y, size, aspect, angle }),
      hidden: false,
      locked: isBackdrop(model.names[slot]),
      feature: source,
      style: source,
    });
  }
  const room = { seed, truncation, slot: -1 };
  return {
    model: model.id,
    seed,
    truncation,
    // The generator makes the noise, and knows no seed below 0.
    noiseSeed: pickOfSeed(seed) ?? seed,
    background: { feature: room, style: room },
    blobs,
  };
}

/**
 * Writes the vector of a source into `out`.
 * @param read the vectors of a layout: features or styles, background first
 */
function copyVector(
  source: Source,
  layoutOf: LayoutOf,
  read: (layout: Layout) => Float32Array,
  out: Float32Array,
): void {
  const vectorOf = (slot: SlotSource): Float32Array =>
    read(layoutOf(slot)).subarray((slot.slot + 1) * out.length, (slot.slot + 2) * out.length);
  if (isMix(source)) mixVectors(vectorOf(source.a), vectorOf(source.b), source.weight, out);
  else out.set(vectorOf(source));
}

/** Feature and style of a thing. */
export interface ThingVectors {
  readonly feature: Float32Array;
  readonly style: Float32Array;
}

/** A thing as the model is told of it: where its vectors come from, and what was said of it and of the light. */
export interface ToldThing extends Sources {
  readonly light?: Light;
}

/** The vectors of things as they are told to be, by `keyOfTold`; undefined where nobody knows. */
export type ToldVectorsOf = (key: string) => ThingVectors | undefined;

/** What makes vectors of a scene's sources and changes. */
export type VectorsOf = readonly [layoutOf: LayoutOf, toldVectorsOf?: ToldVectorsOf];

/** The same for things that are told the same. */
export function keyOfTold({ feature, style, changes, light }: ToldThing): string {
  const slot = ({ seed, truncation, slot }: SlotSource): string => `${seed}:${truncation}:${slot}`;
  const source = (of: Source): string => (isMix(of) ? `${slot(of.a)}+${slot(of.b)}*${of.weight}` : slot(of));
  const said = (of: Changes | Light | undefined): string =>
    JSON.stringify(Object.entries(of ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${source(feature)}|${source(style)}|${said(changes)}|${said(light)}`;
}

/** A thing of a scene as the model is told of it. */
export const toldThing = (
  { feature, style, changes }: Sources,
  { light }: Pick<Scene, 'light'>,
): ToldThing => ({
  feature,
  style,
  ...(changes && { changes }),
  ...(light && { light }),
});

/** The things of a scene, the background among them, of which more is said than where their vectors come from. */
export function toldThings(scene: Scene): ToldThing[] {
  const { background, blobs } = scene;
  return [background, ...blobs]
    .map((sources) => toldThing(sources, scene))
    .filter(({ changes, light }) => changes || light);
}

const vectorSizes = ({ features, styles, count }: Layout): { featureDim: number; styleDim: number } => ({
  featureDim: features.length / (count + 1),
  styleDim: styles.length / (count + 1),
});

/** The vectors that sources stand for, before anything is changed by name. */
export function vectorsOfSources({ feature, style }: Sources, layoutOf: LayoutOf): ThingVectors {
  const { featureDim, styleDim } = vectorSizes(layoutOf(slotsOf(feature)[0]!));
  const vectors = { feature: new Float32Array(featureDim), style: new Float32Array(styleDim) };
  copyVector(feature, layoutOf, (from) => from.features, vectors.feature);
  copyVector(style, layoutOf, (from) => from.styles, vectors.style);
  return vectors;
}

/**
 * The layout that a scene draws: its visible blobs, back to front, with the vectors of their sources.
 * @param layoutOf must know every seed and truncation that the scene's sources name
 * @param toldVectorsOf knows the vectors of `toldThings`; what it does not know is drawn as its sources have it
 */
export function layoutFromScene(
  scene: Scene,
  abNorm: number,
  ...[layoutOf, toldVectorsOf]: VectorsOf
): Layout {
  const shown = scene.blobs.filter((blob) => !blob.hidden);
  const count = shown.length;
  const { featureDim, styleDim } = vectorSizes(layoutOf(slotsOf(scene.background.feature)[0]!));
  const layout: Layout = {
    count,
    positions: new Float32Array(count * 2),
    sizes: new Float32Array(count),
    covariances: new Float32Array(count * 3),
    features: new Float32Array((count + 1) * featureDim),
    styles: new Float32Array((count + 1) * styleDim),
  };
  const copyVectors = (sources: Sources, row: number): void => {
    const told =
      sources.changes || scene.light ? toldVectorsOf?.(keyOfTold(toldThing(sources, scene))) : undefined;
    const { feature, style } = told ?? vectorsOfSources(sources, layoutOf);
    layout.features.set(feature, row * featureDim);
    layout.styles.set(style, row * styleDim);
  };
  copyVectors(scene.background, 0);
  shown.forEach((blob, at) => {
    const { xx, xy, yy } = covarianceFrom(blob.aspect, blob.angle, abNorm);
    layout.positions.set([blob.x, blob.y], at * 2);
    layout.sizes[at] = blob.size;
    layout.covariances.set([xx, xy, yy], at * 3);
    copyVectors(blob, at + 1);
  });
  return layout;
}

/** The one or two slots that a source reads. */
export function slotsOf(source: Source): SlotSource[] {
  return isMix(source) ? [source.a, source.b] : [source];
}

/** Every seed and truncation that a scene needs, each once. */
export const originsOf = ({ background, blobs }: Scene): Origin[] => originsOfSources([background, ...blobs]);

/** Every seed and truncation that some things need, each once. */
export function originsOfSources(things: readonly Sources[]): Origin[] {
  const found = new Map<string, Origin>();
  for (const { feature, style } of things) {
    for (const { seed, truncation } of [...slotsOf(feature), ...slotsOf(style)]) {
      found.set(`${seed}:${truncation}`, { seed, truncation });
    }
  }
  return [...found.values()];
}
