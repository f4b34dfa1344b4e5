import { describe, expect, it } from 'vitest';
import { type Before, editsFor } from '../../../scripts/dataset/pairs/choose';
import { isFree } from '../../../scripts/dataset/pairs/places';
import { type Room, SURFACES, type Thing, capOf, makeRoom } from '../../../scripts/dataset/room';
import { hiddenBy, inFrame, projectionOf } from '../../../scripts/dataset/room/camera';
import { clash, settled } from '../../../scripts/dataset/room/settle';
import { MODELS, lineOf, roomOf } from './catalogue';

const ROOMS = Array.from({ length: 60 }, (_, i) => roomOf(i, 7, 'living room'));

const find = ({ things }: Room, name: string): Thing[] => things.filter((thing) => thing.class === name);

describe('a living room', () => {
  it('follows from its seed and index alone, and is no bedroom with other furniture', () => {
    const alone = makeRoom(7, 31, MODELS, 'living room');
    for (const i of [3, 90, 12]) makeRoom(5, i, MODELS, i % 2 ? 'bedroom' : 'living room');
    expect(makeRoom(7, 31, MODELS, 'living room')).toEqual(alone);
    expect(alone.kind).toBe('living room');
    expect(alone.surfaces).not.toEqual(roomOf(31).surfaces);
  });

  it('shows its sofa and the table before it, which stands where one can reach it', () => {
    for (const room of ROOMS) {
      const [sofa, table] = [find(room, 'sofa')[0]!, find(room, 'coffee table')[0]!];
      const projection = projectionOf(room.camera);
      expect(inFrame(projection, sofa).part).toBeGreaterThanOrEqual(0.85);
      expect(inFrame(projection, table).part).toBeGreaterThanOrEqual(0.9);
      const [x, z] = [table.position[0] - sofa.position[0], table.position[2] - sofa.position[2]];
      const ahead = x * Math.sin(sofa.yaw) + z * Math.cos(sofa.yaw);
      const gap = ahead - (sofa.dimensions[2] + table.dimensions[2]) / 2;
      expect(gap).toBeGreaterThan(0.25);
      expect(gap).toBeLessThan(0.45);
    }
  });

  it('has nothing before its sofa and table that hides them', () => {
    for (const room of ROOMS) {
      const projection = projectionOf(room.camera);
      const [sofa, table] = [find(room, 'sofa')[0]!, find(room, 'coffee table')[0]!];
      for (const thing of room.things) {
        if (thing === sofa || thing === table || thing.class === 'rug' || thing.on !== undefined) continue;
        expect(hiddenBy(projection, sofa, thing)).toBeLessThanOrEqual(0.3);
        expect(hiddenBy(projection, table, thing)).toBeLessThanOrEqual(0.3);
      }
    }
  });

  it('has no bed, no more of a kind than the caps allow, and over the set everything that it can have', () => {
    const seen = new Set<string>();
    for (const room of ROOMS) {
      for (const { class: name } of room.things) {
        seen.add(name);
        expect(find(room, name).length).toBeLessThanOrEqual(capOf('living room', name));
      }
    }
    expect([...seen]).not.toContain('bed');
    const wanted = [
      'side table',
      'table lamp',
      'floor lamp',
      'fireplace',
      'dining table',
      'chair',
      'armchair',
    ];
    expect([...seen]).toEqual(
      expect.arrayContaining([...wanted, 'rug', 'tv', 'tv stand', 'bookcase', 'plant']),
    );
  });

  it('has nothing in anything else, and stands things on what is there', () => {
    for (const { things } of ROOMS) {
      things.forEach((thing, k) => {
        for (const other of things.slice(0, k)) {
          if (thing.on === undefined || things[thing.on] !== other) expect(clash(thing, other)).toBe(false);
        }
        if (thing.on === undefined) return;
        const base = things[thing.on]!;
        expect(thing.position[1]).toBeCloseTo(base.position[1] + base.dimensions[1]);
      });
    }
  });

  it('has at least two chairs at a dining table, which look at it', () => {
    const rooms = ROOMS.filter((room) => find(room, 'dining table').length);
    expect(rooms.length).toBeGreaterThan(5);
    for (const room of rooms) {
      const [table] = find(room, 'dining table');
      const chairs = find(room, 'chair');
      expect(chairs.length).toBeGreaterThanOrEqual(2);
      for (const { position, yaw } of chairs) {
        const [x, z] = [table!.position[0] - position[0], table!.position[2] - position[2]];
        expect(x * Math.sin(yaw) + z * Math.cos(yaw)).toBeGreaterThan(0.3);
      }
    }
  });
});

describe('bedrooms', () => {
  it('are what they were before there were living rooms: models of those alone change nothing', () => {
    const before = MODELS.filter(({ only }) => !only);
    for (const i of [0, 1, 17, 40]) expect(makeRoom(7, i, MODELS)).toEqual(makeRoom(7, i, before));
  });
});

describe('settling', () => {
  const room = ROOMS.find((one) => find(one, 'curtain').length)!;
  const inIt = (name: string, at: Thing): Thing => ({ ...at, class: name, model: 'm:any' });

  it('takes the later of two things that are in each other, but the curtain wherever it comes', () => {
    const [sofa] = find(room, 'sofa');
    const [toy, curtain] = [inIt('toy', sofa!), inIt('curtain', sofa!)];
    for (const things of [
      [sofa!, toy],
      [curtain, sofa!],
      [sofa!, curtain],
    ]) {
      expect(settled({ ...room, things }).things).toEqual([sofa]);
    }
  });

  it('leaves a room alone in which nothing is', () => {
    expect(settled(room)).toBe(room);
  });
});

describe('pairs of living rooms', () => {
  it.each(['moved', 'removed', 'duplicated', 'recoloured', 'turned'] as const)(
    '%s: there are edits, tables and armchairs among them, into free places',
    (kind) => {
      const edited = new Set<string>();
      let edits = 0;
      for (const room of ROOMS) {
        const before: Before = { room, line: lineOf(room) };
        for (const edit of editsFor(before, kind, MODELS, 256)) {
          edits++;
          const own = edit.id! - SURFACES.length - 1;
          edited.add(room.things[own]!.class);
          const [index, after] = [kind === 'duplicated' ? edit.after.things.length - 1 : own, edit.after];
          if (kind === 'removed' || kind === 'recoloured') continue;
          const others = [...after.things.keys()].filter((k) => k !== index);
          expect(isFree(after, after.things[index]!, others)).toBe(true);
        }
      }
      expect(edits).toBeGreaterThan(60);
      expect([...edited]).toEqual(
        expect.arrayContaining(
          ['coffee table', 'armchair', 'plant'].filter((name) => kind !== 'recoloured' || name !== 'plant'),
        ),
      );
    },
  );
});
