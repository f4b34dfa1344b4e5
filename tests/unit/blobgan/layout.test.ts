import { describe, expect, it } from 'vitest';
import { type Layout, checkLayout, covarianceFrom, splat, takeBlobs } from '../../../src/blobgan';

const FEATURES = 3;
const STYLES = 2;

function layoutOf(count: number): Layout {
  const { xx, xy, yy } = covarianceFrom(2, 0.3, 0.02);
  const numbers = (length: number): Float32Array => Float32Array.from({ length }, (_, at) => at + 1);
  return {
    count,
    positions: Float32Array.from({ length: count * 2 }, (_, at) => 0.2 + 0.05 * at),
    sizes: Float32Array.from({ length: count }, (_, at) => 2 + at),
    covariances: Float32Array.from(Array.from({ length: count }, () => [xx, xy, yy]).flat()),
    features: numbers((count + 1) * FEATURES),
    styles: numbers((count + 1) * STYLES),
  };
}

describe('takeBlobs', () => {
  it('keeps the background and takes blobs in the given order, also twice', () => {
    const layout = layoutOf(3);
    const taken = takeBlobs(layout, [2, 0, 2]);
    expect(taken.count).toBe(3);
    expect([...taken.sizes]).toEqual([4, 2, 4]);
    expect([...taken.features.subarray(0, FEATURES)]).toEqual([1, 2, 3]);
    expect([...taken.features.subarray(FEATURES, 2 * FEATURES)]).toEqual([10, 11, 12]);
    expect([...taken.styles.subarray(STYLES * 2, STYLES * 3)]).toEqual([3, 4]);
    expect(() => checkLayout(taken, FEATURES, STYLES)).not.toThrow();
  });

  it('draws the same scores when it takes every blob in order', () => {
    const layout = layoutOf(3);
    expect(splat(takeBlobs(layout, [0, 1, 2]), 8)).toEqual(splat(layout, 8));
  });

  it('can leave none', () => {
    expect(takeBlobs(layoutOf(2), []).count).toBe(0);
  });

  it('refuses a blob that is not there', () => {
    expect(() => takeBlobs(layoutOf(2), [2])).toThrow('There is no blob 2 among 2.');
  });
});

describe('checkLayout', () => {
  it('accepts what fits', () => {
    expect(() => checkLayout(layoutOf(2), FEATURES, STYLES)).not.toThrow();
  });

  it.each<[string, Partial<Layout>, RegExp]>([
    ['a wrong length', { sizes: new Float32Array(1) }, /has 2 numbers in sizes; here are 1\./],
    [
      'no number',
      { positions: Float32Array.of(0, 0, 0, Number.NaN) },
      /positions hold something that is no number/,
    ],
    ['too many blobs', { count: 1000 }, /holds 0 to 256 blobs/],
  ])('refuses %s', (_, change, sentence) => {
    expect(() => checkLayout({ ...layoutOf(2), ...change }, FEATURES, STYLES)).toThrow(sentence);
  });
});
