/** A thing of a picture by its own outline: where the picture is another one without it. Pure. */
import { type Pixels, smoothStep } from '../../editor';

/** A thing's part of a picture: its pixels, and where they lie there. */
export interface CutOut {
  readonly pixels: Pixels;
  readonly left: number;
  readonly top: number;
}

/** From the first on, a difference of a colour (of 255) counts; from the second on, it counts fully. */
const DIFFERENCE = [6, 24] as const;
/** The same of a thing's score: what changes elsewhere is its shadow, or the light in the room. */
const SCORE = [0.02, 0.15] as const;
/** What is no wider than twice this part of the picture's side is a seam in the thing, and part of it. */
const SEAM = 3 / 256;
/** Less is not to be seen. */
const LEAST_ALPHA = 8 / 255;

/** A square grid of numbers. */
interface Grid {
  readonly side: number;
  readonly values: Float32Array;
}

type Combine = (window: Float32Array, count: number) => number;

/** Combines what lies within a distance of each point, along the rows and then along the columns. */
function along({ side, values }: Grid, reach: number, combine: Combine): Grid {
  const window = new Float32Array(2 * reach + 1);
  const pass = (from: Float32Array, step: number, line: number): Float32Array => {
    const out = new Float32Array(from.length);
    for (let start = 0; start < side; start++)
      for (let at = 0; at < side; at++) {
        let count = 0;
        for (let near = Math.max(0, at - reach); near <= Math.min(side - 1, at + reach); near++)
          window[count++] = from[start * line + near * step]!;
        out[start * line + at * step] = combine(window, count);
      }
    return out;
  };
  return { side, values: pass(pass(values, 1, side), side, 1) };
}

const most: Combine = (window, count) => {
  let found = window[0]!;
  for (let at = 1; at < count; at++) found = Math.max(found, window[at]!);
  return found;
};
const least: Combine = (window, count) => {
  let found = window[0]!;
  for (let at = 1; at < count; at++) found = Math.min(found, window[at]!);
  return found;
};
const mean: Combine = (window, count) => {
  let sum = 0;
  for (let at = 0; at < count; at++) sum += window[at]!;
  return sum / count;
};

/** What no way leads to from the picture's edge is inside. */
function withoutHoles({ side, values }: Grid): Grid {
  const outside = new Uint8Array(values.length);
  const waiting: number[] = [];
  const reach = (x: number, y: number): void => {
    const at = y * side + x;
    if (x < 0 || y < 0 || x >= side || y >= side || outside[at] || values[at]! >= 0.5) return;
    outside[at] = 1;
    waiting.push(at);
  };
  for (let at = 0; at < side; at++) {
    for (const edge of [0, side - 1]) {
      reach(at, edge);
      reach(edge, at);
    }
  }
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const [x, y] = [at % side, Math.floor(at / side)];
    reach(x + 1, y);
    reach(x - 1, y);
    reach(x, y + 1);
    reach(x, y - 1);
  }
  return { side, values: values.map((value, at) => (outside[at] ? value : Math.max(value, 1))) };
}

/** How much of each pixel is the thing's, 0..1: the picture's difference, its seams and holes filled, where it scores. */
function alphaOf(picture: Pixels, without: Pixels, scores: Float32Array): Float32Array {
  const side = picture.width;
  const apart = new Float32Array(side * side);
  for (let at = 0; at < apart.length; at++) {
    for (let channel = 0; channel < 3; channel++) {
      const place = at * 4 + channel;
      apart[at] = Math.max(apart[at]!, Math.abs(picture.rgba[place]! - without.rgba[place]!));
    }
  }
  const calm = along({ side, values: apart }, 1, mean);
  const changed = { side, values: calm.values.map((value) => smoothStep(value, DIFFERENCE)) };
  const reach = Math.max(1, Math.round(side * SEAM));
  const closed = along(along(changed, reach, most), reach, least);
  const filled = along(withoutHoles(closed), 1, mean).values;
  return changed.values.map((value, at) => Math.max(value, filled[at]!) * smoothStep(scores[at]!, SCORE));
}

/**
 * A thing's own part of a picture, cropped to it.
 * @param picture with the thing, square
 * @param without the same picture without the thing
 * @param scores of the thing at the picture's pixels, row by row
 * @returns null when nothing of the thing is to be seen
 */
export function cutOut(picture: Pixels, without: Pixels, scores: Float32Array): CutOut | null {
  const side = picture.width;
  const alpha = alphaOf(picture, without, scores);
  let [left, top, right, bottom] = [side, side, -1, -1];
  alpha.forEach((value, at) => {
    if (value < LEAST_ALPHA) return;
    const [x, y] = [at % side, Math.floor(at / side)];
    [left, right, top, bottom] = [
      Math.min(left, x),
      Math.max(right, x),
      Math.min(top, y),
      Math.max(bottom, y),
    ];
  });
  if (right < 0) return null;
  const [width, height] = [right - left + 1, bottom - top + 1];
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const start = (top + y) * side + left;
    rgba.set(picture.rgba.subarray(start * 4, (start + width) * 4), y * width * 4);
    for (let x = 0; x < width; x++) rgba[(y * width + x) * 4 + 3] = Math.round(alpha[start + x]! * 255);
  }
  return { pixels: { width, height, rgba }, left, top };
}
