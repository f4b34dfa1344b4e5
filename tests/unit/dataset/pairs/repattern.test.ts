import { describe, expect, it } from 'vitest';
import { PATTERNS, type Room, type Thing } from '../../../../scripts/dataset/room';
import { ROOMS, editsOf, indexOf } from './edited';

describe('another pattern', () => {
  const edits = ROOMS.flatMap((room) => editsOf(room, 'repatterned').map((edit) => ({ room, edit })));
  const lookOf = ({ surfaces, things }: Room, id: number): Thing['look'] =>
    [...surfaces, ...things][id - 1]!.look;

  it('is on one surface or thing, in the first colour that it had', () => {
    const edited = new Set<string>();
    for (const { room, edit } of edits) {
      const [before, after] = [lookOf(room, edit.id!), lookOf(edit.after, edit.id!)];
      const name = room.surfaces[edit.id! - 1]?.name ?? room.things[indexOf(edit)]!.class;
      edited.add(name);
      expect(after.pattern).not.toBe(before.pattern);
      for (const colour of ['colourA', 'bedding', 'wood', 'accent'] as const) {
        expect(after[colour]).toEqual(before[colour]);
      }
      const others = (of: Room): unknown[] =>
        [...of.surfaces, ...of.things].filter((_, k) => k !== edit.id! - 1);
      expect(others(edit.after)).toEqual(others(room));
    }
    expect([...edited].sort()).toEqual([
      'back wall',
      'bed',
      'floor',
      'left wall',
      'picture',
      'right wall',
      'rug',
    ]);
  });

  it('is one that the rooms have there, whole: a plain bedding has no scale, a striped one has', () => {
    const known: Readonly<Record<string, readonly string[]>> = {
      floor: PATTERNS.floor,
      bed: PATTERNS.bedding,
      'left wall': ['none', 'stripes', 'panelling'],
    };
    for (const { room, edit } of edits) {
      const name = room.surfaces[edit.id! - 1]?.name ?? room.things[indexOf(edit)]!.class;
      const look = lookOf(edit.after, edit.id!);
      if (known[name]) expect(known[name]).toContain(look.pattern);
      if (name !== 'bed') continue;
      const patterned = look.pattern !== 'none';
      expect([look.patternScale, look.patternAcross, look.colourB].map((one) => one !== undefined)).toEqual(
        Array.from({ length: 3 }, () => patterned),
      );
    }
  });
});
