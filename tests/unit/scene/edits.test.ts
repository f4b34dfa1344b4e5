import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Scene,
  add,
  duplicate,
  moveToPlace,
  rename,
  reorder,
  sceneFromLayout,
  setLocked,
  setSources,
} from '../../../src/scene';
import { MODEL, layoutOf } from './fixtures';

const scene = sceneFromLayout(MODEL, layoutOf(7), 7, 0);
const order = (of: Scene): string => of.blobs.map((blob) => blob.name[0]).join('');
const ids = (...names: string[]): Set<string> =>
  new Set(scene.blobs.filter((blob) => names.includes(blob.name)).map((blob) => blob.id));

describe('duplicate', () => {
  it('puts each copy directly in front of its original, with an id of its own, also again and again', () => {
    const once = duplicate(scene, ids('carpet', 'bed'), 0.1, 0);
    expect(order(once.scene)).toBe('ccbbw');
    const twice = duplicate(once.scene, new Set(once.ids), 0.1, 0);
    expect(order(twice.scene)).toBe('cccbbbw');
    expect(new Set(twice.scene.blobs.map((blob) => blob.id)).size).toBe(7);
    expect(once.scene.blobs[3]).toMatchObject({
      x: scene.blobs[1]!.x + 0.1,
      feature: scene.blobs[1]!.feature,
    });
  });

  it('gives copies names of their own: the next number that nothing bears', () => {
    const named = (of: Scene): string[] => of.blobs.map(({ name }) => name);
    const [once] = [duplicate(scene, ids('bed'), 0.1, 0).scene];
    expect(named(once)).toEqual(['carpet', 'bed', 'bed 2', 'window']);
    expect(named(duplicate(once, new Set(['slot-1', 'copy-1']), 0.1, 0).scene)).toEqual([
      'carpet',
      'bed',
      'bed 3',
      'bed 2',
      'bed 4',
      'window',
    ]);
    const other = rename(scene, 'slot-1', 'Window');
    expect(named(add(other, scene.blobs).scene).slice(3)).toEqual(['carpet 2', 'bed', 'window 2']);
    const long = 'b'.repeat(60);
    expect(named(duplicate(rename(scene, 'slot-1', long), ids('bed'), 0, 0).scene)[2]).toBe(
      `${'b'.repeat(58)} 2`,
    );
  });

  it('stops at the most blobs that a layout may hold, and changes nothing then', () => {
    let full = scene;
    while (full.blobs.length < 256)
      full = add(full, scene.blobs.slice(0, Math.min(3, 256 - full.blobs.length))).scene;
    expect(duplicate(full, new Set([full.blobs[0]!.id]), 0, 0)).toEqual({ scene: full, ids: [] });
    expect(add(full, scene.blobs)).toEqual({ scene: full, ids: [] });
  });
});

describe('depth', () => {
  it('moves by a step and to the ends', () => {
    expect(order(reorder(scene, ids('carpet'), 'forward'))).toBe('bcw');
    expect(order(reorder(scene, ids('window'), 'backward'))).toBe('cwb');
    expect(order(reorder(scene, ids('carpet'), 'front'))).toBe('bwc');
    expect(order(reorder(scene, ids('window'), 'back'))).toBe('wcb');
    expect(order(moveToPlace(scene, 'slot-2', 1))).toBe('cwb');
  });

  it('is the same scene, and so no step, when nothing can move', () => {
    expect(reorder(scene, ids('window'), 'forward')).toBe(scene);
    expect(reorder(scene, ids('bed', 'window'), 'forward')).toBe(scene);
    expect(reorder(scene, ids('carpet'), 'back')).toBe(scene);
  });

  it('keeps every blob, and the order of those that move together', () => {
    const many = add(add(scene, scene.blobs).scene, scene.blobs).scene;
    const all = many.blobs.map((blob) => blob.id);
    fc.assert(
      fc.property(
        fc.subarray(all),
        fc.constantFrom('forward', 'backward', 'front', 'back' as const),
        (some, move) => {
          const after = reorder(many, new Set(some), move).blobs.map((blob) => blob.id);
          expect([...after].sort()).toEqual([...all].sort());
          expect(after.filter((id) => some.includes(id))).toEqual(some);
        },
      ),
    );
  });
});

describe('other edits', () => {
  it('rename, but not to nothing', () => {
    expect(rename(scene, 'slot-1', '  Grandmother’s bed ').blobs[1]!.name).toBe('Grandmother’s bed');
    expect(rename(scene, 'slot-1', '   ')).toBe(scene);
    expect(rename(scene, 'slot-1', 'x'.repeat(500)).blobs[1]!.name).toHaveLength(60);
  });

  it('restyle, also what is locked', () => {
    const style = { seed: 3, truncation: 0, slot: 1 };
    const locked = setLocked(scene, ids('carpet'), true);
    const after = setSources(locked, ids('carpet', 'bed'), { style });
    expect(after.blobs.map((blob) => blob.style === style)).toEqual([true, true, false]);
    expect(after.blobs[1]!.feature).toBe(scene.blobs[1]!.feature);
  });
});
