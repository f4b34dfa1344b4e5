// @vitest-environment happy-dom
/** The strip of variants: what it offers for what is selected, what a key or a click makes of the document, and when it asks. */
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { variantOf } from '../../../src/editor/variants';
import { type Scene, sceneFromLayout, slotsOf } from '../../../src/scene';
import { MODEL, layoutOf } from '../scene/fixtures';
import { find, mountEditor } from './mounted-editor';
import { TestEditor } from './test-editor';

vi.mock('../../../src/editor/canvas/konva', () => import('./konva-stand-in'));

const BED = { x: 0.4, y: 0.7 };

let editor: TestEditor;
let unmount: () => void;
beforeEach(async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  editor = new TestEditor();
  unmount = await mountEditor(editor);
});
afterEach(() => {
  unmount();
  document.body.replaceChildren();
  vi.useRealTimers();
});

/** Everything rests for a while. */
const rest = (): Promise<void> =>
  act(async () => {
    for (let n = 0; n < 4; n++) await vi.advanceTimersByTimeAsync(500);
  });
const key = async (name: string): Promise<void> => act(() => void editor.key(name));
const tiles = (): HTMLButtonElement[] => [...document.querySelectorAll<HTMLButtonElement>('.variants .tile')];
const choose = async (kind: string): Promise<void> =>
  act(() => {
    const label = [...document.querySelectorAll<HTMLLabelElement>('.variants .segment')].find(
      ({ textContent }) => textContent === kind,
    )!;
    label.querySelector('input')!.click();
  });
const styleSeed = (scene: Scene, id: string): number =>
  slotsOf(scene.blobs.find((blob) => blob.id === id)!.style)[0]!.seed;

describe('the strip', () => {
  it('opens with any of its keys, which change nothing then, and has a key for every variant', async () => {
    const before = editor.scene;
    await act(() => editor.click(BED));
    await key('3');
    expect(tiles()).toHaveLength(8);
    expect(editor.scene).toBe(before);
    await rest();
    expect(tiles().map(({ disabled }) => disabled)).toEqual(Array(8).fill(false));
    for (let n = 1; n <= 8; n++) {
      await key(String(n));
      expect(tiles()[n - 1]!.getAttribute('aria-pressed')).toBe('true');
    }
    expect(editor.steps).toEqual(Array(8).fill('style'));
    await key('9');
    await rest();
    await key('1');
    expect(styleSeed(editor.scene, 'slot-1')).toBeGreaterThan(8);
    await act(() => void editor.run('variants'));
    expect(tiles()).toHaveLength(0);
  });

  it('gives one step to a click, which one undo takes back: style, thing, and place and shape too', async () => {
    await act(() => editor.click(BED));
    await key('1');
    for (const [kind, step] of [
      ['Style', 'style'],
      ['Thing', 'feature'],
      ['Seed', 'variant'],
    ] as const) {
      await choose(kind);
      await rest();
      const before = editor.scene;
      await act(() => tiles()[4]!.click());
      expect(editor.steps.at(-1)).toBe(step);
      const seed = styleSeed(editor.scene, 'slot-1');
      expect(seed).not.toBe(7);
      const others = (scene: Scene) => scene.blobs.filter(({ id }) => id !== 'slot-1');
      expect(others(editor.scene)).toEqual(others(before));
      await act(() => void editor.run('undo'));
      expect(editor.scene).toEqual(before);
    }
  });

  it('is of the whole room where nothing is selected', async () => {
    await key('1');
    await rest();
    await key('2');
    const seeds = editor.scene.blobs.map(({ id }) => styleSeed(editor.scene, id));
    expect(new Set(seeds).size).toBe(1);
    expect(slotsOf(editor.scene.background.style)[0]!.seed).toBe(seeds[0]);
    await choose('Seed');
    await rest();
    await key('2');
    expect(editor.asked).toEqual([{ seed: 1, truncation: 0 }]);
  });

  it('offers nothing of another thing while that is looked for', async () => {
    await act(() => editor.click(BED));
    await key('1');
    await rest();
    await choose('Thing');
    const before = editor.scene;
    for (const { disabled } of tiles()) expect(disabled).toBe(true);
    await key('2');
    expect(editor.scene).toBe(before);
  });

  it('asks for nothing while the hand moves, and takes back what it has asked for', async () => {
    await act(() => editor.click(BED));
    await key('1');
    await rest();
    expect(editor.pictures).toHaveLength(8);
    await act(async () => editor.pictures[0]!.comes('data:,one'));
    expect(find('.variants .crop').style.backgroundImage).toContain('data:,one');
    await act(() => editor.down(BED, { mod: true }));
    await act(() => editor.move({ x: 0.5, y: 0.7 }, { mod: true }));
    expect(editor.pictures.slice(1).every(({ signal }) => signal.aborted)).toBe(true);
    await rest();
    expect(editor.pictures).toHaveLength(8);
    // The one that was there stays to be seen until the next one is.
    await act(() => editor.up({ x: 0.5, y: 0.7 }));
    expect(find('.variants .crop').style.backgroundImage).toContain('data:,one');
    await rest();
    expect(editor.pictures).toHaveLength(16);
    expect(editor.pictures.at(-1)!.scene.blobs.find(({ id }) => id === 'slot-1')!.x).toBeCloseTo(0.5, 2);
  });
});

describe('a variant', () => {
  const scene = sceneFromLayout(MODEL, layoutOf(7), 7, 0);

  it('that is no change is the very same scene', () => {
    for (const kind of ['style', 'thing', 'seed'] as const)
      expect(variantOf({ scene, selection: new Set(['slot-1']) }, kind, scene)).toBe(scene);
  });

  it('leaves alone what the other room has not', () => {
    const room = sceneFromLayout(MODEL, layoutOf(3), 3, 0);
    const bare = { ...room, blobs: room.blobs.filter(({ id }) => id !== 'slot-1') };
    for (const kind of ['style', 'thing', 'seed'] as const)
      expect(variantOf({ scene, selection: new Set(['slot-1']) }, kind, bare)).toBe(scene);
  });

  it('of a seed takes place and shape; what is locked keeps them', () => {
    const other = sceneFromLayout(MODEL, layoutOf(3), 3, 0);
    const room = { ...other, blobs: other.blobs.map((blob) => ({ ...blob, x: 0.25, aspect: 2 })) };
    const copy = { ...scene.blobs[1]!, id: 'copy-1' };
    const locked = { ...scene.blobs[2]!, locked: true };
    const mine = { ...scene, blobs: [scene.blobs[0]!, copy, locked] };
    const made = variantOf({ scene: mine, selection: new Set(['copy-1', 'slot-2']) }, 'seed', room)!;
    expect(made.blobs.map(({ x }) => x)).toEqual([mine.blobs[0]!.x, 0.25, locked.x]);
    expect(made.blobs.map(({ id }) => styleSeed(made, id))).toEqual([7, 3, 3]);
  });
});
