/**
 * npm run dataset -- --count N --size 256 --seed S --out DIR   renders the rooms that are missing
 * npm run dataset -- --sheet FILE [--count 16] [--seed S]      draws a contact sheet and its masks
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Furniture, packFurniture } from './furniture/pack';
import { openRenderer } from './renderer';
import { makeRoom } from './room';
import { renderSet } from './set';
import { contactSheet, maskColours } from './sheet';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '64' },
    size: { type: 'string', default: '256' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    workers: { type: 'string', default: '1' },
    sheet: { type: 'string' },
    cache: { type: 'string', default: '.cache' },
  },
});

function whole(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new Error(`--${name} takes a whole number from ${low} to ${high}, not "${text}".`);
  }
  return value;
}

async function drawSheet(
  furniture: Furniture,
  file: string,
  seed: number,
  size: number,
  count: number,
): Promise<void> {
  const renderer = await openRenderer(furniture, size);
  const rooms = Array.from({ length: count }, (_, i) => makeRoom(seed, i, renderer.models));
  const start = Date.now();
  const { images, masks } = await renderer.render(rooms);
  console.log(`${(count / ((Date.now() - start) / 1000)).toFixed(1)} rooms a second`);
  await renderer.close();
  const columns = Math.ceil(Math.sqrt(count));
  writeFileSync(file, contactSheet(images, size, columns));
  writeFileSync(file.replace(/\.png$/, '-masks.png'), contactSheet(maskColours(masks), size, columns));
}

try {
  const seed = whole('seed', values.seed, 0, Number.MAX_SAFE_INTEGER);
  const size = whole('size', values.size, 32, 1024);
  const count = whole('count', values.count, 1, 10_000_000);
  const workers = whole('workers', values.workers, 1, 64);
  if (!values.out && !values.sheet)
    throw new Error('Say where to write: --out DIR for a set, --sheet FILE for a sheet.');
  const furniture = await packFurniture(values.cache);
  if (values.sheet) await drawSheet(furniture, values.sheet, seed, size, count);
  if (values.out) await renderSet(furniture, { out: values.out, seed, size, count, workers });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
