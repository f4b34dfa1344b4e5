// @vitest-environment happy-dom
/** The library: what a tile shows, and that it stays where and what it is while rooms come. */
import { act } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { SeedRoom } from '../../../src/editor';
import { cutOut } from '../../../src/editor/cut-out';
import { squareOf } from '../../../src/editor/pixels';
import { roomKey } from '../../../src/editor/seed-rooms';
import { appended, isCalled, thingsByKind, withExamples } from '../../../src/editor/thing-library';
import { type Blob, sceneFromLayout } from '../../../src/scene';
import { MODEL, layoutOf } from '../scene/fixtures';
import { find, mountEditor, type } from './mounted-editor';
import { TestEditor } from './test-editor';

vi.mock('../../../src/editor/canvas/konva', () => import('./konva-stand-in'));

const SIDE = 64;

/** Every pixel tells where it is. */
const PLACES = squareOf(
  Uint8ClampedArray.from({ length: SIDE * SIDE * 4 }, (_, at) => {
    const pixel = at >> 2;
    return [(pixel % SIDE) * 4, Math.floor(pixel / SIDE) * 4, 0, 255][at & 3]!;
  }),
  SIDE,
);

const bedOf = (room: SeedRoom): Blob => room.scene.blobs.find(({ name }) => name === 'bed')!;

/** @param shares of the bed and of the window: parts of the picture */
function roomOf(seed: number, shares: readonly [number, number] = [0.05, 0.02], truncation = 0): SeedRoom {
  const scene = sceneFromLayout(MODEL, layoutOf(seed), seed, truncation);
  const [bed, window] = shares;
  return {
    seed,
    truncation,
    scene,
    picture: PLACES,
    url: 'data:,',
    shares: new Map([
      [1, bed],
      [2, window],
    ]),
  };
}

describe('the picture of a thing', () => {
  it('is cropped to the thing, and nothing of its room is around it', () => {
    const room = roomOf(1);
    const { rgba } = cutOut(room, bedOf(room), MODEL.abNorm, 32);
    const alpha = (column: number, row: number): number => rgba[(row * 32 + column) * 4 + 3]!;
    expect(alpha(16, 16)).toBe(255);
    for (const [column, row] of [
      [0, 0],
      [31, 0],
      [0, 31],
      [31, 31],
    ] as const)
      expect(alpha(column, row)).toBe(0);
    const columns = [...Array(32).keys()];
    const spread = columns.filter((at) => columns.some((other) => alpha(at, other) > 128)).length;
    const height = columns.filter((at) => columns.some((other) => alpha(other, at) > 128)).length;
    expect(Math.max(spread, height)).toBeGreaterThan(24);
  });

  it('has the pixels of the place where the thing stood', () => {
    const room = roomOf(1);
    const { rgba } = cutOut(room, bedOf(room), MODEL.abNorm, 32);
    const middle = (16 * 32 + 16) * 4;
    const bed = bedOf(room);
    expect(Math.abs(rgba[middle]! - bed.x * SIDE * 4)).toBeLessThan(12);
    expect(Math.abs(rgba[middle + 1]! - bed.y * SIDE * 4)).toBeLessThan(12);
  });

  it('leaves out what stands before it', () => {
    const room = roomOf(1);
    const bed = bedOf(room);
    const before: Blob = { ...bed, id: 'before', x: bed.x + 0.1, size: 4 };
    const hidden = { ...room, scene: { ...room.scene, blobs: [...room.scene.blobs, before] } };
    /** How near to the middle of what stands before the bed there is some of the bed. */
    const nearest = (of: SeedRoom): number => {
      const { rgba } = cutOut(of, bed, MODEL.abNorm, 32);
      const shown = [...Array(32 * 32).keys()].filter((cell) => rgba[cell * 4 + 3]! > 128);
      const distances = shown.map((cell) =>
        Math.hypot(rgba[cell * 4]! / SIDE / 4 - before.x, rgba[cell * 4 + 1]! / SIDE / 4 - before.y),
      );
      return Math.min(...distances);
    };
    expect(nearest(room)).toBeLessThan(0.02);
    expect(nearest(hidden)).toBeGreaterThan(0.05);
  });
});

describe('what stands for a kind', () => {
  const kindsOf = (rooms: readonly SeedRoom[]) => thingsByKind(rooms, MODEL.abNorm, MODEL.names);
  const bared = roomOf(3, [0.5, 0.02]);

  it('is the first thing that is well to be seen, and stays it', () => {
    const first = withExamples(new Map(), kindsOf([roomOf(1), roomOf(2)]), true);
    expect(first.get('bed')).toBeNull();
    const second = withExamples(first, kindsOf([roomOf(1), bared]), true);
    expect(second.get('bed')!.room).toBe(bared);
    const third = withExamples(second, kindsOf([roomOf(0, [1, 0.02]), bared]), true);
    expect(third.get('bed')!.room).toBe(bared);
  });

  it('is the best there is when no more come, and stays it when better ones do', () => {
    const [dull, best] = [roomOf(1, [0.01, 0]), roomOf(2, [0.02, 0])];
    const shown = withExamples(new Map([['bed', null]]), kindsOf([dull, best]), false);
    expect(shown.get('bed')!.room).toBe(best);
    expect(withExamples(shown, kindsOf([dull, best, bared]), false)).toEqual(
      new Map([...shown, ['window', expect.anything()]]),
    );
  });

  it('is the very same value as long as nothing is new', () => {
    const shown = withExamples(new Map(), kindsOf([bared]), false);
    expect(withExamples(shown, kindsOf([bared, roomOf(5)]), false)).toBe(shown);
  });
});

describe('names', () => {
  it.each([
    ['Ceiling lamp', 'lamp', true],
    ['Ceiling lamp', 'LAMP ceil', true],
    ['Bibliothèque', 'bibliotheque', true],
    ['Télévision', '', true],
    ['Bed', 'sofa', false],
  ])('%s is found by "%s": %s', (name, typed, found) => expect(isCalled(name, typed)).toBe(found));

  it('that come late come last, and what is not new changes nothing', () => {
    const shown = ['b', 'a'];
    expect(appended(shown, ['a', 'c', 'b'])).toEqual(['b', 'a', 'c']);
    expect(appended(shown, ['a'])).toBe(shown);
  });
});

describe('the panel', () => {
  let unmount = (): void => undefined;
  afterEach(() => unmount());

  async function open(slotNames = MODEL.names) {
    const rooms = createStore<ReadonlyMap<string, SeedRoom>>(() => new Map());
    const editor = new TestEditor();
    const nothing = async (): Promise<[]> => [];
    const ofKind = async (kind: string): Promise<number[]> => (kind === 'bedroom' ? [2, 4] : [1, 3]);
    const seedRooms = { rooms, request: () => () => undefined, search: nothing, ofKind };
    unmount = await mountEditor(editor, { seedRooms, slotNames });
    await act(() => editor.ui.setState({ panel: 'library' }));
    const come = (...drawn: SeedRoom[]): Promise<void> =>
      act(async () =>
        rooms.setState((now) => {
          const keys = drawn.flatMap((room) =>
            [64, 256].map((side) => [roomKey(room.seed, 0, side), room] as const),
          );
          return new Map([...now, ...keys, ...drawn.map((room) => [`${room.seed}:0`, room] as const)]);
        }, true),
      );
    const labels = (): string[] =>
      [...document.querySelectorAll('.left .tile')].map(
        (tile) => tile.getAttribute('aria-label') ?? tile.textContent!,
      );
    return { come, labels, editor };
  }

  it('keeps every kind at its place while rooms come', async () => {
    const { come, labels } = await open();
    const before = labels();
    expect(before).toEqual(['Bed', 'Carpet', 'Lamp', 'Window']);
    await come(roomOf(2, [0, 0.3]));
    expect(labels()).toEqual(before);
    await come(roomOf(1, [0.5, 0]));
    expect(labels()).toEqual(before);
  });

  it('puts things that come late behind those that are there', async () => {
    const { come, labels } = await open();
    await come(roomOf(2, [0.3, 0]), roomOf(4, [0.4, 0]));
    await act(() => find<HTMLButtonElement>('.left .tile:not(:disabled)').click());
    expect(labels()).toEqual(['Add Bed from Room 4', 'Add Bed from Room 2']);
    await come(roomOf(3, [0.5, 0]));
    await come(roomOf(1, [0.35, 0]));
    expect(labels()).toEqual([4, 2, 3, 1].map((seed) => `Add Bed from Room ${seed}`));
  });

  it('finds kinds by what is typed, and says when there is none', async () => {
    const { labels } = await open();
    await type(find('.left [type=search]'), 'w');
    expect(labels()).toEqual(['Window']);
    await type(find('.left [type=search]'), 'sofa');
    expect(labels()).toEqual([]);
    expect(find('.left .hint').textContent).toBe('Nothing here is called that.');
  });

  it('shows the things of one kind of room, those that come late last', async () => {
    const { come, labels } = await open(['sofa', 'bed', 'window', 'lamp']);
    const choose = (label: string): Promise<void> => {
      const choices = [...document.querySelectorAll<HTMLLabelElement>('.left .segment')];
      return act(async () => choices.find(({ textContent }) => textContent === label)!.click());
    };
    await come(roomOf(1, [0, 0.3]));
    await choose('Bedroom');
    expect(labels()).toEqual([]);
    await come(roomOf(4, [0, 0.3]));
    expect(labels()).toEqual(['Window']);
    await come(roomOf(2, [0.5, 0]));
    expect(labels()).toEqual(['Window', 'Bed']);
    await choose('Either');
    expect(labels()).toEqual(['Bed', 'Lamp', 'Sofa', 'Window']);
  });

  it('offers no kinds of room where the model has none', async () => {
    await open();
    expect(document.querySelector('.left .segment')).toBeNull();
  });
});
