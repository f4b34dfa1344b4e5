/** Scene <-> layout. */
import { ABSENT_SIZE, type Layout, aspectAndAngle, covarianceFrom } from '../blobgan';
import type { Blob, Scene, SceneModel, Source } from './types';

/** The layout that the network made for a source's seed and truncation. */
export type LayoutOf = (source: Pick<Source, 'seed' | 'truncation'>) => Layout;

function covarianceAt(layout: Layout, at: number): { xx: number; xy: number; yy: number } {
  const [xx, xy, yy] = layout.covariances.subarray(at * 3, at * 3 + 3);
  return { xx: xx!, xy: xy!, yy: yy! };
}

/**
 * A new scene: what the layout network made of a seed. Slots that it left empty (a size below `ABSENT_SIZE`) are
 * not in it.
 */
export function sceneFromLayout(model: SceneModel, layout: Layout, seed: number, truncation: number): Scene {
  const blobs: Blob[] = [];
  for (let slot = 0; slot < layout.count; slot++) {
    const size = layout.sizes[slot]!;
    if (size < ABSENT_SIZE) continue;
    const { aspect, angle } = aspectAndAngle(covarianceAt(layout, slot));
    blobs.push({
      id: `slot-${slot}`,
      name: model.names[slot] ?? `Blob ${slot + 1}`,
      x: layout.positions[slot * 2]!,
      y: layout.positions[slot * 2 + 1]!,
      size,
      aspect,
      angle,
      hidden: false,
      locked: false,
      source: { seed, truncation, slot },
    });
  }
  return {
    model: model.id,
    seed,
    truncation,
    noiseSeed: seed,
    background: { seed, truncation, slot: -1 },
    blobs,
  };
}

/**
 * The layout that a scene draws: its visible blobs, back to front, with the vectors of their sources.
 * @param layoutOf must know every seed and truncation that the scene's sources name
 */
export function layoutFromScene(scene: Scene, abNorm: number, layoutOf: LayoutOf): Layout {
  const shown = scene.blobs.filter((blob) => !blob.hidden);
  const count = shown.length;
  const base = layoutOf(scene.background);
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
  const copyVectors = (source: Source, to: number): void => {
    const from = layoutOf(source);
    const row = source.slot + 1;
    layout.features.set(from.features.subarray(row * featureDim, (row + 1) * featureDim), to * featureDim);
    layout.styles.set(from.styles.subarray(row * styleDim, (row + 1) * styleDim), to * styleDim);
  };
  copyVectors(scene.background, 0);
  shown.forEach((blob, at) => {
    const { xx, xy, yy } = covarianceFrom(blob.aspect, blob.angle, abNorm);
    layout.positions.set([blob.x, blob.y], at * 2);
    layout.sizes[at] = blob.size;
    layout.covariances.set([xx, xy, yy], at * 3);
    copyVectors(blob.source, at + 1);
  });
  return layout;
}

/** Every seed and truncation that a scene needs, each once. */
export function sourcesOf(scene: Scene): Pick<Source, 'seed' | 'truncation'>[] {
  const found = new Map<string, Pick<Source, 'seed' | 'truncation'>>();
  for (const { seed, truncation } of [scene.background, ...scene.blobs.map((blob) => blob.source)]) {
    found.set(`${seed}:${truncation}`, { seed, truncation });
  }
  return [...found.values()];
}
