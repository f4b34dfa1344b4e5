/** Renders a set: the shards that are missing, by one or more pages, until done or told to stop. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { aboutDataset, creditsOf } from './about';
import type { Furniture } from './furniture/pack';
import { type Rendered, type Renderer, openRenderer } from './renderer';
import { makeRoom } from './room';
import { SHARD_SIZE, missingShards, roomsOfShard, writeShard } from './shards';

export interface SetOptions {
  readonly out: string;
  readonly seed: number;
  readonly size: number;
  readonly count: number;
  /** Pages that draw side by side. */
  readonly workers: number;
}

/** Rooms of one call to the page: a shard is drawn in several, so that none takes long. */
const BATCH = 16;
/** A page that fails is replaced; failing this often on one shard is an error. */
const ATTEMPTS = 3;

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

/** Writes what describes the set, before its first shard. */
export function prepareSet(furniture: Furniture, { out, seed, size, count }: SetOptions): void {
  mkdirSync(path.join(out, 'shards'), { recursive: true });
  const about = aboutDataset(furniture, seed, size, count);
  checkSameSet(path.join(out, 'dataset.json'), about);
  writeFileSync(path.join(out, 'dataset.json'), `${JSON.stringify(about, null, 1)}\n`);
  writeFileSync(path.join(out, 'credits.json'), `${JSON.stringify(creditsOf(furniture), null, 1)}\n`);
}

/** Something that a signal stops: first after the shard under way, the second time at once. */
export function stopOnSignals(): { readonly stopped: boolean } {
  const state = { stopped: false };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (state.stopped) process.exit(1);
      console.log('Stopping after the shard under way; a second time stops at once and drops it.');
      state.stopped = true;
    });
  }
  return state;
}

async function renderShard(renderer: Renderer, seed: number, indices: readonly number[]): Promise<Rendered> {
  const parts: Rendered[] = [];
  for (let at = 0; at < indices.length; at += BATCH) {
    const rooms = indices.slice(at, at + BATCH).map((i) => makeRoom(seed, i, renderer.models));
    parts.push(await renderer.render(rooms));
  }
  return {
    images: Buffer.concat(parts.map((part) => part.images)),
    masks: Buffer.concat(parts.map((part) => part.masks)),
    lines: parts.flatMap((part) => part.lines),
    rooms: parts.flatMap((part) => part.rooms),
  };
}

export async function renderSet(furniture: Furniture, options: SetOptions): Promise<void> {
  const { out, seed, size, count, workers } = options;
  prepareSet(furniture, options);
  const missing = missingShards(out, count);
  const all = missing.length;
  console.log(`${Math.ceil(count / SHARD_SIZE) - all} shards are there, ${all} to render.`);
  const signals = stopOnSignals();
  const start = Date.now();
  let [rooms, shards] = [0, 0];
  const work = async (): Promise<void> => {
    let renderer = await openRenderer(furniture, size);
    try {
      while (missing.length && !signals.stopped) {
        const shard = missing.shift()!;
        const indices = roomsOfShard(shard, count);
        for (let attempt = 1; ; attempt++) {
          try {
            writeShard(out, shard, await renderShard(renderer, seed, indices));
            break;
          } catch (error) {
            if (attempt === ATTEMPTS) throw error;
            console.log(
              `shard ${shard} again, in a new page: ${error instanceof Error ? error.message : error}`,
            );
            await renderer.close();
            renderer = await openRenderer(furniture, size);
          }
        }
        rooms += indices.length;
        const rate = rooms / ((Date.now() - start) / 1000);
        const left = ((all - ++shards) * (rooms / shards)) / rate;
        console.log(`shard ${shard}: ${rooms} rooms, ${rate.toFixed(1)} a second, ${minutes(left)} left`);
      }
    } finally {
      await renderer.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, all) }, work));
}
