import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layout } from '../../../src/blobgan';
import { pooled } from '../../../src/engine/coarse-colours';
import { SharpPreview } from '../../../src/engine/sharp-preview';
import { toRgba } from '../../../src/engine/pixels';

const [SIDE, RESOLUTION] = [16, 64];
const NOISE = 5;
const NONE = new Map<number, Float32Array>();

/** Blobs of a tenth of the picture. */
function layoutOf(places: readonly (readonly [number, number])[]): Layout {
  return {
    count: places.length,
    positions: Float32Array.from(places.flat()),
    sizes: new Float32Array(places.length).fill(1),
    covariances: Float32Array.from(places.flatMap(() => [0.01, 0, 0.01])),
    features: Float32Array.from({ length: (places.length + 1) * 2 }, (_, at) => at),
    styles: Float32Array.from({ length: (places.length + 1) * 2 }, (_, at) => -at),
  };
}

/** A picture of dots: 1 within a tenth of a place, with fine stripes that no coarse picture knows of. */
function picture(side: number, places: readonly (readonly [number, number])[], stripes = 0): Float32Array {
  const plane = side * side;
  return Float32Array.from({ length: 3 * plane }, (_, at) => {
    const [x, y] = [((at % side) + 0.5) / side, (Math.floor((at % plane) / side) + 0.5) / side];
    const inside = places.some(([px, py]) => Math.hypot(x - px, y - py) < 0.1);
    return (inside ? 0.8 : -0.2) + (at % 2 ? stripes : -stripes);
  });
}

/** The same as a coarse stage sees it. */
const coarsePicture = (places: readonly (readonly [number, number])[]): Float32Array =>
  pooled(toRgba(picture(RESOLUTION, places), RESOLUTION), RESOLUTION, SIDE);

const STAYS = [0.8, 0.8] as const;

function before(place: readonly [number, number]) {
  const preview = new SharpPreview();
  const whole = toRgba(picture(RESOLUTION, [STAYS, place], 0.1), RESOLUTION);
  preview.keep({
    rgba: whole,
    resolution: RESOLUTION,
    layout: layoutOf([STAYS, place]),
    noiseSeed: NOISE,
    coarse: new Map([
      [SIDE / 2, new Float32Array(3 * (SIDE / 2) ** 2)],
      [SIDE, coarsePicture([STAYS, place])],
    ]),
  });
  return { preview, whole };
}

const near = (at: number, places: readonly (readonly [number, number])[], reach: number): boolean => {
  const pixel = at >> 2;
  const [x, y] = [(pixel % RESOLUTION) / RESOLUTION, Math.floor(pixel / RESOLUTION) / RESOLUTION];
  return places.some(([px, py]) => Math.hypot(x - px, y - py) < reach);
};

const place = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

describe('a preview of an edit', () => {
  it('is the whole picture to the byte away from what moved, whatever the coarse pictures say there', () => {
    fc.assert(
      fc.property(place, place, fc.double({ min: -1, max: 1, noNaN: true }), (from, to, shift) => {
        const { preview, whole } = before(from);
        // A coarse stage may change everywhere when one thing moves.
        const coarse = coarsePicture([STAYS, to]).map((value) => value + shift * 0.5);
        const shown = preview.of(coarse, SIDE, layoutOf([STAYS, to]), NONE)!;
        expect(shown.resolution).toBe(RESOLUTION);
        const wrong = shown.rgba.findIndex((value, at) => value !== whole[at] && !near(at, [from, to], 0.48));
        expect(wrong).toBe(-1);
      }),
      { numRuns: 40 },
    );
  });

  it('is the whole picture to the byte where the coarse pictures differ by no more than can be seen', () => {
    const { preview, whole } = before([0.3, 0.3]);
    const coarse = coarsePicture([STAYS, [0.3, 0.3]]).map((value, at) => value + (at % 3) * 0.005);
    expect(preview.of(coarse, SIDE, layoutOf([STAYS, [0.35, 0.3]]), NONE)!.rgba).toEqual(whole);
  });

  it('takes the thing from where it was to where it is, with nothing of the fine structure of what was there', () => {
    const [from, to] = [
      [0.25, 0.25],
      [0.25, 0.6],
    ] as const;
    const { preview } = before(from);
    const { rgba } = preview.of(coarsePicture([STAYS, to]), SIDE, layoutOf([STAYS, to]), NONE)!;
    const truth = toRgba(picture(RESOLUTION, [STAYS, to]), RESOLUTION);
    for (const [x, y] of [from, to]) {
      const at = (Math.round(y * RESOLUTION) * RESOLUTION + Math.round(x * RESOLUTION)) * 4;
      // What cannot be seen is left out of a change.
      expect(Math.abs(rgba[at]! - truth[at]!)).toBeLessThan(6);
      expect(Math.abs(rgba[at + 4]! - rgba[at]!)).toBeLessThan(6);
    }
  });

  it('of a coarse stage goes on from a finer one that came after the whole picture', () => {
    const [from, middle, to] = [
      [0.25, 0.25],
      [0.25, 0.5],
      [0.25, 0.6],
    ] as const;
    const { preview } = before(from);
    const coarse = new Map([[SIDE / 2, new Float32Array(3 * (SIDE / 2) ** 2)]]);
    // The coarser stage sees nothing of the thing at all; the finer one has taken it halfway.
    preview.of(coarsePicture([STAYS, middle]), SIDE, layoutOf([STAYS, middle]), coarse);
    const { rgba } = preview.of(coarse.get(SIDE / 2)!, SIDE / 2, layoutOf([STAYS, to]), NONE)!;
    const brightness = ([x, y]: readonly [number, number]): number =>
      rgba[(Math.round(y * RESOLUTION) * RESOLUTION + Math.round(x * RESOLUTION)) * 4]!;
    expect(brightness(middle)).toBeGreaterThan(brightness(from) + 60);
  });

  it('has the colours of the whole picture, though the coarse one is nearly grey', () => {
    const [from, to] = [
      [0.25, 0.25],
      [0.25, 0.6],
    ] as const;
    const grey = (places: readonly (readonly [number, number])[]): Float32Array =>
      coarsePicture(places).map((value) => 0.1 * value + 0.3);
    const preview = new SharpPreview();
    const rgba = toRgba(picture(RESOLUTION, [STAYS, from]), RESOLUTION);
    const [layout, coarse] = [layoutOf([STAYS, from]), new Map([[SIDE, grey([STAYS, from])]])];
    preview.keep({ rgba, resolution: RESOLUTION, layout, noiseSeed: NOISE, coarse });
    const shown = preview.of(grey([STAYS, to]), SIDE, layoutOf([STAYS, to]), NONE)!;
    const at = (Math.round(to[1] * RESOLUTION) * RESOLUTION + Math.round(to[0] * RESOLUTION)) * 4;
    expect(shown.rgba[at]! - rgba[at]!).toBeGreaterThan(0.7 * 127.5);
  });

  it('counts a change of the background everywhere', () => {
    const { preview, whole } = before([0.3, 0.3]);
    const layout = layoutOf([STAYS, [0.3, 0.3]]);
    layout.features[0] = 9;
    const coarse = coarsePicture([STAYS, [0.3, 0.3]]).map((value) => value + 0.2);
    const { rgba } = preview.of(coarse, SIDE, layout, NONE)!;
    for (const at of [0, RESOLUTION * 4 * 40]) expect(rgba[at]! - whole[at]!).toBeGreaterThan(20);
  });

  it('is none of another room, of other noise, or without a picture to compare with', () => {
    const { preview } = before([0.3, 0.3]);
    const moved = layoutOf([STAYS, [0.4, 0.3]]);
    expect(preview.isEdit(moved, NOISE)).toBe(true);
    expect(preview.isEdit(moved, NOISE + 1)).toBe(false);
    expect(
      preview.isEdit(
        layoutOf([
          [0.1, 0.1],
          [0.4, 0.3],
        ]),
        NOISE,
      ),
    ).toBe(false);
    expect(new SharpPreview().isEdit(moved, NOISE)).toBe(false);
    expect(preview.of(picture(4, []), 4, moved, NONE)).toBeNull();
    expect([preview.canShow(4), preview.canShow(SIDE), new SharpPreview().canShow(4)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('keeps pictures as they were, though the decoder writes over its maps and the page takes the bytes', () => {
    const { preview } = before([0.3, 0.3]);
    const rgba = toRgba(picture(RESOLUTION, [STAYS], 0.1), RESOLUTION);
    const [copy, coarse] = [rgba.slice(), coarsePicture([STAYS])];
    const layout = layoutOf([STAYS]);
    preview.keep({
      rgba,
      resolution: RESOLUTION,
      layout,
      noiseSeed: NOISE,
      coarse: new Map([[SIDE, coarse]]),
    });
    const same = coarse.slice();
    coarse.fill(1);
    rgba.fill(0);
    expect(preview.of(same, SIDE, layout, NONE)!.rgba).toEqual(copy);
  });
});

describe('a preview of another room', () => {
  /** A room of three colours, which a coarse stage sees nearly grey. */
  const room = (side: number, turn: number): Float32Array => {
    const plane = side * side;
    return Float32Array.from({ length: 3 * plane }, (_, at) => {
      const band = (Math.floor((at % side) / (side / 4)) + turn) % 3;
      return band === Math.floor(at / plane) ? 0.7 : -0.3;
    });
  };
  const greyed = (rgb: Float32Array): Float32Array => {
    const plane = rgb.length / 3;
    return rgb.map((value, at) => {
      const grey = (rgb[at % plane]! + rgb[(at % plane) + plane]! + rgb[(at % plane) + 2 * plane]!) / 3;
      return 0.1 + 0.9 * grey + 0.1 * (value - grey);
    });
  };
  const apart = (one: Uint8ClampedArray, other: Uint8ClampedArray): number =>
    one.reduce((sum, value, at) => sum + Math.abs(value - other[at]!), 0) / one.length;

  it('has the colours that the last whole picture had, not the grey of its stage', () => {
    const preview = new SharpPreview();
    const coarse = greyed(room(SIDE, 1));
    const truth = toRgba(room(SIDE, 1), SIDE);
    // Nothing is known yet.
    expect(preview.ofAnother(coarse, SIDE).rgba).toEqual(toRgba(coarse, SIDE));
    expect(apart(toRgba(coarse, SIDE), truth)).toBeGreaterThan(30);
    preview.keep({
      rgba: toRgba(room(RESOLUTION, 0), RESOLUTION),
      resolution: RESOLUTION,
      layout: layoutOf([STAYS]),
      noiseSeed: NOISE,
      coarse: new Map([[SIDE, greyed(room(SIDE, 0))]]),
    });
    const shown = preview.ofAnother(coarse, SIDE);
    expect(shown.resolution).toBe(SIDE);
    expect(apart(shown.rgba, truth)).toBeLessThan(5);
  });
});
