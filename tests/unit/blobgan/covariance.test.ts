import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aspectAndAngle,
  blobFromEllipse,
  covarianceFrom,
  ellipseOf,
  wrapAxisAngle,
} from '../../../src/blobgan';

const aspects = fc.double({ min: 1, max: 12, noNaN: true });
const angles = fc.double({ min: -7, max: 7, noNaN: true });
const norms = fc.constantFrom(0.002, 0.004, 0.02);
const sizes = fc.double({ min: 0.05, max: 60, noNaN: true });

/** Distance of two directions of an axis, which repeat every half turn. */
const turnBetween = (a: number, b: number): number => Math.abs(wrapAxisAngle(a - b));

describe('covariance', () => {
  it('has the determinant of the model, up to the published epsilon', () => {
    fc.assert(
      fc.property(aspects, angles, norms, (aspect, angle, norm) => {
        const { xx, xy, yy } = covarianceFrom(aspect, angle, norm);
        const expected = (norm * aspect + 1e-5) * (norm / aspect + 1e-5);
        expect((xx * yy - xy * xy) / expected).toBeCloseTo(1, 6);
      }),
    );
  });

  it('gives back the aspect and the angle that it was made from', () => {
    fc.assert(
      fc.property(aspects, angles, norms, (aspect, angle, norm) => {
        const back = aspectAndAngle(covarianceFrom(aspect, angle, norm));
        expect(back.aspect / aspect).toBeCloseTo(1, 5);
        if (aspect > 1.01) expect(turnBetween(back.angle, angle)).toBeLessThan(1e-4);
      }),
    );
  });

  it('points the major axis along the angle: 0 is horizontal, a quarter turn vertical', () => {
    const flat = covarianceFrom(4, 0, 0.02);
    expect(flat.xx).toBeGreaterThan(flat.yy);
    const upright = covarianceFrom(4, Math.PI / 2, 0.02);
    expect(upright.yy).toBeGreaterThan(upright.xx);
    // Down to the right on the screen, where y grows downwards: x and y vary together.
    expect(covarianceFrom(4, Math.PI / 4, 0.02).xy).toBeGreaterThan(0);
  });

  it.each([[{ xx: 1, xy: 2, yy: 1 }], [{ xx: 0, xy: 0, yy: 0 }], [{ xx: Number.NaN, xy: 0, yy: 1 }]])(
    'refuses %j, which is none',
    (matrix) => {
      expect(() => aspectAndAngle(matrix)).toThrow(/two positive eigenvalues/);
    },
  );
});

describe('the ellipse that a person sees', () => {
  it('goes to a blob and back', () => {
    fc.assert(
      fc.property(sizes, aspects, angles, norms, (size, aspect, angle, norm) => {
        const ellipse = ellipseOf(0.3, 0.6, size, covarianceFrom(aspect, angle, norm));
        const blob = blobFromEllipse(ellipse, norm);
        const again = ellipseOf(0.3, 0.6, blob.size, covarianceFrom(blob.aspect, blob.angle, norm));
        expect(again.semiMajor / ellipse.semiMajor).toBeCloseTo(1, 9);
        expect(again.semiMinor / ellipse.semiMinor).toBeCloseTo(1, 9);
        expect(blob.size / size).toBeCloseTo(1, 9);
      }),
    );
  });

  it('has no extent when the size is not positive, for then the blob never covers half', () => {
    const { semiMajor, semiMinor } = ellipseOf(0.5, 0.5, -2, covarianceFrom(2, 0, 0.02));
    expect([semiMajor, semiMinor]).toEqual([0, 0]);
  });

  it('grows in area in proportion to the size', () => {
    const covariance = covarianceFrom(3, 0.4, 0.004);
    const area = (size: number): number => {
      const { semiMajor, semiMinor } = ellipseOf(0, 0, size, covariance);
      return semiMajor * semiMinor;
    };
    expect(area(8) / area(2)).toBeCloseTo(4, 9);
  });
});
