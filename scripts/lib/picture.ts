/** The decoder's numbers as 8-bit colours, and as a PNG file. */
import { encode } from 'fast-png';

/**
 * @param rgb 3 x R x R, -1 black .. 1 full
 * @returns R x R x 3, as the published code rounds: (x + 1) / 2 * 255, cut off, to the nearest
 */
export function toBytes(rgb: Float32Array, resolution: number): Uint8Array {
  const plane = resolution ** 2;
  const out = new Uint8ClampedArray(plane * 3);
  for (let at = 0; at < plane; at++) {
    for (let colour = 0; colour < 3; colour++) {
      // A clamped array rounds and cuts off by itself.
      out[at * 3 + colour] = (rgb[colour * plane + at]! + 1) * 127.5;
    }
  }
  return new Uint8Array(out.buffer);
}

export function encodePicture(rgb: Float32Array, resolution: number): Uint8Array {
  return encode({ width: resolution, height: resolution, data: toBytes(rgb, resolution), channels: 3 });
}
