import { expect, it } from 'vitest';
import { toRgba } from '../../../src/engine/pixels';

it('maps planes in [-1, 1] to opaque pixels, and clamps what lies beyond', () => {
  const red = [-1, 1, 0, 2];
  const green = [0, -3, 1, -1];
  const blue = [1, 0, -1, 0];
  expect([...toRgba(Float32Array.from([...red, ...green, ...blue]), 2)]).toEqual(
    [
      [0, 128, 255, 255],
      [255, 0, 128, 255],
      [128, 255, 0, 255],
      [255, 0, 128, 255],
    ].flat(),
  );
});
