import { type Layout, covarianceFrom } from '../../../src/blobgan';
import type { SceneModel } from '../../../src/scene';

export const FEATURES = 3;
export const STYLES = 2;
export const MODEL: SceneModel = { id: 'm1', abNorm: 0.004, names: ['carpet', 'bed', 'window', 'lamp'] };

/** A layout of four slots, the last one empty; its vectors tell where they come from. */
export function layoutOf(seed: number): Layout {
  const count = 4;
  const shapes = [
    { aspect: 3, angle: 0 },
    { aspect: 1.5, angle: 0.4 },
    { aspect: 1, angle: 0 },
    { aspect: 2, angle: -1 },
  ].map(({ aspect, angle }) => covarianceFrom(aspect, angle, MODEL.abNorm));
  return {
    count,
    positions: Float32Array.from([0.5, 0.9, 0.4, 0.7, 0.6, 0.3, 0.5, 0.5]),
    sizes: Float32Array.from([30, 8, 3, -8]),
    covariances: Float32Array.from(shapes.flatMap(({ xx, xy, yy }) => [xx, xy, yy])),
    features: Float32Array.from({ length: (count + 1) * FEATURES }, (_, at) => seed * 100 + at),
    styles: Float32Array.from({ length: (count + 1) * STYLES }, (_, at) => -seed * 100 - at),
  };
}
