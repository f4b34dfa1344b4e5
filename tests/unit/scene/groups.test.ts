import { describe, expect, it } from 'vitest';
import {
  type Scene,
  add,
  duplicate,
  group,
  remove,
  sceneFromLayout,
  snapScene,
  ungroup,
  unitAt,
  unitsOf,
  withGroups,
} from '../../../src/scene';
import { MODEL, layoutOf } from './fixtures';

const room = sceneFromLayout(MODEL, layoutOf(7), 7, 0);
const [carpet, bed, window] = room.blobs.map(({ id }) => id) as [string, string, string];
const pair = group(room, new Set([bed, window]));
const groupsOf = (scene: Scene): (number | undefined)[] => scene.blobs.map((blob) => blob.group);

describe('groups', () => {
  it('are made and taken apart without a trace', () => {
    expect(groupsOf(pair)).toEqual([undefined, 1, 1]);
    expect([...withGroups(pair, new Set([bed]))]).toEqual([bed, window]);
    expect(ungroup(pair, new Set([window]))).toEqual(room);
    expect(ungroup(room, new Set([window]))).toBe(room);
    expect(group(pair, new Set([bed]))).toBe(pair);
    expect(group(room, new Set([bed]))).toBe(room);
  });

  it('grow by what is grouped with one of them', () => {
    expect(groupsOf(group(pair, new Set([carpet, bed])))).toEqual([1, 1, 1]);
  });

  it('of one are none in a document', () => {
    expect(snapScene(remove(pair, new Set([window]))).blobs.every((blob) => !('group' in blob))).toBe(true);
  });

  it('are copied as groups of their own, and lone copies into none', () => {
    expect(groupsOf(duplicate(pair, new Set([bed, window]), 0.1, 0).scene)).toEqual([undefined, 1, 2, 1, 2]);
    expect(groupsOf(duplicate(pair, new Set([bed]), 0.1, 0).scene)).toEqual([undefined, 1, undefined, 1]);
    expect(groupsOf(add(pair, pair.blobs).scene).slice(3)).toEqual([undefined, 2, 2]);
  });

  it('are what a press means, until a person has gone into one', () => {
    expect([...unitAt(pair, new Set(), bed)]).toEqual([bed, window]);
    expect([...unitAt(pair, new Set([carpet]), bed)]).toEqual([bed, window]);
    expect([...unitAt(pair, new Set([window]), bed)]).toEqual([bed]);
    expect(unitsOf(pair, new Set([carpet, bed, window])).map((unit) => unit.length)).toEqual([1, 2]);
    expect(unitsOf(pair, new Set([bed, window])).map((unit) => unit.length)).toEqual([1, 1]);
  });
});
