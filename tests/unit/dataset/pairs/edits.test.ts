import { describe, expect, it } from 'vitest';
import { type Before, mayBeEdited } from '../../../../scripts/dataset/pairs/choose';
import { KINDS as ALL_KINDS, type Kind, withoutThing } from '../../../../scripts/dataset/pairs/edits';
import {
  LEAST_IN_FRAME,
  SHIFT,
  boxOf,
  isFree,
  mountingOf,
  shiftInPicture,
} from '../../../../scripts/dataset/pairs/places';
import { distance } from '../../../../scripts/dataset/pairs/recolour';
import type { Room, Thing } from '../../../../scripts/dataset/room';
import { inFrame, projectionOf } from '../../../../scripts/dataset/room/camera';
import { roomOf } from '../catalogue';
import { ROOMS, SIZE, all, beforeOf, editsOf, indexOf } from './edited';

/** Kinds that edit one thing, whatever the room. */
const KINDS = ALL_KINDS.filter((kind) => kind !== 'relit');

/** What the room is but for its things. */
const shell = ({ things: _, ...rest }: Room): Omit<Room, 'things'> => rest;

describe('an edit', () => {
  it.each(KINDS)('%s: changes one thing alone; light, camera and the empty room stay', (kind) => {
    const edits = all(kind);
    // Few classes of the made-up furniture have a second model.
    expect(edits.length).toBeGreaterThan(kind === 'swapped' ? 5 : 20);
    for (const { room, edit, thing } of edits) {
      const { after } = edit;
      expect(shell(after)).toEqual(shell(room));
      const others = room.things.filter((_, k) => k !== indexOf(edit));
      // `on` is an index: what it points to must be the same thing.
      const resolved = (things: readonly Thing[], own: readonly Thing[]): unknown[] =>
        own.map(({ on, ...rest }) => ({ ...rest, on: on === undefined ? null : things[on]!.position }));
      if (kind === 'removed') {
        expect(resolved(after.things, after.things)).toEqual(resolved(room.things, others));
        continue;
      }
      const rest = after.things.filter((_, k) => k !== indexOf(edit)).slice(0, others.length);
      expect(rest).toEqual(others);
      const changed = after.things[indexOf(edit)]!;
      if (kind === 'moved') {
        expect(after.things).toHaveLength(room.things.length);
        expect({ ...changed, position: null }).toEqual({ ...thing, position: null });
        expect(changed.position).not.toEqual(thing.position);
      } else if (kind === 'recoloured' || kind === 'repatterned') {
        expect(after.things).toHaveLength(room.things.length);
        expect({ ...changed, look: null }).toEqual({ ...thing, look: null });
      } else if (kind === 'turned') {
        expect({ ...changed, yaw: null }).toEqual({ ...thing, yaw: null });
      } else if (kind === 'swapped') {
        const same = ({ class: name, yaw, on }: Thing): unknown => ({ name, yaw, on });
        expect(same(changed)).toEqual(same(thing));
        expect(changed.model).not.toBe(thing.model);
      } else {
        expect(changed).toEqual(thing);
        expect(after.things).toHaveLength(room.things.length + 1);
        expect({ ...after.things.at(-1), position: null }).toEqual({ ...thing, position: null });
      }
    }
  });

  it.each(ALL_KINDS)('%s: follows from the room alone', (kind) => {
    const first = editsOf(ROOMS[3]!, kind);
    editsOf(ROOMS[4]!, kind);
    expect(editsOf(roomOf(120), kind)).toEqual(first);
  });
});

describe('a place', () => {
  it('of a moved thing is 12 to 40 pixels of 256 away, of a copy at least 12', () => {
    for (const { room, edit, thing } of all('moved')) {
      const shift = shiftInPicture(room, thing, edit.after.things[indexOf(edit)]!);
      expect(shift).toBeGreaterThanOrEqual(SHIFT[0]);
      expect(shift).toBeLessThanOrEqual(SHIFT[1]);
    }
    for (const { room, edit, thing } of all('duplicated')) {
      expect(shiftInPicture(room, thing, edit.after.things.at(-1)!)).toBeGreaterThanOrEqual(SHIFT[0]);
    }
    expect(SHIFT.map((part) => part * 256)).toEqual([12, 40]);
  });

  it('is in the frame, at the same height, in the room and in no other thing', () => {
    const places = [
      ...all('moved').map(({ room, edit, thing }) => ({
        room,
        thing,
        there: edit.after.things[indexOf(edit)]!,
        others: room.things.filter((_, k) => k !== indexOf(edit)),
      })),
      ...all('duplicated').map(({ room, edit, thing }) => ({
        room,
        thing,
        there: edit.after.things.at(-1)!,
        others: room.things,
      })),
    ];
    for (const { room, thing, there, others } of places) {
      expect(inFrame(projectionOf(room.camera), there).part).toBeGreaterThanOrEqual(LEAST_IN_FRAME);
      expect(there.position[1]).toBe(thing.position[1]);
      const [low, high] = boxOf(there);
      expect(low[0]).toBeGreaterThanOrEqual(-room.room.width / 2 - 0.011);
      expect(high[0]).toBeLessThanOrEqual(room.room.width / 2 + 0.011);
      expect(low[2]).toBeGreaterThanOrEqual(-room.room.depth / 2 - 0.011);
      for (const other of others) {
        if ((other.class === 'rug') !== (there.class === 'rug')) continue;
        const [p, q] = boxOf(other);
        const apart = [0, 1, 2].some(
          (axis) => high[axis]! <= p[axis]! + 0.006 || low[axis]! >= q[axis]! - 0.006,
        );
        expect(apart, `${there.class} of room ${room.i} and ${other.class}`).toBe(true);
      }
    }
  });

  it('of what is held by a wall is on the same wall', () => {
    const held = all('moved').filter(({ room, thing }) =>
      ['wall', 'against a wall'].includes(mountingOf(room, thing)),
    );
    expect(held.length).toBeGreaterThan(10);
    for (const { edit, thing } of held) {
      const there = edit.after.things[indexOf(edit)]!;
      // Along the wall alone: the distance from it stays.
      const off = ({ position: [x, , z] }: Thing): number =>
        x * Math.sin(thing.yaw) + z * Math.cos(thing.yaw);
      expect(off(there)).toBeCloseTo(off(thing), 9);
    }
  });

  it('is not before a door', () => {
    const door: Thing = {
      class: 'door',
      model: 'm:door',
      position: [0, 0, -1.7],
      yaw: 0,
      dimensions: [0.9, 2.05, 0.08],
      look: {},
    };
    const at = (z: number): Thing => ({
      ...door,
      class: 'toy',
      position: [0, 0, z],
      dimensions: [0.3, 0.3, 0.3],
    });
    const room = { ...ROOMS[0]!, room: { width: 4, height: 2.5, depth: 3.5 }, things: [door] };
    expect(isFree(room, at(-1.2), [0])).toBe(false);
    expect(isFree(room, at(-0.8), [0])).toBe(true);
  });

  it('on a thing is on it with the whole foot', () => {
    const base: Thing = {
      class: 'dresser',
      model: 'm:dresser',
      position: [0, 0, 0],
      yaw: 0,
      dimensions: [1, 0.8, 0.5],
      look: {},
    };
    const at = (x: number): Thing => ({
      ...base,
      class: 'plant',
      position: [x, 0.8, 0],
      dimensions: [0.3, 0.5, 0.3],
      on: 0,
    });
    const room = { ...ROOMS[0]!, things: [base] };
    expect(isFree(room, at(0.3), [0])).toBe(true);
    expect(isFree(room, at(0.4), [0])).toBe(false);
  });
});

describe('a new look', () => {
  it('is clearly another one, in the same patterns', () => {
    for (const { edit, thing } of all('recoloured')) {
      const { look } = edit.after.things[indexOf(edit)]!;
      expect(distance(look, thing.look)).toBeGreaterThan(0.1);
      const shape = ({
        pattern,
        patternScale,
        patternAcross,
        sky,
        round,
        lampOn,
      }: Thing['look']): unknown => ({ pattern, patternScale, patternAcross, sky, round, lampOn });
      expect(shape(look)).toEqual(shape(thing.look));
      expect(Object.keys(look).sort()).toEqual(Object.keys(thing.look).sort());
    }
  });

  it('is none for what keeps the colours it was made in', () => {
    const kept = new Set(['plant', 'tv', 'toy', 'guitar', 'wall clock', 'window', 'mirror']);
    for (const { thing } of all('recoloured')) expect(kept).not.toContain(thing.class);
  });
});

describe('the choice of a thing', () => {
  const room = ROOMS.find(({ things }) => things.some(({ on }) => on !== undefined))!;
  const chosen = (before: Before, kind: Kind): number[] =>
    [...before.room.things.keys()].filter((index) => mayBeEdited(before, index, kind, SIZE));

  it('leaves alone what something stands on, but for its colours', () => {
    const base = room.things.find(({ on }) => on !== undefined)!.on!;
    const framed = inFrame(projectionOf(room.camera), room.things[base]!).part >= LEAST_IN_FRAME;
    for (const kind of ['moved', 'removed', 'duplicated'] as const) {
      expect(chosen(beforeOf(room), kind)).not.toContain(base);
    }
    expect(chosen(beforeOf(room), 'recoloured').includes(base)).toBe(framed);
  });

  it('leaves light sources where they are', () => {
    for (const one of ROOMS) {
      const lights = [...one.things.keys()].filter(
        (k) => one.things[k]!.class === 'window' || one.things[k]!.look.lampOn,
      );
      for (const kind of ['moved', 'removed', 'duplicated'] as const) {
        const indices = chosen(beforeOf(one), kind);
        for (const light of lights) expect(indices).not.toContain(light);
      }
    }
  });

  it('leaves out what is small in the picture or mostly hidden', () => {
    const before = beforeOf(room);
    const [index] = chosen(before, 'removed');
    const changed = (change: object): Before => ({
      room,
      line: {
        ...before.line,
        things: before.line.things.map((line) => (line.id === index! + 6 ? { ...line, ...change } : line)),
      },
    });
    expect(chosen(changed({}), 'removed')).toContain(index);
    expect(chosen(changed({ pixels: 600, amodalPixels: 600 }), 'removed')).not.toContain(index);
    expect(chosen(changed({ pixels: 4000, amodalPixels: 8000 }), 'removed')).not.toContain(index);
  });

  it('is not always the same class', () => {
    for (const kind of KINDS.filter((one) => one !== 'swapped')) {
      const first = ROOMS.flatMap((one) =>
        editsOf(one, kind)
          .slice(0, 1)
          .map((edit) => one.things[indexOf(edit)]?.class ?? edit.id),
      );
      expect(new Set(first).size, kind).toBeGreaterThan(3);
    }
  });
});

describe('removing', () => {
  it('keeps what stands on a later thing standing on it', () => {
    const room = ROOMS.find(({ things }) => things.some(({ on }) => on !== undefined && on > 0))!;
    const top = room.things.findIndex(({ on }) => on !== undefined && on > 0);
    const after = withoutThing(room, 0);
    const base = after.things[after.things[top - 1]!.on!];
    expect(base).toBe(room.things[room.things[top]!.on!]);
  });
});

describe('a turn', () => {
  it('is by 30 to 90 degrees, either way, on the floor and free', () => {
    const turns = all('turned').map(({ room, edit, thing }) => {
      const there = edit.after.things[indexOf(edit)]!;
      const others = [...room.things.keys()].filter((k) => k !== indexOf(edit));
      expect(mountingOf(room, thing)).toBe('floor');
      expect(isFree(edit.after, there, others)).toBe(true);
      return ((there.yaw - thing.yaw) * 180) / Math.PI;
    });
    expect(Math.min(...turns.map(Math.abs))).toBeGreaterThanOrEqual(30 - 1e-9);
    expect(Math.max(...turns.map(Math.abs))).toBeLessThanOrEqual(90 + 1e-9);
    expect(new Set(turns.map(Math.sign)).size).toBe(2);
  });
});
