import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussian, philox4x32, randomSeed } from '../../../src/blobgan';

type Four = [number, number, number, number];

describe('Philox4x32-10', () => {
  // The known answers that Random123 publishes with the generator (kat_vectors, philox 4 32 10).
  const ones = 0xffffffff;
  it.each<[Four, [number, number], Four]>([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [ones, ones, ones, ones],
      [ones, ones],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])('answers as published for counter %j', (counter, key, answer) => {
    expect(philox4x32(counter, key)).toEqual(answer);
  });
});

describe('gaussian', () => {
  it('gives the numbers that a scene of version 1 was drawn from, for ever', () => {
    // Links carry seeds, not numbers: if these change, every shared link changes its picture.
    expect([...gaussian(7, 0, 4)].map((value) => value.toFixed(6))).toMatchInlineSnapshot(`
      [
        "0.000292",
        "-0.304847",
        "1.788757",
        "1.067873",
      ]
    `);
    expect([...gaussian(2 ** 40 + 5, 3, 3)].map((value) => value.toFixed(6))).toMatchInlineSnapshot(`
      [
        "-0.037177",
        "0.028117",
        "0.118460",
      ]
    `);
  });

  it('has mean 0, variance 1 and normal tails', () => {
    const values = gaussian(11, 2, 200_000);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const beyondTwo = values.filter((value) => Math.abs(value) > 2).length / values.length;
    expect(mean).toBeCloseTo(0, 2);
    expect(variance).toBeCloseTo(1, 1);
    expect(beyondTwo).toBeCloseTo(0.0455, 2);
  });

  it('makes number i from (seed, stream, i) alone', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(100), fc.nat(50), fc.nat(50), (seed, stream, few, more) => {
        expect(gaussian(seed, stream, few + more).subarray(0, few)).toEqual(gaussian(seed, stream, few));
      }),
    );
  });

  it('gives other numbers to another seed or stream, in both halves of the seed', () => {
    const base = gaussian(5, 0, 8);
    for (const other of [gaussian(6, 0, 8), gaussian(5, 1, 8), gaussian(5 + 2 ** 32, 0, 8)]) {
      expect(other).not.toEqual(base);
    }
  });

  it.each([[-1], [0.5], [Number.NaN], [2 ** 53]])('refuses seed %d with a sentence', (seed) => {
    expect(() => gaussian(seed, 0, 1)).toThrow(/^A seed is a whole number from 0 to/);
  });

  it('draws seeds that it takes itself', () => {
    for (let i = 0; i < 20; i++) expect(() => gaussian(randomSeed(), 0, 1)).not.toThrow();
  });
});
