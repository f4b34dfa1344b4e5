import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Furniture } from '../../../scripts/dataset/furniture/pack';
import { aboutDataset } from '../../../scripts/dataset/about';
import type { PackedModel } from '../../../scripts/dataset/furniture/pack';
import { prepareSet } from '../../../scripts/dataset/prepare';
import { ROOM_KINDS } from '../../../scripts/dataset/room';
import type { Rendered } from '../../../scripts/dataset/renderer';
import {
  SHARD_SIZE,
  missingShards,
  roomsOfShard,
  shardFolder,
  writeShard,
} from '../../../scripts/dataset/shards';
import { MODELS } from './catalogue';

let out: string;
beforeEach(() => {
  out = mkdtempSync(path.join(tmpdir(), 'dataset-'));
});
afterEach(() => rmSync(out, { recursive: true }));

const furniture = {
  folder: '',
  models: MODELS.map(({ key, class: name }) => ({
    key,
    class: name,
    name,
    creator: 'nobody',
    licence: 'CC0',
    library: 'none',
  })),
} as unknown as Furniture;

function rendered(value: number): Rendered {
  return {
    images: new Uint8Array(12).fill(value),
    masks: new Uint8Array(4).fill(value),
    lines: [{ i: value }, { i: value + 1 }] as unknown as Rendered['lines'],
    rooms: [],
  };
}

describe('shards', () => {
  it('of numbers alone have no pictures, and count as missing only where pictures are wanted', () => {
    const count = 3 * SHARD_SIZE;
    mkdirSync(path.join(out, 'shards'), { recursive: true });
    writeShard(out, 0, rendered(1));
    writeShard(out, 1, rendered(2), 'layouts');
    expect(readdirSync(shardFolder(out, 1, 'layouts'))).toEqual(['rooms.jsonl']);
    expect(missingShards(out, count, 'layouts')).toEqual([2]);
    expect(missingShards(out, count)).toEqual([1, 2]);
  });

  it('hold every room once, the last one what is left', () => {
    const count = 2 * SHARD_SIZE + 5;
    const rooms = [0, 1, 2].flatMap((shard) => roomsOfShard(shard, count));
    expect(rooms).toEqual(Array.from({ length: count }, (_, i) => i));
    expect(roomsOfShard(2, count)).toHaveLength(5);
  });

  it('that are not on disk are missing; drafts of a run that was killed do not count', () => {
    const count = 4 * SHARD_SIZE;
    writeShard(out, 1, rendered(1));
    mkdirSync(`${shardFolder(out, 2)}.draft-12345`, { recursive: true });
    expect(missingShards(out, count)).toEqual([0, 2, 3]);
    writeShard(out, 2, rendered(2));
    expect(missingShards(out, count)).toEqual([0, 3]);
    expect(missingShards(out, 3 * SHARD_SIZE)).toEqual([0]);
  });

  it('are whole once they have their name, and no draft stays', () => {
    writeShard(out, 0, rendered(9));
    expect(readdirSync(path.join(out, 'shards'))).toEqual(['000000']);
    const folder = shardFolder(out, 0);
    expect(readFileSync(path.join(folder, 'images.bin'))).toHaveLength(12);
    expect(readFileSync(path.join(folder, 'masks.bin'))).toHaveLength(4);
    expect(readFileSync(path.join(folder, 'rooms.jsonl'), 'utf8')).toBe('{"i":9}\n{"i":10}\n');
  });

  it('stay as they are when another process was faster', () => {
    writeShard(out, 0, rendered(1));
    writeShard(out, 0, rendered(2));
    expect(readFileSync(path.join(shardFolder(out, 0), 'images.bin'))[0]).toBe(1);
    expect(readdirSync(path.join(out, 'shards'))).toEqual(['000000']);
  });
});

describe('dataset.json', () => {
  const kind = 'bedroom';
  const file = (): string => path.join(out, 'dataset.json');
  const read = (): Record<string, unknown> =>
    JSON.parse(readFileSync(file(), 'utf8')) as Record<string, unknown>;

  it('says what the set is before its first shard', () => {
    prepareSet(furniture, { out, kind, seed: 3, size: 64, count: 100 });
    expect(read()).toMatchObject({ version: 1, seed: 3, size: 64, count: 100, shardSize: SHARD_SIZE });
    expect(read().classes).toEqual(expect.arrayContaining(['bed', 'rug', 'curtain']));
    expect(existsSync(path.join(out, 'credits.json'))).toBe(true);
  });

  it('lets a set grow, and refuses another kind, seed or size in one sentence, changing nothing', () => {
    prepareSet(furniture, { out, kind, seed: 3, size: 64, count: 100 });
    prepareSet(furniture, { out, kind, seed: 3, size: 64, count: 200 });
    expect(read().count).toBe(200);
    expect(() => prepareSet(furniture, { out, kind, seed: 4, size: 64, count: 300 })).toThrow(
      `${file()} holds a set with seed 3: choose another --out or that seed.`,
    );
    expect(() => prepareSet(furniture, { out, kind, seed: 3, size: 128, count: 300 })).toThrow(
      'holds a set with size 64: choose another --out or that size.',
    );
    expect(() => prepareSet(furniture, { out, kind: 'living room', seed: 3, size: 64, count: 300 })).toThrow(
      'holds a set with kind bedroom: choose another --out or that kind.',
    );
    expect(read().count).toBe(200);
  });

  it('without a kind, from before there were any, is one of bedrooms', () => {
    prepareSet(furniture, { out, kind, seed: 3, size: 64, count: 100 });
    const { kind: _, ...old } = read();
    writeFileSync(file(), JSON.stringify(old));
    expect(() => prepareSet(furniture, { out, kind: 'living room', seed: 3, size: 64, count: 1 })).toThrow(
      'kind bedroom',
    );
    prepareSet(furniture, { out, kind, seed: 3, size: 64, count: 200 });
    expect(read()).toMatchObject({ kind, count: 200 });
  });

  it('lists the classes that only living rooms have last, whatever the kind', () => {
    const sofa = { key: 'K:sofa', class: 'sofa', only: 'living room' } as PackedModel;
    const bed = { key: 'K:bed', class: 'bed' } as PackedModel;
    for (const one of ROOM_KINDS) {
      const about = aboutDataset({ folder: '', models: [bed, sofa] }, one, 3, 64, 9);
      expect(about.kind).toBe(one);
      expect(about.classes).toEqual(['bed', 'rug', 'curtain', 'picture', 'mirror', 'sofa']);
    }
  });

  it('of a set that is there is left alone by a run that only adds pairs', () => {
    prepareSet(furniture, { out, kind, seed: 3, size: 64, count: 100 });
    prepareSet(furniture, { out, kind, seed: 3, size: 64, count: 0 }, true);
    expect(read().count).toBe(100);
    expect(() => prepareSet(furniture, { out, kind, seed: 4, size: 64, count: 0 }, true)).toThrow('seed 3');
  });
});
