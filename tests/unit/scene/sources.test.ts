import { describe, expect, it } from 'vitest';
import {
  type Scene,
  emptied,
  hasOwnStyle,
  mixStyles,
  moveBy,
  ownStyles,
  restored,
  sceneFromLayout,
  setLocked,
  styleMix,
  takeFromRoom,
} from '../../../src/scene';
import { MODEL, layoutOf } from './fixtures';

const scene = sceneFromLayout(MODEL, layoutOf(7), 7, 0);
const BED = new Set(['slot-1']);
const bedOf = (of: Scene) => of.blobs.find((blob) => blob.id === 'slot-1')!;
const ROOM = { seed: 12, truncation: 0.5 };
const STYLE = { style: true, feature: false };
const styled = takeFromRoom(scene, { ids: BED, background: false }, ROOM, STYLE);

describe('the style of another room', () => {
  it('is that of the same slot there, and changes neither the feature nor the other blobs', () => {
    expect(bedOf(styled).style).toEqual({ ...ROOM, slot: 1 });
    expect(bedOf(styled).feature).toEqual(bedOf(scene).feature);
    expect(styled.blobs[0]).toBe(scene.blobs[0]);
    expect(styled.background).toBe(scene.background);
  });

  it('can be that of everything, background included, or the feature alone', () => {
    const all = { ids: new Set(scene.blobs.map((blob) => blob.id)), background: true };
    const other = takeFromRoom(scene, all, ROOM, STYLE);
    expect(other.blobs.map((blob) => blob.style)).toEqual([0, 1, 2].map((slot) => ({ ...ROOM, slot })));
    expect(other.background).toEqual({
      style: { ...ROOM, slot: -1 },
      feature: { seed: 7, truncation: 0, slot: -1 },
    });
    const feature = takeFromRoom(scene, { ids: new Set(), background: true }, ROOM, {
      style: false,
      feature: true,
    });
    expect(feature.background.feature).toEqual({ ...ROOM, slot: -1 });
    expect(feature.background.style).toEqual(scene.background.style);
  });

  it('is no step when it is there already', () => {
    expect(takeFromRoom(styled, { ids: BED, background: false }, ROOM, STYLE)).toBe(styled);
  });
});

describe('a mix of two styles', () => {
  it('begins as all of what was given, and can be drawn back to its own without losing the other', () => {
    expect(styleMix(bedOf(scene)).weight).toBe(0);
    expect(hasOwnStyle(bedOf(scene))).toBe(true);
    expect(styleMix(bedOf(styled))).toEqual({
      from: bedOf(scene).style,
      to: { ...ROOM, slot: 1 },
      weight: 1,
    });
    const half = mixStyles(styled, BED, 0.5);
    expect(bedOf(half).style).toEqual({ a: bedOf(scene).style, b: { ...ROOM, slot: 1 }, weight: 0.5 });
    const none = mixStyles(half, BED, -1);
    expect(styleMix(bedOf(none))).toMatchObject({ to: { ...ROOM, slot: 1 }, weight: 0 });
    expect(bedOf(mixStyles(none, BED, 1)).style).toEqual(bedOf(styled).style);
    expect(mixStyles(half, BED, 0.5)).toBe(half);
  });

  it('is nothing for a blob that has only its own style', () => {
    expect(mixStyles(scene, BED, 0.5)).toBe(scene);
  });

  it('is gone when the blob gets its own style back', () => {
    const half = mixStyles(styled, BED, 0.5);
    expect(bedOf(ownStyles(half, BED)).style).toEqual(bedOf(scene).style);
    expect(ownStyles(scene, BED)).toBe(scene);
  });
});

describe('emptying a room', () => {
  it('takes out what is neither a surface of the room nor locked', () => {
    const stays = ({ name }: { name: string }): boolean => name === 'carpet';
    expect(emptied(scene, stays).blobs.map((blob) => blob.name)).toEqual(['carpet']);
    const locked = setLocked(scene, BED, true);
    expect(emptied(locked, stays).blobs.map((blob) => blob.name)).toEqual(['carpet', 'bed']);
    const empty = emptied(scene, stays);
    expect(emptied(empty, stays)).toBe(empty);
  });
});

describe('restoring a blob', () => {
  it('gives back shape, feature and style as the room came, and leaves names and others alone', () => {
    const both = { style: true, feature: true };
    const changed = takeFromRoom(
      moveBy(scene, new Set(['slot-1', 'slot-2']), 0.1, 0),
      { ids: BED, background: false },
      ROOM,
      both,
    );
    const back = restored(changed, BED, scene);
    expect(bedOf(back)).toEqual(bedOf(scene));
    expect(back.blobs[2]).toBe(changed.blobs[2]);
    expect(restored(scene, BED, scene)).toBe(scene);
  });
});
