/**
 * Which pixels an edit can reach, from the form of the decoder alone (MODEL.md, "Decoder G"): nothing in it is
 * global, so a pixel depends on the scores within a bounded distance, and a score on the blobs' parameters.
 * Nothing here looks at pictures: what a test calls "far" is not chosen from what happened to stay the same.
 */
import { type Layout, splat } from '../../../src/blobgan';
import type { Mask } from './pixels';

/**
 * A score that changed by less than this did not change. Scores have soft tails without end; 1/1000 of a
 * feature is an eighth of one grey level if the decoder neither amplifies nor dampens it.
 */
const SCORE_THRESHOLD = 1e-3;

/**
 * How far the decoder carries a changed score, in pixels of the picture.
 * A pixel of a level of side r reads one neighbour on each side in the 3x3 SConv; the level's upsampling (a
 * transposed 3x3 convolution with stride 2, then a blur of 4 taps) reads half its distance plus 1.5 cells of the level
 * below. At the input grid a cell is the mean of the cells of the full resolution under it, one cell more.
 */
export function reachInPixels(resolution: number, inputSize: number): number {
  let cells = 1;
  for (let side = resolution; side > inputSize; side /= 2) cells = cells / 2 + 1.5 + 1;
  return Math.ceil((cells + 1) * (resolution / inputSize));
}

/** Pixels at which some score differs by more than the threshold between two layouts of the same blobs. */
export function changedScores(before: Layout, after: Layout, resolution: number): Mask {
  const a = splat(before, resolution);
  const b = splat(after, resolution);
  const plane = resolution * resolution;
  const mask = new Uint8Array(plane);
  for (let at = 0; at < a.length; at++) {
    if (Math.abs(a[at]! - b[at]!) > SCORE_THRESHOLD) mask[at % plane] = 1;
  }
  return mask;
}

/** The mask grown by `reach` pixels to each side (a square neighbourhood, as convolutions have). */
export function grown(mask: Mask, side: number, reach: number): Mask {
  // Two passes, along rows and then along columns: a square is the product of two lines.
  const along = (from: Mask, step: number, line: number): Mask => {
    const out = new Uint8Array(from.length);
    for (let l = 0; l < side; l++) {
      let last = -Infinity;
      for (let at = 0; at < side; at++) {
        if (from[l * line + at * step]) last = at;
        if (at - last <= reach) out[l * line + at * step] = 1;
      }
      last = Infinity;
      for (let at = side - 1; at >= 0; at--) {
        if (from[l * line + at * step]) last = at;
        if (last - at <= reach) out[l * line + at * step] = 1;
      }
    }
    return out;
  };
  return along(along(mask, 1, side), side, 1);
}

/** Pixels that the edit from one layout to the other cannot reach. */
export function farFrom(before: Layout, after: Layout, resolution: number, inputSize: number): Mask {
  const near = grown(
    changedScores(before, after, resolution),
    resolution,
    reachInPixels(resolution, inputSize),
  );
  return near.map((value) => 1 - value);
}

/** Pixels where the blob has more than half of the picture to itself. */
export function ownedBy(layout: Layout, blob: number, resolution: number): Mask {
  const plane = resolution * resolution;
  const scores = splat(layout, resolution).subarray((blob + 1) * plane, (blob + 2) * plane);
  return Uint8Array.from(scores, (score) => (score > 0.5 ? 1 : 0));
}

export const area = (mask: Mask): number => mask.reduce((sum, value) => sum + value, 0);
