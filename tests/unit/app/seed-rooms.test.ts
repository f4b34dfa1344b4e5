import { describe, expect, it, vi } from 'vitest';
import { SeedRoomRenderer } from '../../../src/app/seed-rooms';
import type { Layout } from '../../../src/blobgan';
import type { Rendered } from '../../../src/engine';
import { MODEL, layoutOf } from '../scene/fixtures';

const PICTURE: Rendered = { resolution: 1, rgba: new Uint8ClampedArray(4) };

/** An engine whose small pictures are made one by one, by `make`. */
function setUp() {
  const waiting: { layout: Layout; side: number; make: () => void; signal: AbortSignal | undefined }[] = [];
  const engine = {
    sample: vi.fn(async (seeds: readonly number[]) => seeds.map(layoutOf)),
    thumbnail: (layout: Layout, _: number, side: number, signal?: AbortSignal) =>
      new Promise<Rendered>((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('Taken back.')));
        waiting.push({ layout, side, make: () => resolve(PICTURE), signal });
      }),
  };
  const seedRooms = new SeedRoomRenderer(engine, MODEL, () => 'data:,');
  return { engine, seedRooms, waiting };
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('the seed rooms', () => {
  it('samples the rooms that are missing at once, draws each once, and tells what shows in it', async () => {
    const { engine, seedRooms, waiting } = setUp();
    seedRooms.request([1, 2], 0.5, 64);
    seedRooms.request([2, 3], 0.5, 64);
    await soon();
    expect(engine.sample.mock.calls).toEqual([
      [[1, 2], 0.5],
      [[3], 0.5],
    ]);
    expect(waiting).toHaveLength(3);
    waiting[1]!.make();
    await soon();
    const [room] = seedRooms.rooms.getState().values();
    expect(room).toMatchObject({ seed: 2, truncation: 0.5, url: 'data:,' });
    expect(room!.scene.blobs.map(({ name }) => name)).toEqual(['carpet', 'bed', 'window']);
    // The window lies in front and keeps a share; the slot that the layout network left empty has none.
    expect(room!.shares.get(2)).toBeGreaterThan(0);
    expect(room!.shares.has(3)).toBe(false);
    seedRooms.request([2], 0.5, 64);
    await soon();
    expect(waiting).toHaveLength(3);
  });

  it('draws a room again where more of it has to be seen', async () => {
    const { seedRooms, waiting } = setUp();
    seedRooms.request([1], 0, 64);
    seedRooms.request([1], 0, 256);
    await soon();
    expect(waiting.map(({ side }) => side)).toEqual([64, 256]);
    for (const { make } of waiting) make();
    await soon();
    expect(seedRooms.rooms.getState().size).toBe(2);
  });

  it('takes a request back when nobody has it any more, and draws the room when somebody has it again', async () => {
    const { seedRooms, waiting } = setUp();
    const [first, second] = [seedRooms.request([1], 0, 64), seedRooms.request([1], 0, 64)];
    await soon();
    first();
    first();
    expect(waiting[0]!.signal!.aborted).toBe(false);
    second();
    expect(waiting[0]!.signal!.aborted).toBe(true);
    seedRooms.request([1], 0, 64);
    await soon();
    waiting[1]!.make();
    await soon();
    expect(seedRooms.rooms.getState().size).toBe(1);
  });

  it('leaves a room out that cannot be sampled, and tries again when it is wanted again', async () => {
    const { engine, seedRooms } = setUp();
    engine.sample.mockRejectedValueOnce(new Error('No.'));
    seedRooms.request([1], 0, 64)();
    await soon();
    expect(seedRooms.rooms.getState().size).toBe(0);
    seedRooms.request([1], 0, 64);
    expect(engine.sample).toHaveBeenCalledTimes(2);
  });

  it('looks for the first room of each rare kind, and draws none', async () => {
    const { engine, seedRooms, waiting } = setUp();
    // The last slot is in every 20th room, the window in none but the 30th; nothing is in slot 0 any more.
    engine.sample.mockImplementation(async (seeds) =>
      seeds.map((seed) => {
        const layout = layoutOf(seed);
        const sizes = Float32Array.from(layout.sizes);
        sizes[0] = -8;
        sizes[2] = seed === 30 ? layout.sizes[2]! : -8;
        if (seed % 20 === 0) sizes[3] = layout.sizes[2]!;
        return { ...layout, sizes };
      }),
    );
    const where = {
      leastShare: 0.001,
      roomKind: null,
      from: 5,
      before: 100,
      truncation: 0,
      signal: new AbortController().signal,
    };
    expect(await seedRooms.search({ kinds: [[2], [3]], ...where })).toEqual([20, 30]);
    // It stops with the last kind, and asks for a few rooms at a time.
    const asked = engine.sample.mock.calls.flatMap(([seeds]) => seeds);
    expect(asked).toEqual(Array.from({ length: asked.length }, (_, at) => at + 5));
    expect(asked.at(-1)).toBeLessThan(40);
    expect(Math.max(...engine.sample.mock.calls.map(([seeds]) => seeds.length))).toBeLessThanOrEqual(8);
    expect(await seedRooms.search({ kinds: [[0]], ...where, before: 50 })).toEqual([]);
    expect(await seedRooms.search({ kinds: [[2]], ...where, leastShare: 1 })).toEqual([]);
    expect(waiting).toHaveLength(0);
  });

  it('finds the first seeds whose rooms are of a kind, looks no further, and remembers them', async () => {
    // The bed is in slot 1, the sofa in slot 3: rooms take turns.
    const names = ['floor', 'bed', 'window', 'sofa'];
    const sample = vi.fn(async (seeds: readonly number[]): Promise<Layout[]> =>
      seeds.map((seed) => {
        const sizes = Float32Array.from(layoutOf(seed).sizes);
        sizes[seed % 3 ? 3 : 1] = 3;
        sizes[seed % 3 ? 1 : 3] = -8;
        return { ...layoutOf(seed), sizes };
      }),
    );
    const thumbnail = vi.fn();
    const seedRooms = new SeedRoomRenderer({ sample, thumbnail }, { ...MODEL, names }, () => 'data:,');
    const { signal } = new AbortController();
    expect(await seedRooms.ofKind('bedroom', 4, 0, signal)).toEqual([0, 3, 6, 9]);
    const asked = sample.mock.calls.length;
    expect(await seedRooms.ofKind('bedroom', 3, 0, signal)).toEqual([0, 3, 6]);
    expect(sample).toHaveBeenCalledTimes(asked);
    expect(await seedRooms.ofKind('living room', 4, 0, signal)).toEqual([1, 2, 4, 5]);
    // Where all rooms are alike there may be none.
    sample.mockImplementation(async (seeds) => seeds.map(() => layoutOf(0)));
    expect(await seedRooms.ofKind('living room', 4, 1, signal)).toEqual([]);
    const of = { kinds: [[2]], leastShare: 0.001, from: 0, before: 60, truncation: 0, signal };
    expect(await seedRooms.search({ ...of, roomKind: 'living room' })).toEqual([]);
    expect(await seedRooms.search({ ...of, roomKind: 'bedroom' })).toEqual([0]);
    expect(thumbnail).not.toHaveBeenCalled();
  });

  it('does not look on when nobody wants to know', async () => {
    const { engine, seedRooms } = setUp();
    const taken = new AbortController();
    engine.sample.mockImplementation(async (seeds) => {
      taken.abort();
      return seeds.map(layoutOf);
    });
    const where = { leastShare: 2, roomKind: null, from: 0, before: 100, truncation: 0 };
    expect(await seedRooms.search({ kinds: [[2]], ...where, signal: taken.signal })).toEqual([]);
    expect(engine.sample).toHaveBeenCalledTimes(1);
  });
});
