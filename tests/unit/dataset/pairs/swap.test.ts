import { describe, expect, it } from 'vitest';
import { isFree, mountingOf } from '../../../../scripts/dataset/pairs/places';
import type { Thing } from '../../../../scripts/dataset/room';
import { MODELS, roomOf } from '../catalogue';
import { ROOMS, all, indexOf } from './edited';

describe('another model', () => {
  const living = Array.from({ length: 24 }, (_, k) => roomOf(k * 40, 7, 'living room'));
  const SWAPS = all('swapped', [...ROOMS, ...living]);

  it('has its back where the other had it, if that was at a wall, and is free', () => {
    let atWalls = 0;
    for (const { room, edit, thing } of SWAPS) {
      const there = edit.after.things[indexOf(edit)]!;
      const others = [...room.things.keys()].filter((k) => k !== indexOf(edit));
      expect(isFree(edit.after, there, others)).toBe(true);
      if (mountingOf(room, thing) !== 'against a wall') continue;
      atWalls++;
      const back = ({ position: [x, , z], dimensions: [, , d] }: Thing): number =>
        x * Math.sin(thing.yaw) + z * Math.cos(thing.yaw) - d / 2;
      expect(back(there)).toBeCloseTo(back(thing), 9);
    }
    expect(atWalls).toBeGreaterThan(5);
  });

  it('keeps the colours of the parts that both have, and has none that its model has not', () => {
    for (const { edit, thing } of SWAPS) {
      const { look, model } = edit.after.things[indexOf(edit)]!;
      const { own } = MODELS.find(({ key }) => key === model)!;
      for (const part of ['wood', 'accent', 'accent2', 'bedding', 'shade'] as const) {
        expect(look[part] !== undefined, `${part} of ${model}`).toBe(own[part] !== undefined);
        if (look[part] && thing.look[part]) expect(look[part]).toEqual(thing.look[part]);
      }
      expect(look.pattern).toEqual(thing.look.pattern);
      expect(look.lampOn).toEqual(thing.look.lampOn);
    }
  });
});
