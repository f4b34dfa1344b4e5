import { describe, expect, it } from 'vitest';
import { ACTIONS, type Action, fuzzyScore } from '../../../../src/editor/actions/actions';
import { type KeyPress, chordsOf } from '../../../../src/editor/actions/chords';
import { actionFor } from '../../../../src/editor/actions/keys';
import { i18n } from '../../../../src/editor/i18n';
import { sceneFromLayout } from '../../../../src/scene';
import { MODEL, layoutOf } from '../../scene/fixtures';
import { TestEditor } from '../test-editor';

const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

function setUp() {
  const editor = new TestEditor(sceneFromLayout(MODEL, layoutOf(7), 7, 0.3));
  const { store, ui } = editor;
  const type = (key: string, modifiers: Partial<KeyPress> = {}): boolean => editor.key(key, modifiers);
  const bed = () => editor.scene.blobs.find((blob) => blob.name === 'bed')!;
  const order = () => editor.scene.blobs.map((blob) => blob.name[0]).join('');
  return { editor, store, ui, type, bed, order };
}

describe('the table of actions', () => {
  it('has no two actions on one key and no id twice', () => {
    const keys = ACTIONS.flatMap((action) => action.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(ACTIONS.map((action) => action.id)).size).toBe(ACTIONS.length);
  });

  it('reads Ctrl as Mod, on a Mac Cmd, and not the other one', () => {
    expect(chordsOf(press('Z', { ctrlKey: true, shiftKey: true }), false)).toEqual(['Mod+Shift+z']);
    expect(chordsOf(press('Z', { metaKey: true, shiftKey: true }), true)).toEqual(['Mod+Shift+z']);
    expect(chordsOf(press('z', { ctrlKey: true }), true)).toEqual(['Ctrl+z']);
    expect(chordsOf(press('z', { metaKey: true }), false)).toEqual(['Meta+z']);
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
    const { editor, type } = setUp();
    type('r');
    expect(editor.asked).toEqual([{ seed: expect.any(Number), truncation: 0.3 }]);
    expect(editor.kindAsked).toBeNull();
    editor.ui.setState({ roomKind: 'bedroom' });
    type('r');
    expect(editor.kindAsked).toBe('bedroom');
  });

  it('shows the room before as long as C is held, and once only', () => {
    const { editor, type } = setUp();
    type('c');
    expect(editor.comparing).toBe(true);
    editor.comparison.setState({ held: false });
    type('c', { repeat: true });
    expect(editor.comparing).toBe(false);
    type('c');
    editor.keyUp('c');
    expect(editor.comparing).toBe(false);
  });

  it('grows, stretches and turns what is selected; of several the common middle stays', () => {
    const { store, type, bed } = setUp();
    const before = bed();
    store.getState().select(['slot-1']);
    type('=');
    expect(bed().size).toBeCloseTo(before.size * 1.05 ** 2, 1);
    type('_', { shiftKey: true, code: 'Minus' });
    expect(bed().size).toBeCloseTo(before.size * 1.05 ** -8, 1);
    type('l');
    expect(bed().aspect).toBeCloseTo(before.aspect * 1.05, 1);
    type('O', { shiftKey: true });
    expect(bed().aspect).toBeCloseTo(before.aspect * 1.05 ** -4, 1);
    type('>', { shiftKey: true, code: 'Period' });
    expect(bed().angle).toBeCloseTo(before.angle + Math.PI / 12, 1);
    type(',');
    expect(bed().angle).toBeCloseTo(before.angle + Math.PI * (14 / 180), 1);
    expect([bed().x, bed().y]).toEqual([expect.closeTo(before.x, 3), expect.closeTo(before.y, 3)]);
  });

  it('brings a blob back that has become too faint to have an outline', () => {
    const { store, type, bed } = setUp();
    store.getState().select(['slot-1']);
    for (let n = 0; n < 200; n++) type('-');
    expect(bed().size).toBeLessThan(0);
    for (let n = 0; n < 60; n++) type('=');
    expect(bed().size).toBeGreaterThan(0.2);
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

  it('pastes again and again, each copy beside the one before', () => {
    const { editor, store } = setUp();
    store.getState().select(['slot-1']);
    editor.run('copy');
    for (let n = 0; n < 3; n++) editor.run('paste');
    const xs = editor.scene.blobs.filter((blob) => /^bed( \d)?$/.test(blob.name)).map((blob) => blob.x);
    expect(xs.map((x) => Math.round((x - xs[0]!) * 100))).toEqual([0, 4, 8, 12]);
  });

  it('duplicates, and pastes what was copied, also into another room', () => {
    const { editor, store, type, order } = setUp();
    store.getState().select(['slot-1']);
    type('d', { ctrlKey: true });
    expect(order()).toBe('cbbw');
    expect([...store.getState().selection]).toEqual(['copy-1']);
    editor.run('copy');
    store.getState().open(sceneFromLayout(MODEL, layoutOf(8), 8, 0));
    editor.run('paste');
    expect(order()).toBe('cbwb');
    expect(store.getState().scene!.blobs[3]!.feature).toMatchObject({ seed: 7 });
  });

  it('copies a style from one thing to others, and nothing else', () => {
    const { store, type, bed } = setUp();
    store.getState().select(['slot-2']);
    const before = store.getState().scene;
    type('v', { ctrlKey: true, altKey: true });
    expect(store.getState().scene).toBe(before);
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
