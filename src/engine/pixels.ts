/** The decoder's RGB in about [-1, 1] as bytes for a canvas. */

/**
 * @param rgb 3 x R x R, about [-1, 1]
 * @returns R x R x 4 bytes, opaque
 */
export function toRgba(rgb: Float32Array, resolution: number): Uint8ClampedArray<ArrayBuffer> {
  const plane = resolution * resolution;
  const out = new Uint8ClampedArray(plane * 4);
  for (let at = 0; at < plane; at++) {
    // A clamped array rounds and clamps by itself.
    out[at * 4] = (rgb[at]! + 1) * 127.5;
    out[at * 4 + 1] = (rgb[plane + at]! + 1) * 127.5;
    out[at * 4 + 2] = (rgb[2 * plane + at]! + 1) * 127.5;
    out[at * 4 + 3] = 255;
  }
  return out;
}
