import { describe, expect, it } from 'vitest';
import { cutOut } from '../../../../src/app/sharing/outline';
import type { Pixels } from '../../../../src/editor';

const SIDE = 64;

/** A picture by the colour of each of its pixels. */
function picture(grey: (x: number, y: number) => number): Pixels {
  const rgba = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let at = 0; at < SIDE * SIDE; at++) {
    const value = grey(at % SIDE, Math.floor(at / SIDE));
    rgba.set([value, value, value, 255], at * 4);
  }
  return { width: SIDE, height: SIDE, rgba };
}

/** A disc of score about the middle, as a blob has it: wider than the thing. */
const scores = Float32Array.from({ length: SIDE * SIDE }, (_, at) =>
  Math.hypot((at % SIDE) - 32, Math.floor(at / SIDE) - 32) < 24 ? 1 : 0,
);
const wall = picture(() => 120);
const inBox = (x: number, y: number): boolean => x >= 20 && x < 44 && y >= 26 && y < 40;

describe('a cut-out', () => {
  it('is the thing, cropped to it, and not its ellipse', () => {
    const found = cutOut(
      picture((x, y) => (inBox(x, y) ? 200 : 120)),
      wall,
      scores,
    )!;
    const { pixels, left, top } = found;
    // The box with its soft edge.
    expect([Math.abs(left - 19), Math.abs(top - 25)].every((off) => off <= 1)).toBe(true);
    expect([Math.abs(pixels.width - 26), Math.abs(pixels.height - 16)].every((off) => off <= 2)).toBe(true);
    const alphaAt = (x: number, y: number): number =>
      pixels.rgba[((y - top) * pixels.width + x - left) * 4 + 3]!;
    expect(alphaAt(32, 32)).toBe(255);
    expect(pixels.rgba[((32 - top) * pixels.width + 32 - left) * 4]).toBe(200);
  });

  it('has no holes where the thing looks as what is behind it: within it, and in a seam across it', () => {
    const found = cutOut(
      picture((x, y) => (inBox(x, y) && y !== 33 && Math.hypot(x - 30, y - 30) > 3 ? 200 : 120)),
      wall,
      scores,
    )!;
    const { pixels, left, top } = found;
    for (const [x, y] of [
      [30, 30],
      [24, 33],
      [40, 33],
    ] as const)
      expect(pixels.rgba[((y - top) * pixels.width + x - left) * 4 + 3]).toBeGreaterThan(230);
  });

  it('leaves the thing’s shadow elsewhere in the room out, and the grain that every picture has', () => {
    const lit = picture((x, y) => (inBox(x, y) ? 200 : y > 58 ? 90 : 120 + ((x + y) % 3)));
    const { top, pixels } = cutOut(lit, wall, scores)!;
    expect(top + pixels.height).toBeLessThan(44);
    expect(top).toBeGreaterThan(22);
  });

  it('is none where nothing of the thing is to be seen', () => {
    expect(
      cutOut(
        picture(() => 121),
        wall,
        scores,
      ),
    ).toBeNull();
  });
});
