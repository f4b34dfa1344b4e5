/** Contact sheets: rooms, or rooms before and after edits, side by side in one PNG. */
import { writeFileSync } from 'node:fs';
import { encode } from 'fast-png';
import type { Furniture } from './furniture/pack';
import { renderAll } from './long-run';
import { drawPairs } from './pairs';
import { testRooms } from './pairs/chunks';
import type { Kind } from './pairs/edits';
import { openRenderer } from './renderer';
import { type RoomKind, makeRoom } from './room';

/** @param images n x size x size x 3 */
function contactSheet(images: Uint8Array, size: number, columns: number): Uint8Array {
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
function maskColours(masks: Uint8Array): Uint8Array {
  const out = new Uint8Array(masks.length * 3);
  masks.forEach((id, at) => {
    out[at * 3] = (id * 97) % 256;
    out[at * 3 + 1] = (id * 57) % 256;
    out[at * 3 + 2] = (id * 151) % 256;
  });
  return out;
}

interface SheetOptions {
  readonly kind: RoomKind;
  readonly seed: number;
  readonly size: number;
}

/** The first rooms of a seed, and their masks in a second file. */
export async function drawSheet(
  furniture: Furniture,
  file: string,
  { kind, seed, size, count }: SheetOptions & { readonly count: number },
): Promise<void> {
  const renderer = await openRenderer(furniture, size);
  try {
    const rooms = Array.from({ length: count }, (_, i) => makeRoom(seed, i, renderer.models, kind));
    const start = Date.now();
    const { images, masks } = await renderAll(renderer, rooms);
    console.log(`${(count / ((Date.now() - start) / 1000)).toFixed(1)} rooms a second`);
    const columns = Math.ceil(Math.sqrt(count));
    writeFileSync(file, contactSheet(images, size, columns));
    writeFileSync(file.replace(/\.png$/, '-masks.png'), contactSheet(maskColours(masks), size, columns));
  } finally {
    await renderer.close();
  }
}

/** The first test rooms of a seed, a row for each: as it was, then a column for each kind of pair; black where there is none. */
export async function drawPairSheet(
  furniture: Furniture,
  file: string,
  {
    kind: roomKind,
    seed,
    size,
    pairs: count,
    pairKinds,
  }: SheetOptions & { readonly pairs: number; readonly pairKinds: readonly Kind[] },
): Promise<void> {
  const renderer = await openRenderer(furniture, size);
  try {
    const indices = testRooms(count);
    const pairs = await drawPairs(renderer, roomKind, seed, indices, size, pairKinds);
    const columns = pairKinds.length + 1;
    const images = new Uint8Array(count * columns * size * size * 3);
    for (const { kind, thing, before, after } of pairs) {
      const row = indices.indexOf(before.line.i);
      const put = (image: Uint8Array, column: number): void =>
        images.set(image, (row * columns + column) * size * size * 3);
      put(before.image, 0);
      put(after.image, 1 + pairKinds.indexOf(kind));
      const edited = before.line.things.find(({ id }) => id === thing);
      console.log(`room ${before.line.i}: ${edited ? `${edited.name} ` : ''}${kind}`);
    }
    writeFileSync(file, contactSheet(images, size, columns));
  } finally {
    await renderer.close();
  }
}
