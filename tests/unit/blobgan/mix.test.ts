import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixVectors } from '../../../src/blobgan';

const vector = fc
  .array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 8, maxLength: 8 })
  .map((numbers) => Float32Array.from(numbers))
  .filter((numbers) => Math.hypot(...numbers) > 0.1);
const weight = fc.double({ min: 0, max: 1, noNaN: true });

const mixed = (a: Float32Array, b: Float32Array, part: number): Float32Array => {
  const out = new Float32Array(a.length);
  mixVectors(a, b, part, out);
  return out;
};

describe('a mix of vectors', () => {
  it('is as long as both where they are equally long', () => {
    fc.assert(
      fc.property(vector, vector, weight, (a, b, part) => {
        const scale = Math.hypot(...a) / Math.hypot(...b);
        const other = b.map((value) => value * scale);
        // Between opposite vectors there is a point without a direction.
        fc.pre(Math.hypot(...a.map((value, at) => value + other[at]!)) > 0.1);
        expect(Math.hypot(...mixed(a, other, part))).toBeCloseTo(Math.hypot(...a), 4);
      }),
    );
  });

  it('begins at the one and ends at the other', () => {
    fc.assert(
      fc.property(vector, vector, (a, b) => {
        mixed(a, b, 0).forEach((value, at) => expect(value).toBeCloseTo(a[at]!, 5));
        mixed(a, b, 1).forEach((value, at) => expect(value).toBeCloseTo(b[at]!, 5));
      }),
    );
  });

  it('lies in the direction of the point between them', () => {
    expect([...mixed(Float32Array.of(2, 0), Float32Array.of(0, 2), 0.5)]).toEqual(
      [Math.SQRT2, Math.SQRT2].map(Math.fround),
    );
  });

  it('of vectors that are nothing is nothing', () => {
    expect([...mixed(new Float32Array(3), new Float32Array(3), 0.5)]).toEqual([0, 0, 0]);
  });
});
