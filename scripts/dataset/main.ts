/**
 * npm run dataset -- --count N --size 256 --seed S --out DIR   renders the rooms that are missing
 * npm run dataset -- --sheet FILE [--count 16] [--seed S]      draws a contact sheet and its masks
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { aboutDataset, creditsOf } from './about';
import { type Furniture, packFurniture } from './furniture/pack';
import { openRenderer } from './renderer';
import { makeRoom } from './room';
import { contactSheet, maskColours } from './sheet';
import { SHARD_SIZE, missingShards, roomsOfShard, writeShard } from './shards';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '64' },
    size: { type: 'string', default: '256' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
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

function minutes(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${(seconds / 60).toFixed(1)} min`;
}

/** Refuses to mix two sets in one folder. */
function checkSameSet(file: string, about: Record<string, unknown>): void {
  if (!existsSync(file)) return;
  const before = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  for (const key of ['seed', 'size', 'shardSize', 'version']) {
    if (before[key] !== about[key]) {
      throw new Error(
        `${file} holds a set with ${key} ${String(before[key])}: choose another --out or that ${key}.`,
      );
    }
  }
}

async function renderSet(
  furniture: Furniture,
  out: string,
  seed: number,
  size: number,
  count: number,
): Promise<void> {
  mkdirSync(path.join(out, 'shards'), { recursive: true });
  const about = aboutDataset(furniture, seed, size, count);
  checkSameSet(path.join(out, 'dataset.json'), about);
  writeFileSync(path.join(out, 'dataset.json'), `${JSON.stringify(about, null, 1)}\n`);
  writeFileSync(path.join(out, 'credits.json'), `${JSON.stringify(creditsOf(furniture), null, 1)}\n`);
  const missing = missingShards(out, count);
  console.log(
    `${Math.ceil(count / SHARD_SIZE) - missing.length} shards are there, ${missing.length} to render.`,
  );
  if (!missing.length) return;
  let stop = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      console.log('Stopping after the shard under way ...');
      stop = true;
    });
  }
  const renderer = await openRenderer(furniture, size);
  const start = Date.now();
  let done = 0;
  for (const [at, shard] of missing.entries()) {
    if (stop) break;
    const rooms = roomsOfShard(shard, count).map((i) => makeRoom(seed, i, renderer.models));
    writeShard(out, shard, await renderer.render(rooms));
    done += rooms.length;
    const rate = done / ((Date.now() - start) / 1000);
    const left = ((missing.length - at - 1) * SHARD_SIZE) / rate;
    console.log(`shard ${shard}: ${done} rooms, ${rate.toFixed(1)} a second, ${minutes(left)} left`);
  }
  await renderer.close();
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
  if (!values.out && !values.sheet)
    throw new Error('Say where to write: --out DIR for a set, --sheet FILE for a sheet.');
  const furniture = await packFurniture(values.cache);
  if (values.sheet) await drawSheet(furniture, values.sheet, seed, size, count);
  if (values.out) await renderSet(furniture, values.out, seed, size, count);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
