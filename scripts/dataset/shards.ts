/** Shards on disk: 64 rooms each, whole or not there at all (FORMAT.md). */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Rendered } from './renderer';

export const SHARD_SIZE = 64;

const nameOf = (shard: number): string => String(shard).padStart(6, '0');

/** Rooms with their pictures, or the numbers alone of those that have none (yet). */
export type Part = 'shards' | 'layouts';

export function shardFolder(out: string, shard: number, part: Part = 'shards'): string {
  return path.join(out, part, nameOf(shard));
}

/** Indices of the rooms that a shard of a set of `count` rooms holds. */
export function roomsOfShard(shard: number, count: number): number[] {
  const first = shard * SHARD_SIZE;
  return Array.from({ length: Math.min(SHARD_SIZE, count - first) }, (_, at) => first + at);
}

/** Shards of a set of `count` rooms that are not on disk yet; pictures have their numbers with them. */
export function missingShards(out: string, count: number, part: Part = 'shards'): number[] {
  const all = Math.ceil(count / SHARD_SIZE);
  const parts: readonly Part[] = part === 'shards' ? ['shards'] : ['shards', 'layouts'];
  return Array.from({ length: all }, (_, shard) => shard).filter(
    (shard) => !parts.some((one) => existsSync(shardFolder(out, shard, one))),
  );
}

/** Writes a shard under a temporary name and renames it when it is whole. */
export function writeShard(out: string, shard: number, rendered: Rendered, part: Part = 'shards'): void {
  const folder = shardFolder(out, shard, part);
  const draft = `${folder}.draft-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  if (part === 'shards') {
    writeFileSync(path.join(draft, 'images.bin'), rendered.images);
    writeFileSync(path.join(draft, 'masks.bin'), rendered.masks);
  }
  writeFileSync(
    path.join(draft, 'rooms.jsonl'),
    `${rendered.lines.map((line) => JSON.stringify(line)).join('\n')}\n`,
  );
  // Another process may have been faster with the same rooms.
  if (existsSync(folder)) rmSync(draft, { recursive: true });
  else renameSync(draft, folder);
}
