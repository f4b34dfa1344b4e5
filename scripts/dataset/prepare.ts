/** What describes a set, written before its first picture; two sets are never mixed in one folder. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { aboutDataset, creditsOf } from './about';
import type { Furniture } from './furniture/pack';
import type { RoomKind } from './room';

export interface SetFacts {
  readonly out: string;
  readonly kind: RoomKind;
  readonly seed: number;
  readonly size: number;
  readonly count: number;
}

/**
 * Refuses to go on with what another set began.
 * @param file JSON that describes what is there; nothing to refuse when it is missing
 * @param about what it should say
 */
export function checkSame(file: string, about: Record<string, unknown>): void {
  if (!existsSync(file)) return;
  // Sets from before there were kinds hold bedrooms.
  const before = {
    kind: 'bedroom',
    ...(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>),
  } as Record<string, unknown>;
  for (const key of ['kind', 'seed', 'size', 'shardSize', 'version']) {
    if (before[key] !== about[key]) {
      throw new Error(
        `${file} holds a set with ${key} ${String(before[key])}: choose another --out or that ${key}.`,
      );
    }
  }
}

/**
 * Writes dataset.json and credits.json.
 * @param keep leave those of a set that is there as they are
 */
export function prepareSet(
  furniture: Furniture,
  { out, kind, seed, size, count }: SetFacts,
  keep = false,
): void {
  const about = aboutDataset(furniture, kind, seed, size, count);
  const file = path.join(out, 'dataset.json');
  checkSame(file, about);
  if (keep && existsSync(file)) return;
  mkdirSync(path.join(out, 'shards'), { recursive: true });
  writeFileSync(file, `${JSON.stringify(about, null, 1)}\n`);
  writeFileSync(path.join(out, 'credits.json'), `${JSON.stringify(creditsOf(furniture), null, 1)}\n`);
}
