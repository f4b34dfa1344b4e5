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

/**
 * The layout that a scene draws: its visible blobs, back to front, with the vectors of their sources.
 * @param layoutOf must know every seed and truncation that the scene's sources name
 */
export function layoutFromScene(scene: Scene, abNorm: number, layoutOf: LayoutOf): Layout {
  const shown = scene.blobs.filter((blob) => !blob.hidden);
  const count = shown.length;
  const base = layoutOf(slotsOf(scene.background.feature)[0]!);
  const featureDim = base.features.length / (base.count + 1);
  const styleDim = base.styles.length / (base.count + 1);
  const layout: Layout = {
    count,
    positions: new Float32Array(count * 2),
    sizes: new Float32Array(count),
    covariances: new Float32Array(count * 3),
    features: new Float32Array((count + 1) * featureDim),
    styles: new Float32Array((count + 1) * styleDim),
  };
  const copyVectors = ({ feature, style }: Sources, row: number): void => {
    const features = layout.features.subarray(row * featureDim, (row + 1) * featureDim);
    const styles = layout.styles.subarray(row * styleDim, (row + 1) * styleDim);
    copyVector(feature, layoutOf, (from) => from.features, features);
    copyVector(style, layoutOf, (from) => from.styles, styles);
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
export function originsOf(scene: Scene): Origin[] {
  const found = new Map<string, Origin>();
  for (const { feature, style } of [scene.background, ...scene.blobs]) {
    for (const { seed, truncation } of [...slotsOf(feature), ...slotsOf(style)]) {
      found.set(`${seed}:${truncation}`, { seed, truncation });
    }
  }
  return [...found.values()];
}
