/**
 * Names of latents. A seed of the generator is a whole number, 0 or more. A model may come with latents that its
 * authors picked: those are numbered below zero, -1 the first of them, -2 the second. So a scene, a link and the
 * seed box have one kind of number for both.
 */
import { MAX_SEED } from './random';

/** Picked latents that a model may come with. */
export const MAX_PICKS = 1_000;

/** @param index 0 for the first picked latent */
export const seedOfPick = (index: number): number => -1 - index;

/** Index of the picked latent that a seed names, null when it names one of the generator's. */
export const pickOfSeed = (seed: number): number | null => (seed < 0 ? -1 - seed : null);

/** @param picks how many picked latents there may be */
export function isSeed(value: unknown, picks = MAX_PICKS): value is number {
  return Number.isInteger(value) && (value as number) >= -picks && (value as number) <= MAX_SEED;
}
