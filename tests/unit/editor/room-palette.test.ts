import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLES, arranged, dealt, placesOf, shuffled } from '../../../src/editor/room-palette';
import { sceneFromLayout } from '../../../src/scene';
import { SCHEMA } from '../engine/attributes/tiny-attributes';
import { MODEL, layoutOf } from '../scene/fixtures';

const KINDS = ['back wall', 'bed', 'rug', 'back wall'];
const scene = sceneFromLayout(MODEL, layoutOf(7), 7, 0);
const kindNow = ({
  feature,
}: (typeof scene.blobs)[number] | { feature: (typeof scene.blobs)[number]['feature'] }) =>
  KINDS['slot' in feature ? feature.slot : -1]!;

describe('the colours of a palette', () => {
  it('go where they suit: light and calm on the walls, dark on the floor, vivid on what is small', () => {
    expect(arranged(['#c02030', '#3a2a20', '#f2ede4', '#7fa08c', '#c8b48c'])).toEqual({
      walls: '#f2ede4',
      floor: '#3a2a20',
      accents: '#c02030',
      cloth: '#c8b48c',
      cloth2: '#7fa08c',
    });
  });

  it('are enough where they are few', () => {
    expect(arranged(['#ffffff', '#000000', '#ff0000'])).toEqual({
      walls: '#ffffff',
      floor: '#000000',
      cloth: '#ff0000',
      cloth2: '#ff0000',
      accents: '#ff0000',
    });
    expect(new Set(Object.values(arranged(['#123456'])))).toEqual(new Set(['#123456']));
  });

  it('are each given a place, whatever they are', () => {
    const hex = fc
      .integer({ min: 0, max: 0xffffff })
      .map((value) => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(fc.uniqueArray(hex, { minLength: 5, maxLength: 5 }), (colours) => {
        expect(Object.values(arranged(colours)).sort()).toEqual([...colours].sort());
      }),
    );
  });

  it('are dealt to what is of their roles, as far as the model can be told it', () => {
    const made = dealt(scene, { walls: '#ffffff', floor: '#111111', cloth: '#ff0000' }, kindNow, SCHEMA);
    expect(made.blobs.map(({ changes }) => changes)).toEqual([
      { colour: '#ffffff' },
      { colour: '#ff0000' },
      undefined,
    ]);
    // The model knows no rugs.
    expect(placesOf('cloth2', scene, kindNow, SCHEMA)).toEqual([]);
    expect(dealt(scene, { cloth2: '#00ff00' }, kindNow, SCHEMA)).toBe(scene);
  });
});

describe('a shuffle', () => {
  const palette = { walls: '#000001', floor: '#000002', cloth: '#000003', cloth2: '#000004' };

  it('deals the same colours in another way, and leaves what is fixed', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer()), fc.subarray([...ROLES]), (numbers, kept) => {
        const fixed = new Set(kept);
        const next = shuffled(palette, fixed, () => numbers.next().value!);
        const free = ROLES.filter((role) => role in palette && !fixed.has(role));
        expect(Object.keys(next).sort()).toEqual([...free].sort());
        const own = (of: typeof next) => free.map((role) => of[role]);
        expect([...own(next)].sort()).toEqual([...own(palette)].sort());
        if (free.length > 1) expect(own(next)).not.toEqual(own(palette));
      }),
    );
  });
});
