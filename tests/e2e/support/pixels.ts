/** Comparing pictures, as a person with a ruler would: byte by byte, inside a region or all over. */
import type { DecodedPng } from 'fast-png';

/** A square picture's bytes, RGBA, rows from the top. */
export interface Picture {
  readonly side: number;
  readonly rgba: Uint8Array;
}

/** A square PNG, decoded with or without transparency, as a picture. */
export function pictureOf({ width, data, channels }: DecodedPng): Picture {
  const rgba = new Uint8Array(width * width * 4);
  for (let at = 0; at < width * width; at++) {
    for (let channel = 0; channel < 3; channel++)
      rgba[at * 4 + channel] = Number(data[at * channels + channel]);
    rgba[at * 4 + 3] = 255;
  }
  return { side: width, rgba };
}

/** A region of a picture: 1 where a pixel (row * side + col) belongs to it. */
export type Mask = Uint8Array;

export interface Difference {
  /** Pixels that were compared. A comparison of none says nothing: tests check this first. */
  readonly pixels: number;
  /** Largest difference of one colour channel, 0..255. */
  readonly max: number;
  /** Mean difference over pixels and colour channels, 0..255. */
  readonly mean: number;
}

/** How two pictures differ inside a mask (everywhere without one). Alpha plays no part. */
export function difference(a: Picture, b: Picture, mask?: Mask): Difference {
  if (a.side !== b.side)
    throw new RangeError(`A picture of ${a.side} px is compared with one of ${b.side} px.`);
  let pixels = 0;
  let max = 0;
  let sum = 0;
  for (let at = 0; at < a.side * a.side; at++) {
    if (mask && !mask[at]) continue;
    pixels++;
    for (let channel = 0; channel < 3; channel++) {
      const value = Math.abs(a.rgba[at * 4 + channel]! - b.rgba[at * 4 + channel]!);
      sum += value;
      if (value > max) max = value;
    }
  }
  return { pixels, max, mean: pixels ? sum / (pixels * 3) : 0 };
}

/** Standard deviation of the colour channels, 0..127.5: a flat picture has none. */
export function contrast({ side, rgba }: Picture): number {
  let total = 0;
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0;
    let squares = 0;
    for (let at = channel; at < rgba.length; at += 4) {
      sum += rgba[at]!;
      squares += rgba[at]! ** 2;
    }
    const count = side * side;
    total += squares / count - (sum / count) ** 2;
  }
  return Math.sqrt(total / 3);
}
