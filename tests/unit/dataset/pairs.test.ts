import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawPairs } from '../../../scripts/dataset/pairs';
import { nextChunk, testRooms } from '../../../scripts/dataset/pairs/chunks';
import type { Pair } from '../../../scripts/dataset/pairs/check';
import { KINDS, type Kind } from '../../../scripts/dataset/pairs/edits';
import { PairFiles } from '../../../scripts/dataset/pairs/files';
import type { Renderer } from '../../../scripts/dataset/renderer';
import { type Room, SURFACES } from '../../../scripts/dataset/room';
import { MODELS, lineOf } from './catalogue';

const SIZE = 8;
const SEED = 7;

/** A colour that is another one for anything else. */
function colourOf(what: unknown): number[] {
  const digest = createHash('sha256').update(JSON.stringify(what)).digest();
  return [...digest.subarray(0, 3)];
}

/** Every pixel shows one thing in turn, in a colour of how it looks in the room's light. */
function viewOf(room: Room): { image: number[]; mask: number[] } {
  const mask = Array.from(
    { length: SIZE * SIZE },
    (_, at) => 1 + (at % (SURFACES.length + room.things.length)),
  );
  const image = mask.flatMap((id) => {
    const { look, model, yaw } = { ...room.surfaces[id - 1], ...room.things[id - SURFACES.length - 1] };
    return colourOf([look, model, yaw, room.light]);
  });
  return { image, mask };
}

interface Call {
  readonly rooms: readonly Room[];
  readonly keepAll: boolean;
}

/**
 * A renderer that draws nothing: it leaves out the last thing of a room unless it is told to keep all.
 * @param seen pixels of each thing of an edited room
 */
function fakeRenderer(
  calls: Call[] = [],
  seen: (room: Room, index: number) => number = () => SIZE * SIZE,
): Pick<Renderer, 'models' | 'render'> {
  return {
    models: MODELS,
    render(rooms, keepAll = false) {
      calls.push({ rooms, keepAll });
      const drawn = rooms.map((room) => (keepAll ? room : { ...room, things: room.things.slice(0, -1) }));
      const views = drawn.map(viewOf);
      return Promise.resolve({
        images: Uint8Array.from(views.flatMap(({ image }) => image)),
        masks: Uint8Array.from(views.flatMap(({ mask }) => mask)),
        lines: drawn.map((room) => {
          const line = lineOf(room);
          const things = line.things.map((thing, k) => {
            const pixels = keepAll ? seen(room, k - SURFACES.length) : SIZE * SIZE;
            return { ...thing, pixels, amodalPixels: SIZE * SIZE };
          });
          return { ...line, things };
        }),
        rooms: drawn,
      });
    },
  };
}

describe('the rooms of pairs', () => {
  it('are the first test rooms', () => {
    expect(testRooms(4)).toEqual([0, 40, 80, 120]);
    expect(testRooms(4, 3)).toEqual([120]);
    expect(testRooms(4, 9)).toEqual([]);
  });
});

describe('the next pairs', () => {
  const done = (count: number, others: object = {}) => ({
    ...(Object.fromEntries(KINDS.map((kind) => [kind, count])) as Record<Kind, number>),
    ...others,
  });

  it('are of all kinds, eight rooms at a time, until there are enough', () => {
    expect(nextChunk(done(0), KINDS, 20)).toEqual({ kinds: [...KINDS], indices: testRooms(8) });
    expect(nextChunk(done(16), KINDS, 20)).toEqual({ kinds: [...KINDS], indices: testRooms(20, 16) });
    expect(nextChunk(done(20), KINDS, 20)).toBeNull();
    expect(nextChunk(done(0, { moved: 20 }), ['moved'], 20)).toBeNull();
  });

  it('are of the kinds that are behind, until they are as far as the others', () => {
    const behind = nextChunk(done(5, { turned: 0, relit: 0 }), KINDS, 20);
    expect(behind).toEqual({ kinds: ['turned', 'relit'], indices: testRooms(5) });
  });
});

describe('drawing pairs', () => {
  it('draws again what was drawn, all of it, and nothing that was left out', async () => {
    const calls: Call[] = [];
    await drawPairs(fakeRenderer(calls), 'bedroom', SEED, [0, 40], SIZE);
    const [first, ...later] = calls;
    expect(first!.keepAll).toBe(false);
    expect(later.length).toBeGreaterThan(0);
    for (const { rooms, keepAll } of later) {
      expect(keepAll).toBe(true);
      for (const room of rooms) {
        const asked = first!.rooms.find(({ i }) => i === room.i)!;
        expect(room.things.map(({ position }) => position)).not.toContainEqual(asked.things.at(-1)!.position);
      }
    }
  });

  it('numbers things after an edit as before it', async () => {
    const pairs = await drawPairs(fakeRenderer(), 'bedroom', SEED, testRooms(12), SIZE);
    const ids = (line: Pair['before']['line']): number[] => line.things.map(({ id }) => id);
    for (const kind of KINDS) expect(pairs.some((pair) => pair.kind === kind)).toBe(true);
    for (const { kind, thing, added, before, after } of pairs) {
      const was = ids(before.line);
      if (kind === 'removed') {
        expect(ids(after.line)).toEqual(was.filter((id) => id !== thing));
        expect(after.mask).not.toContain(thing);
        expect(Math.max(...after.mask)).toBe(was.at(-1) === thing ? thing - 1 : was.at(-1));
      } else if (kind === 'duplicated') {
        expect(added).toBe(was.length + 1);
        expect(ids(after.line)).toEqual([...was, added]);
        expect(after.mask).toContain(added);
      } else expect(ids(after.line)).toEqual(was);
      if (kind !== 'duplicated') expect(added).toBeNull();
      const rest = (line: Pair['before']['line']): unknown =>
        line.things.filter(({ id }) => id !== thing && id !== added).map((one) => [one.id, one.class]);
      expect(rest(after.line)).toEqual(rest(before.line));
    }
  });

  it('gives each room the same pairs whatever is drawn with it', async () => {
    const together = await drawPairs(fakeRenderer(), 'bedroom', SEED, testRooms(6), SIZE);
    const alone = await drawPairs(fakeRenderer(), 'bedroom', SEED, [120], SIZE);
    expect(alone.length).toBeGreaterThan(0);
    expect(alone).toEqual(together.filter(({ before }) => before.line.i === 120));
  });

  it('draws the kinds that are asked for, and those as with the others', async () => {
    const some = ['removed', 'turned'] as const;
    const all = await drawPairs(fakeRenderer(), 'bedroom', SEED, testRooms(12), SIZE);
    const asked = await drawPairs(fakeRenderer(), 'bedroom', SEED, testRooms(12), SIZE, some);
    expect(new Set(asked.map(({ kind }) => kind))).toEqual(new Set(some));
    expect(asked).toEqual(all.filter(({ kind }) => some.some((one) => one === kind)));
  });

  it('drops edits that can hardly be seen', async () => {
    const grey = fakeRenderer();
    const render: Renderer['render'] = async (...args) => {
      const drawn = await grey.render(...args);
      return { ...drawn, images: drawn.images.map((value) => 100 + value / 128) };
    };
    const pairs = await drawPairs({ ...grey, render }, 'bedroom', SEED, testRooms(12), SIZE);
    expect(new Set(pairs.map(({ kind }) => kind))).toEqual(new Set(['moved', 'removed', 'duplicated']));
  });

  it('drops edits that hide another thing, and tries others', async () => {
    const calls: Call[] = [];
    const hidden = fakeRenderer(calls, (_, index) => (index < 0 ? 0 : SIZE * SIZE));
    expect(await drawPairs(hidden, 'bedroom', SEED, testRooms(4), SIZE)).toEqual([]);
    expect(calls.length).toBeGreaterThan(2);
  });

  it('drops a moved thing or a copy that is hidden itself', async () => {
    const last = (room: Room, index: number): number => (index === room.things.length - 1 ? 1 : SIZE * SIZE);
    const pairs = await drawPairs(fakeRenderer([], last), 'bedroom', SEED, testRooms(12), SIZE);
    expect(pairs.filter(({ kind }) => kind === 'duplicated')).toEqual([]);
  });
});

describe('pairs on disk', () => {
  let out: string;
  let pairs: Pair[];
  beforeEach(async () => {
    out = mkdtempSync(path.join(tmpdir(), 'pairs-'));
    pairs = await drawPairs(fakeRenderer(), 'bedroom', SEED, testRooms(12), SIZE);
  });
  afterEach(() => rmSync(out, { recursive: true }));

  const of = (rooms: readonly number[]): Pair[] =>
    pairs.filter(({ before }) => rooms.includes(before.line.i));
  const file = (kind: string, name: string): string => path.join(out, 'pairs', kind, name);
  const contents = (): string[] =>
    KINDS.flatMap((kind) =>
      ['before.bin', 'after.bin', 'before-masks.bin', 'after-masks.bin', 'pairs.jsonl'].map((name) =>
        readFileSync(file(kind, name)).toString('hex'),
      ),
    );

  it('are lines and pictures in one order', () => {
    PairFiles.open(out, 'bedroom', SEED, SIZE).add(KINDS, 6, pairs);
    for (const kind of KINDS) {
      const mine = pairs.filter((pair) => pair.kind === kind);
      expect(mine.length).toBeGreaterThan(0);
      const lines = readFileSync(file(kind, 'pairs.jsonl'), 'utf8').trim().split('\n');
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
        mine.map(({ thing, added, before, after }) =>
          JSON.parse(
            JSON.stringify({ i: before.line.i, kind, thing, before: before.line, after: after.line, added }),
          ),
        ),
      );
      expect(readFileSync(file(kind, 'after.bin'))).toEqual(
        Buffer.concat(mine.map(({ after }) => after.image)),
      );
      expect(readFileSync(file(kind, 'before-masks.bin'))).toEqual(
        Buffer.concat(mine.map(({ before }) => before.mask)),
      );
    }
  });

  it('go on after a kill in the middle of writing as if nothing had happened', () => {
    const other = mkdtempSync(path.join(tmpdir(), 'pairs-'));
    const whole = PairFiles.open(other, 'bedroom', SEED, SIZE);
    whole.add(KINDS, 2, of([0, 40]));
    whole.add(KINDS, 4, of([80, 120, 160, 200]));
    PairFiles.open(out, 'bedroom', SEED, SIZE).add(KINDS, 2, of([0, 40]));
    appendFileSync(file('moved', 'before.bin'), Buffer.alloc(100));
    appendFileSync(file('removed', 'pairs.jsonl'), '{"i":80,"kind":');
    const again = PairFiles.open(out, 'bedroom', SEED, SIZE);
    expect(again.rooms).toMatchObject({ moved: 2, relit: 2 });
    again.add(KINDS, 4, of([80, 120, 160, 200]));
    const mine = contents();
    rmSync(out, { recursive: true });
    out = other;
    expect(mine).toEqual(contents());
  });

  it('from before there were other kinds have none of them, and get them', () => {
    const old = PairFiles.open(out, 'bedroom', SEED, SIZE);
    const first: readonly Kind[] = ['moved', 'removed', 'duplicated', 'recoloured'];
    const oldPairs = pairs.filter(({ kind }) => first.includes(kind));
    old.add(first, 12, oldPairs);
    const progress = path.join(out, 'pairs', 'progress.json');
    const now = JSON.parse(readFileSync(progress, 'utf8')) as Record<string, Record<string, number>>;
    const only = (counts: Record<string, number>): object =>
      Object.fromEntries(first.map((kind) => [kind, counts[kind]]));
    const before = { ...now, rooms: 12, pairs: only(now['pairs']!), bytes: only(now['bytes']!) };
    writeFileSync(progress, JSON.stringify(before));
    const again = PairFiles.open(out, 'bedroom', SEED, SIZE);
    expect(again.rooms).toEqual({ ...now['rooms'], moved: 12, turned: 0 });
    const others = KINDS.filter((kind) => !first.includes(kind));
    again.add(
      others,
      12,
      pairs.filter(({ kind }) => others.includes(kind)),
    );
    const mine = contents();
    rmSync(out, { recursive: true });
    PairFiles.open(out, 'bedroom', SEED, SIZE).add(KINDS, 12, pairs);
    expect(contents()).toEqual(mine);
  });

  it('of another kind, seed or size are refused in one sentence and stay as they are', () => {
    PairFiles.open(out, 'bedroom', SEED, SIZE).add(KINDS, 6, pairs);
    const bytes = statSync(file('moved', 'before.bin')).size;
    expect(() => PairFiles.open(out, 'bedroom', SEED + 1, SIZE)).toThrow(
      `progress.json holds a set with seed ${SEED}: choose another --out or that seed.`,
    );
    expect(() => PairFiles.open(out, 'bedroom', SEED, 16)).toThrow('choose another --out or that size.');
    expect(() => PairFiles.open(out, 'living room', SEED, SIZE)).toThrow('with kind bedroom');
    expect(statSync(file('moved', 'before.bin')).size).toBe(bytes);
  });
});
