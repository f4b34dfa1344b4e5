import { describe, expect, it, vi } from 'vitest';
import {
  ACTIONS,
  type Action,
  type ActionContext,
  actionFor,
  chordOf,
  fuzzyScore,
} from '../../../src/editor/actions/actions';
import { i18n } from '../../../src/editor/i18n';
import { createUiStore } from '../../../src/editor/ui';
import { createSceneStore, sceneFromLayout } from '../../../src/scene';
import { MODEL, layoutOf } from '../scene/fixtures';

const press = (key: string, modifiers: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

function setUp() {
  const store = createSceneStore();
  store.getState().open(sceneFromLayout(MODEL, layoutOf(7), 7, 0.3));
  const openSeed = vi.fn();
  const ui = createUiStore();
  const type = (key: string, modifiers: Partial<KeyboardEvent> = {}): boolean => {
    const action = actionFor(press(key, modifiers));
    const context: ActionContext = { state: store.getState(), ui, abNorm: MODEL.abNorm, openSeed };
    if (!action?.enabled(context)) return false;
    action.run(context);
    return true;
  };
  const bed = () => store.getState().scene!.blobs.find((blob) => blob.name === 'bed')!;
  const order = () =>
    store
      .getState()
      .scene!.blobs.map((blob) => blob.name[0])
      .join('');
  return { store, ui, openSeed, type, bed, order };
}

describe('the table of actions', () => {
  it('has no two actions on one key and no id twice', () => {
    const keys = ACTIONS.flatMap((action) => action.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(ACTIONS.map((action) => action.id)).size).toBe(ACTIONS.length);
  });

  it('writes Ctrl and Cmd alike', () => {
    expect(chordOf(press('Z', { metaKey: true, shiftKey: true }))).toBe('Mod+Shift+z');
    expect(actionFor(press('y', { ctrlKey: true }))?.id).toBe('redo');
  });

  it('nudges by a pixel, with Shift by ten', () => {
    const { store, type, bed } = setUp();
    const before = bed().x;
    expect(type('ArrowRight')).toBe(false);
    store.getState().select(['slot-1']);
    type('ArrowRight');
    expect(bed().x).toBeCloseTo(before + 1 / 256, 9);
    type('ArrowLeft', { shiftKey: true });
    expect(bed().x).toBeCloseTo(before - 9 / 256, 9);
  });

  it('deletes, takes back and does again', () => {
    const { store, type } = setUp();
    store.getState().select(['slot-1']);
    type('Delete');
    expect(store.getState().scene!.blobs).toHaveLength(2);
    type('z', { ctrlKey: true });
    expect(store.getState().scene!.blobs).toHaveLength(3);
    type('z', { ctrlKey: true, shiftKey: true });
    expect(store.getState().scene!.blobs).toHaveLength(2);
  });

  it('goes through the things with Tab, front to back, and lets go after the last', () => {
    const { store, type } = setUp();
    const selected = () => [...store.getState().selection];
    const seen = [];
    for (let n = 0; n < 4; n++) {
      type('Tab');
      seen.push(...(selected().length ? selected() : ['none']));
    }
    expect(seen).toEqual(['slot-2', 'slot-1', 'slot-0', 'none']);
    type('Tab', { shiftKey: true });
    expect(selected()).toEqual(['slot-0']);
  });

  it('asks for another room with the truncation of this one', () => {
    const { type, openSeed } = setUp();
    type('r');
    expect(openSeed).toHaveBeenCalledWith(expect.any(Number), 0.3);
  });

  it('takes a gesture back with Escape before it clears the selection', () => {
    const { store, type, bed } = setUp();
    const before = bed();
    store.getState().select(['slot-1']);
    store.getState().begin();
    store.getState().update((scene) => ({ ...scene, blobs: scene.blobs.map((blob) => ({ ...blob, x: 0 })) }));
    type('Escape');
    expect(bed()).toEqual(before);
    expect(store.getState().selection.size).toBe(1);
    type('Escape');
    expect(store.getState().selection.size).toBe(0);
  });

  it('duplicates, and pastes what was copied, also into another room', () => {
    const { store, type, order } = setUp();
    store.getState().select(['slot-1']);
    type('d', { ctrlKey: true });
    expect(order()).toBe('cbbw');
    expect([...store.getState().selection]).toEqual(['copy-1']);
    type('c', { ctrlKey: true });
    store.getState().open(sceneFromLayout(MODEL, layoutOf(8), 8, 0));
    type('v', { metaKey: true });
    expect(order()).toBe('cbwb');
    expect(store.getState().scene!.blobs[3]!.feature).toMatchObject({ seed: 7 });
  });

  it('copies a style from one thing to others, and nothing else', () => {
    const { store, type, bed } = setUp();
    store.getState().select(['slot-2']);
    expect(type('v', { ctrlKey: true, altKey: true })).toBe(false);
    type('c', { ctrlKey: true, altKey: true });
    store.getState().select(['slot-1']);
    type('v', { ctrlKey: true, altKey: true });
    expect(bed()).toMatchObject({ style: { slot: 2 }, feature: { slot: 1 } });
  });

  it('changes the depth by the keys where brackets lie, whatever Shift makes of them', () => {
    const { store, type, order } = setUp();
    store.getState().select(['slot-0']);
    type(']');
    expect(order()).toBe('bcw');
    type('{', { shiftKey: true, code: 'BracketLeft' } as Partial<KeyboardEvent>);
    expect(order()).toBe('cbw');
  });

  it('zooms to what is selected, and back to the whole', () => {
    const { store, ui, type } = setUp();
    ui.setState({ size: { width: 800, height: 600 } });
    store.getState().select(['slot-2']);
    type('2', { shiftKey: true });
    expect(ui.getState().camera.zoom).toBeGreaterThan(1.2);
    type('0', { ctrlKey: true });
    expect(ui.getState().camera).toEqual({ zoom: 1, x: 0, y: 0 });
  });
});

describe('the palette', () => {
  const best = (text: string): string => {
    const score = ({ label }: Action): number => fuzzyScore(i18n.t(`actions.${label}`), text);
    return [...ACTIONS].sort((a, b) => score(b) - score(a))[0]!.id;
  };

  it('finds commands by a few of their letters', () => {
    expect(best('dup')).toBe('duplicate');
    expect(best('tofront')).toBe('front');
    expect(best('pst')).toBe('paste');
    expect(fuzzyScore('Duplicate', 'xyz')).toBe(0);
  });
});
