import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBfloat16, fromFloat16, toFloat16 } from '../../../src/convert/float16';

describe('float16', () => {
  it('returns every half to itself', () => {
    for (let half = 0; half < 0x10000; half++) {
      const value = fromFloat16(half);
      if (Number.isNaN(value)) expect(toFloat16(value) & 0x7c00).toBe(0x7c00);
      else expect(toFloat16(value)).toBe(half);
    }
  });

  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [1e9, 0x7c00],
    [-Infinity, 0xfc00],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [2 ** -25 * 1.001, 0x0001],
    [2 ** -14, 0x0400],
  ])('writes %d', (value, half) => {
    expect(toFloat16(value)).toBe(half);
  });

  it('rounds to the nearest, ties to even', () => {
    fc.assert(
      fc.property(fc.float({ min: -65000, max: 65000, noNaN: true }), (value) => {
        const half = toFloat16(value);
        const error = Math.abs(fromFloat16(half) - value);
        for (const neighbour of [half - 1, half + 1]) {
          const other = fromFloat16(neighbour & 0xffff);
          if (!Number.isFinite(other)) continue;
          expect(error).toBeLessThanOrEqual(Math.abs(other - value));
          if (error > 0 && error === Math.abs(other - value)) expect(half % 2).toBe(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads brain floats', () => {
    expect([0x3f80, 0xc040, 0x0000, 0x7f80].map(fromBfloat16)).toEqual([1, -3, 0, Infinity]);
  });
});
