/** Layouts as values: checking them, and taking blobs out of them, in any order and any number of times. */
import { Defect } from '../faults';
import type { Layout } from './types';

/** More blobs than this is a mistake, not a scene: it bounds memory for every reader of outside bytes. */
export const MAX_BLOBS = 256;

/** A blob of a smaller size is not in a scene, as in the authors' tools: it changes no pixel that a person would see. */
export const PRESENCE_THRESHOLD = -3;

/** The size that is given to a blob that is not there: its score is below 4e-4 everywhere. */
export const ABSENT_SIZE = -8;

/**
 * Checks that the arrays of a layout fit each other and hold numbers only.
 * @throws Defect with one sentence that says what is wrong
 */
export function checkLayout(layout: Layout, featureDim: number, styleDim: number): void {
  const { count } = layout;
  if (!Number.isInteger(count) || count < 0 || count > MAX_BLOBS) {
    throw new Defect(`A layout holds 0 to ${MAX_BLOBS} blobs; this one says ${count}.`);
  }
  const lengths = {
    positions: count * 2,
    sizes: count,
    covariances: count * 3,
    features: (count + 1) * featureDim,
    styles: (count + 1) * styleDim,
  } as const;
  for (const [name, length] of Object.entries(lengths) as [keyof typeof lengths, number][]) {
    const array = layout[name];
    if (array.length !== length) {
      throw new Defect(
        `A layout of ${count} blobs has ${length} numbers in ${name}; here are ${array.length}.`,
      );
    }
    if (!array.every(Number.isFinite))
      throw new Defect(`The layout's ${name} hold something that is no number.`);
  }
}

function pick(source: Float32Array, stride: number, rows: readonly number[]): Float32Array {
  const out = new Float32Array(rows.length * stride);
  rows.forEach((row, at) => out.set(source.subarray(row * stride, (row + 1) * stride), at * stride));
  return out;
}

/**
 * A layout of the given blobs of another one, back to front. The background stays.
 * @param blobs indices into `layout`; an index may occur more than once, which duplicates the blob
 * @throws Defect when there is no such blob
 */
export function takeBlobs(layout: Layout, blobs: readonly number[]): Layout {
  for (const blob of blobs) {
    if (!Number.isInteger(blob) || blob < 0 || blob >= layout.count) {
      throw new Defect(`There is no blob ${blob} among ${layout.count}.`);
    }
  }
  const rows = layout.count + 1;
  const withBackground = [0, ...blobs.map((blob) => blob + 1)];
  return {
    count: blobs.length,
    positions: pick(layout.positions, 2, blobs),
    sizes: pick(layout.sizes, 1, blobs),
    covariances: pick(layout.covariances, 3, blobs),
    features: pick(layout.features, layout.features.length / rows, withBackground),
    styles: pick(layout.styles, layout.styles.length / rows, withBackground),
  };
}
