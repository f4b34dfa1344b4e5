/** The pyramid of scores, written as its definition: what `ScorePyramid` is compared with. */

/**
 * Scores at half the resolution by 2x2 averaging.
 * @param scores channels x R x R
 * @returns channels x R/2 x R/2
 */
export function halve(scores: Float32Array, resolution: number): Float32Array {
  const half = resolution / 2;
  if (!Number.isInteger(half)) throw new RangeError(`A side of ${resolution} cannot be halved.`);
  const channels = scores.length / (resolution * resolution);
  const out = new Float32Array(channels * half * half);
  for (let row = 0; row < channels * half; row++) {
    // Rows of all channels in one run: a channel's height is even, so pairs of rows never straddle two channels.
    const top = row * 2 * resolution;
    for (let col = 0; col < half; col++) {
      const at = top + col * 2;
      out[row * half + col] =
        (scores[at]! + scores[at + 1]! + scores[at + resolution]! + scores[at + resolution + 1]!) / 4;
    }
  }
  return out;
}

/**
 * The pyramid that the decoder reads: scores at R, R/2, ... down to its input grid.
 * @returns from the finest to the coarsest
 */
export function pyramid(
  scores: Float32Array,
  resolution: number,
  coarsest: number,
): { resolution: number; scores: Float32Array }[] {
  const levels = [{ resolution, scores }];
  for (let side = resolution; side > coarsest; side /= 2) {
    levels.push({ resolution: side / 2, scores: halve(levels.at(-1)!.scores, side) });
  }
  return levels;
}
