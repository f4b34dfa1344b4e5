import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Geometry,
  ScorePyramid,
  blobAt,
  covarianceFrom,
  ellipseOf,
  regionsOf,
  scoresAt,
  scoresOfBlob,
  splat,
} from '../../../src/blobgan';
import { halve, pyramid } from './score-pyramid-reference';

interface BlobNumbers {
  x: number;
  y: number;
  size: number;
  aspect: number;
  angle: number;
}

const NORM = 0.02;

function geometryOf(blobs: readonly BlobNumbers[]): Geometry {
  return {
    count: blobs.length,
    positions: Float32Array.from(blobs.flatMap(({ x, y }) => [x, y])),
    sizes: Float32Array.from(blobs.map(({ size }) => size)),
    covariances: Float32Array.from(
      blobs.flatMap(({ aspect, angle }) => {
        const { xx, xy, yy } = covarianceFrom(aspect, angle, NORM);
        return [xx, xy, yy];
      }),
    ),
  };
}

const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const blob = fc.record({
  x: number(-0.2, 1.2),
  y: number(-0.2, 1.2),
  size: number(-6, 12),
  aspect: number(1, 6),
  angle: number(-2, 2),
});
const blobs = fc.array(blob, { maxLength: 12 });

/** Largest absolute difference of two equally long arrays. */
function difference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, value, at) => Math.max(worst, Math.abs(value - b[at]!)), 0);
}

describe('the scores of one blob', () => {
  it('are those it has among all, at every point of a square, and none beyond the picture', () => {
    fc.assert(
      fc.property(fc.array(blob, { minLength: 1, maxLength: 8 }), number(-0.3, 0.8), (list, corner) => {
        const geometry = geometryOf(list);
        const square = { x: corner, y: -0.1, side: 0.6, cells: 5 };
        list.forEach((_, index) => {
          const scores = scoresOfBlob(geometry, index, square);
          scores.forEach((score, cell) => {
            const x = square.x + (((cell % 5) + 0.5) / 5) * square.side;
            const y = square.y + ((Math.floor(cell / 5) + 0.5) / 5) * square.side;
            const outside = Math.min(x, y) < 0 || Math.max(x, y) >= 1;
            const wanted = outside ? 0 : scoresAt(geometry, x, y)[index + 1]!;
            expect(Math.abs(score - wanted)).toBeLessThan(1e-6);
          });
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe('splat', () => {
  it('gives scores that sum to 1 at every point, also for sizes far out', () => {
    const extreme = fc.array(fc.record({ ...blobRecord(), size: number(-200, 200) }), { maxLength: 8 });
    fc.assert(
      fc.property(extreme, (list) => {
        const side = 8;
        const scores = splat(geometryOf(list), side);
        for (let at = 0; at < side * side; at++) {
          let sum = 0;
          for (let k = 0; k <= list.length; k++) sum += scores[k * side * side + at]!;
          expect(sum).toBeCloseTo(1, 5);
        }
      }),
    );
  });

  it('is a half on the outline q = s of a lone blob', () => {
    fc.assert(
      fc.property(
        number(0.2, 10),
        number(1, 5),
        number(-2, 2),
        number(0, 6.28),
        (size, aspect, angle, turn) => {
          const one = geometryOf([{ x: 0.5, y: 0.5, size, aspect, angle }]);
          const ellipse = ellipseOf(0.5, 0.5, size, covarianceFrom(aspect, angle, NORM));
          const u = ellipse.semiMajor * Math.cos(turn);
          const v = ellipse.semiMinor * Math.sin(turn);
          const cos = Math.cos(ellipse.angle);
          const sin = Math.sin(ellipse.angle);
          const [background, score] = scoresAt(one, 0.5 + u * cos - v * sin, 0.5 + u * sin + v * cos);
          expect(score).toBeCloseTo(0.5, 3);
          expect(background).toBeCloseTo(0.5, 3);
        },
      ),
    );
  });

  it('takes grid points at (col, row) / R, the top left one at the origin', () => {
    const geometry = geometryOf([{ x: 0.25, y: 0.75, size: 1, aspect: 2, angle: 0.3 }]);
    const scores = splat(geometry, 4);
    expect(scores[16 + 3 * 4 + 1]).toBeCloseTo(scoresAt(geometry, 0.25, 0.75)[1]!, 6);
    expect(scores[16 + 3 * 4 + 1]).toBeCloseTo(1 / (1 + Math.exp(-1)), 5);
  });

  it('lets a blob in front hide the ones behind it', () => {
    const here = { x: 0.5, y: 0.5, size: 30, aspect: 1, angle: 0 };
    const scores = scoresAt(geometryOf([here, here]), 0.5, 0.5);
    expect(scores[1]).toBeLessThan(1e-9);
    expect(scores[2]).toBeCloseTo(1, 6);
  });

  it('minds the order of two blobs only where they overlap', () => {
    const left = { x: 0.15, y: 0.5, size: 1.2, aspect: 1, angle: 0 };
    const right = { x: 0.85, y: 0.5, size: 1.2, aspect: 1, angle: 0 };
    const side = 32;
    const swap = (scores: Float32Array): Float32Array => {
      const plane = side * side;
      const out = scores.slice();
      out.set(scores.subarray(plane, 2 * plane), 2 * plane);
      out.set(scores.subarray(2 * plane, 3 * plane), plane);
      return out;
    };
    const apart = difference(
      splat(geometryOf([left, right]), side),
      swap(splat(geometryOf([right, left]), side)),
    );
    expect(apart).toBeLessThan(2e-3);
    const near = { ...right, x: 0.25 };
    const touching = difference(
      splat(geometryOf([left, near]), side),
      swap(splat(geometryOf([near, left]), side)),
    );
    expect(touching).toBeGreaterThan(0.2);
  });

  it('is not changed by a blob that is far away', () => {
    fc.assert(
      fc.property(blobs, number(20, 40), (list, distance) => {
        const side = 8;
        const before = splat(geometryOf(list), side);
        const far = { x: distance, y: 0.5, size: 5, aspect: 2, angle: 0 };
        const after = splat(geometryOf([...list, far]), side);
        expect(difference(after.subarray(0, before.length), before)).toBeLessThan(1e-6);
      }),
    );
  });

  it('agrees with the scores at a point', () => {
    fc.assert(
      fc.property(blobs, fc.nat(15), fc.nat(15), (list, col, row) => {
        const geometry = geometryOf(list);
        const map = splat(geometry, 16);
        const point = scoresAt(geometry, col / 16, row / 16);
        for (let k = 0; k <= list.length; k++)
          expect(map[k * 256 + row * 16 + col]).toBeCloseTo(point[k]!, 6);
      }),
    );
  });

  it('says which blob cannot be drawn', () => {
    const flat = { ...geometryOf([{ x: 0, y: 0, size: 1, aspect: 1, angle: 0 }]) };
    expect(() => splat({ ...flat, covariances: new Float32Array(3) }, 4)).toThrow(/^Blob 0 has a covariance/);
  });
});

function blobRecord(): {
  x: fc.Arbitrary<number>;
  y: fc.Arbitrary<number>;
  aspect: fc.Arbitrary<number>;
  angle: fc.Arbitrary<number>;
} {
  return { x: number(-0.2, 1.2), y: number(-0.2, 1.2), aspect: number(1, 6), angle: number(-2, 2) };
}

describe('blobAt', () => {
  it('names the front blob inside an overlap, and the background (-1) where nothing is', () => {
    const back = { x: 0.4, y: 0.5, size: 4, aspect: 1, angle: 0 };
    const front = { x: 0.6, y: 0.5, size: 4, aspect: 1, angle: 0 };
    const geometry = geometryOf([back, front]);
    expect(blobAt(geometry, 0.5, 0.5)).toBe(1);
    expect(blobAt(geometry, 0.15, 0.5)).toBe(0);
    expect(blobAt(geometry, 0.5, 3)).toBe(-1);
  });
});

describe('the pyramid', () => {
  it('averages 2 x 2 cells of each channel', () => {
    const two = Float32Array.from([1, 2, 3, 4, 10, 20, 30, 40]);
    expect([...halve(two, 2)]).toEqual([2.5, 25]);
  });

  it('keeps the mean and the sum over blobs on every level', () => {
    fc.assert(
      fc.property(blobs, (list) => {
        const levels = pyramid(splat(geometryOf(list), 32), 32, 8);
        expect(levels.map((level) => level.resolution)).toEqual([32, 16, 8]);
        for (const { resolution, scores } of levels) {
          const plane = resolution * resolution;
          expect(scores.length).toBe((list.length + 1) * plane);
          const total = scores.reduce((sum, value) => sum + value, 0);
          expect(total / plane).toBeCloseTo(1, 4);
        }
      }),
    );
  });

  it('refuses an odd side', () => {
    expect(() => halve(new Float32Array(9), 3)).toThrow(/cannot be halved/);
  });
});

describe('regions', () => {
  it('give every point to the blob that the scores give most, and know how much each blob shows', () => {
    const side = 16;
    const plane = side * side;
    fc.assert(
      fc.property(blobs, (list) => {
        const geometry = geometryOf(list);
        const scores = splat(geometry, side);
        const { owner, strengths } = regionsOf(geometry, side);
        // How far the owner's score is from the highest one, at the worst point.
        let worst = 0;
        for (let at = 0; at < plane; at++) {
          const own = scores[(owner[at]! + 1) * plane + at]!;
          for (let k = 0; k <= list.length; k++) worst = Math.max(worst, scores[k * plane + at]! - own);
        }
        expect(worst).toBeLessThan(1e-6);
        for (const [k, { x, y }] of list.entries()) {
          const onGrid = scores.subarray((k + 1) * plane, (k + 2) * plane);
          const seen = Math.min(x, y) >= 0 && Math.max(x, y) <= 1;
          const middle = seen ? scoresAt(geometry, x, y)[k + 1]! : 0;
          // A blob's highest score may also be seen in another one's middle, which lies between the grid points.
          expect(strengths[k]!).toBeGreaterThanOrEqual(Math.max(middle, ...onGrid) - 1e-6);
          expect(strengths[k]!).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('a blob that lies behind another one shows nothing, one smaller than a grid cell does', () => {
    const [big, dot] = [
      { x: 0.5, y: 0.5, size: 60, aspect: 1, angle: 0 },
      { x: 0.53, y: 0.53, size: 0.05, aspect: 1, angle: 0 },
    ];
    expect(regionsOf(geometryOf([dot, big]), 4).strengths[0]).toBeLessThan(0.01);
    expect(regionsOf(geometryOf([big, dot]), 4).strengths[1]).toBeGreaterThan(0.5);
  });
});

describe('the pyramid for the decoder', () => {
  const extreme = fc.array(fc.record({ ...blobRecord(), size: number(-40, 200) }), { maxLength: 12 });

  it('has the scores of the plain splat and its means, wherever blobs are and however large', () => {
    // One for all: nothing of a layout may be left in the next one's.
    const fast = new ScorePyramid(32, 8);
    fc.assert(
      fc.property(fc.oneof(blobs, extreme), (list) => {
        const geometry = geometryOf(list);
        const levels = fast.of(geometry);
        expect([...levels.keys()]).toEqual([32, 16, 8]);
        for (const { resolution, scores } of pyramid(splat(geometry, 32), 32, 8))
          expect(difference(levels.get(resolution)!, scores)).toBeLessThan(2e-6);
      }),
    );
  });

  it('tells which blobs can be seen', () => {
    const square = { x: 0.5, y: 0.5, aspect: 1, angle: 0 };
    const list = [
      { ...square, x: 0.2, size: 1 },
      { ...square, size: 2 },
      { ...square, size: -14 },
      { ...square, x: 9, size: 3 },
      { ...square, size: 400 },
    ];
    const fast = new ScorePyramid(32, 8);
    fast.of(geometryOf(list));
    expect(fast.visible).toEqual([4]);
    fast.of(geometryOf(list.slice(0, 4)));
    expect(fast.visible).toEqual([0, 1]);
    fc.assert(
      fc.property(fc.oneof(blobs, extreme), (some) => {
        const geometry = geometryOf(some);
        const scores = fast.of(geometry).get(32)!;
        const most = some.map((_, k) => Math.max(...scores.subarray((k + 1) * 1024, (k + 2) * 1024)));
        const visible = [...most.keys()].filter((k) => most[k]! > 1e-5);
        expect(fast.visible).toEqual(visible);
        // Left out, the others have the numbers that they had.
        const kept = [0, ...visible.map((k) => k + 1)].map((row) =>
          scores.slice(row * 1024, (row + 1) * 1024),
        );
        const without = fast.of(geometry, true).get(32)!;
        expect(without.length).toBe(kept.length * 1024);
        kept.forEach((row, at) =>
          expect(
            Buffer.compare(
              Buffer.from(without.slice(at * 1024, (at + 1) * 1024).buffer),
              Buffer.from(row.buffer),
            ),
          ).toBe(0),
        );
      }),
    );
  });

  it('is all numbers for needles whose determinant rounds to nothing', () => {
    const geometry = { ...geometryOf([{ x: 0.5, y: 0.5, size: 3, aspect: 1, angle: 0 }]) };
    const covariances = Float32Array.of(300, 300, 300);
    const scores = new ScorePyramid(16, 16).of({ ...geometry, covariances }).get(16)!;
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    expect(Math.max(...scores.subarray(256))).toBeGreaterThan(0.5);
  });
});
