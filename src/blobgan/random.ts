/**
 * Seeded noise that is the same on every machine: Philox4x32-10 (Salmon et al., "Parallel random numbers: as
 * easy as 1, 2, 3", SC 2011), a counter-based generator with published test vectors, followed by the
 * Box-Muller transform. Counter-based means that any number of any stream can be had without the ones before
 * it, and that two streams never share numbers.
 */
import { toHex } from '../bytes';
import { Defect } from '../faults';

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** Seeds are whole numbers below 2^53, so that they survive JSON and a text box. */
export const MAX_SEED = Number.MAX_SAFE_INTEGER;

/** Stream of the latent z; the noise map of the decoder's i-th SConv takes stream `NOISE_STREAM + i`. */
export const LATENT_STREAM = 0;
export const NOISE_STREAM = 1;

/** High and low 32 bits of a 32 x 32 bit product, without BigInt. */
function multiply(a: number, b: number): [high: number, low: number] {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const middle2 = aLow * bHigh + (middle % 0x10000);
  const high = aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(middle2 / 0x10000);
  return [high >>> 0, Math.imul(a, b) >>> 0];
}

/**
 * One block of Philox4x32-10.
 * @param counter four 32-bit words
 * @param key two 32-bit words
 * @returns four 32-bit words
 */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const [high0, low0] = multiply(MULTIPLIER_0, c0);
    const [high1, low1] = multiply(MULTIPLIER_1, c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** A uniform number in (0, 1) from 32 random bits; never 0, so that its logarithm exists. */
function toUnit(word: number): number {
  return (word + 0.5) / 0x100000000;
}

/**
 * Standard normal numbers.
 * @param seed whole number, 0..2^53 - 1: the low and high halves are Philox's key
 * @param stream whole number, 0..2^32 - 1: independent sequences of one seed
 * @param count how many numbers
 * @returns float32, N(0, 1); number i depends on (seed, stream, i) alone
 * @throws Defect when the seed, the stream or the count is no such number
 */
export function gaussian(seed: number, stream: number, count: number): Float32Array {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new Defect(`A seed is a whole number from 0 to ${MAX_SEED}; this one is ${seed}.`);
  }
  if (!Number.isInteger(stream) || stream < 0 || stream > 0xffffffff) {
    throw new Defect(`A stream is a whole number from 0 to 4294967295; this one is ${stream}.`);
  }
  if (!Number.isInteger(count) || count < 0) {
    throw new Defect(`A count is a whole number, 0 or more; this one is ${count}.`);
  }
  const key = [seed >>> 0, Math.floor(seed / 0x100000000)] as const;
  const out = new Float32Array(count);
  for (let block = 0; block * 4 < count; block++) {
    const words = philox4x32([block >>> 0, 0, stream >>> 0, 0], key);
    for (let pair = 0; pair < 2; pair++) {
      const radius = Math.sqrt(-2 * Math.log(toUnit(words[pair * 2] ?? 0)));
      const turn = 2 * Math.PI * toUnit(words[pair * 2 + 1] ?? 0);
      const at = block * 4 + pair * 2;
      // Writes past the end of a typed array are ignored, which is what the last block wants.
      out[at] = radius * Math.cos(turn);
      out[at + 1] = radius * Math.sin(turn);
    }
  }
  return out;
}

/** A seed nobody chose: 32 random bits of the platform, short enough to read aloud. */
export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

/** A name that nothing else has: 128 random bits. Unlike `crypto.randomUUID` it is there on pages from plain http. */
export function randomId(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}
