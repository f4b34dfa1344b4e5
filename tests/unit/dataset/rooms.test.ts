import { describe, expect, it } from 'vitest';
import { splitOf } from '../../../scripts/dataset/describe';
import { capOf, makeRoom } from '../../../scripts/dataset/room';
import { inFrame, projectionOf } from '../../../scripts/dataset/room/camera';
import { pruned } from '../../../scripts/dataset/room/prune';
import { MODELS, roomOf } from './catalogue';

const INDICES = Array.from({ length: 60 }, (_, i) => i);

describe('the split of a set', () => {
  it('is by index: one room of forty for tests, one for validation, the rest for training', () => {
    const splits = Array.from({ length: 400 }, (_, i) => splitOf(i));
    expect(splits.filter((split) => split === 'test')).toHaveLength(10);
    expect(splits.filter((split) => split === 'validation')).toHaveLength(10);
    expect([0, 1, 2, 39, 40, 41].map(splitOf)).toEqual([
      'test',
      'validation',
      'train',
      'train',
      'test',
      'validation',
    ]);
  });
});

describe('a room', () => {
  it('follows from its seed and index alone, whatever was made before it', () => {
    const alone = makeRoom(7, 31, MODELS);
    for (const i of [3, 90, 12]) makeRoom(5, i, MODELS);
    expect(makeRoom(7, 31, MODELS)).toEqual(alone);
  });

  it('differs from the next one and from the same one of another seed', () => {
    const { i: _i, seed: _seed, ...room } = roomOf(31);
    expect(roomOf(32)).not.toMatchObject(room);
    expect(roomOf(31, 8)).not.toMatchObject(room);
    // A seed beyond 32 bits counts in full.
    expect(roomOf(31, 7 + 2 ** 32)).not.toMatchObject(room);
  });

  it('has one bed, nearly all of it in the picture, and no more of a kind than the caps allow', () => {
    for (const i of INDICES) {
      const { things, camera } = roomOf(i);
      const beds = things.filter((thing) => thing.class === 'bed');
      expect(beds).toHaveLength(1);
      expect(inFrame(projectionOf(camera), beds[0]!).part).toBeGreaterThanOrEqual(0.8);
      for (const { class: name } of things) {
        expect(things.filter((thing) => thing.class === name).length).toBeLessThanOrEqual(
          capOf('bedroom', name),
        );
      }
    }
  });

  it('stands things on what is there', () => {
    const standing = INDICES.flatMap((i) => {
      const { things } = roomOf(i);
      return things.flatMap((thing) => (thing.on === undefined ? [] : [{ thing, base: things[thing.on]! }]));
    });
    expect(standing.length).toBeGreaterThan(10);
    for (const { thing, base } of standing) {
      expect(thing.position[1]).toBeCloseTo(base.position[1] + base.dimensions[1]);
    }
  });
});

describe('leaving out what cannot be seen', () => {
  const room = INDICES.map((i) => roomOf(i)).find(({ things }) => things.some(({ on }) => on !== undefined))!;
  const top = room.things.findIndex(({ on }) => on !== undefined);
  const base = room.things[top]!.on!;

  it('takes with a thing what stands on it', () => {
    const left = pruned(room, (index) => index !== base).things;
    expect(left).not.toContain(room.things[base]);
    expect(left.map(({ position }) => position)).not.toContainEqual(room.things[top]!.position);
  });

  it('keeps what stands on something on the same thing', () => {
    const gone = room.things.findIndex((_, k) => k < base || (k !== base && k < top));
    expect(gone).toBeGreaterThanOrEqual(0);
    const left = pruned(room, (index) => index !== gone).things;
    expect(left).toHaveLength(room.things.length - 1);
    const still = left.find(({ position }) => position === room.things[top]!.position)!;
    expect(left[still.on!]).toBe(room.things[base]);
  });

  it('changes nothing when all is seen', () => {
    expect(pruned(room, () => true)).toBe(room);
  });
});
