/** A contact sheet: rooms side by side in one PNG. */
import { encode } from 'fast-png';

/** @param images n x size x size x 3 */
export function contactSheet(images: Uint8Array, size: number, columns: number): Uint8Array {
  const count = images.length / (size * size * 3);
  const rows = Math.ceil(count / columns);
  const width = columns * size;
  const data = new Uint8Array(width * rows * size * 3);
  for (let n = 0; n < count; n++) {
    for (let row = 0; row < size; row++) {
      const from = (n * size + row) * size * 3;
      const to = ((Math.floor(n / columns) * size + row) * width + (n % columns) * size) * 3;
      data.set(images.subarray(from, from + size * 3), to);
    }
  }
  return encode({ width, height: rows * size, data, channels: 3, depth: 8 });
}

/** Ids as colours that differ. */
export function maskColours(masks: Uint8Array): Uint8Array {
  const out = new Uint8Array(masks.length * 3);
  masks.forEach((id, at) => {
    out[at * 3] = (id * 97) % 256;
    out[at * 3 + 1] = (id * 57) % 256;
    out[at * 3 + 2] = (id * 151) % 256;
  });
  return out;
}
