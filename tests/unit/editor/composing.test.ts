// @vitest-environment happy-dom
/** Fields while an input method puts a word together: its keys do nothing else. */
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { SceneCard } from '../../../src/editor/dialogs/sharing/scene-card';
import type { SharingState } from '../../../src/editor/sharing';
import { find, mountEditor, press, type } from './mounted-editor';
import { TestEditor } from './test-editor';

vi.mock('../../../src/editor/canvas/konva', () => import('./konva-stand-in'));

const BED = { x: 0.4, y: 0.7 };

const CARD: SceneCard = { id: 'a', name: 'One', seed: 1, updated: 0, thumbnail: null, open: true };
const renamed = vi.fn();
const SHARING = {
  state: createStore<SharingState>(() => ({ notice: null, scenes: [CARD], deleted: null, unkept: false })),
  refreshScenes: () => Promise.resolve(),
  renameScene: renamed,
};

let editor: TestEditor;
let unmount: () => void;
beforeEach(async () => {
  editor = new TestEditor(undefined, SHARING);
  unmount = await mountEditor(editor);
});
afterEach(() => {
  unmount();
  document.body.replaceChildren();
});

describe('an input method that composes', () => {
  const KEYS = ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'F2', ' ', 'Delete', 'Tab'];
  /** As browsers tell that a key is the input method's: the second one is Safari's, of the key that ends a word. */
  const TOLD: readonly KeyboardEventInit[] = [{ isComposing: true }, { keyCode: 229 } as KeyboardEventInit];
  const openSavedScenes = () => act(() => editor.ui.setState({ dialog: 'saved-scenes' }));
  const FIELDS: readonly (readonly [string, () => unknown, string, string])[] = [
    ['a number', () => act(() => editor.click(BED)), '.number-field input', '70'],
    [
      'a name',
      () => act(() => void find('.thing-name').dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))),
      '.name-input',
      'ベ',
    ],
    ['the palette', () => act(() => editor.ui.setState({ dialog: 'palette' })), '.palette-input', 'help'],
    ['the seed', () => act(() => editor.ui.setState({ panel: 'rooms' })), '.field input', '12'],
    ['a scene’s name', openSavedScenes, '[data-testid=scene-card] input', 'ニ'],
  ];
  const everything = (): unknown => [
    editor.scene,
    editor.selected,
    editor.ui.getState(),
    editor.asked.length,
    document.querySelector('[aria-selected=true]')?.id,
  ];

  it.each(FIELDS)('has every key to itself: %s', async (_, open, selector, text) => {
    await open();
    await type(find(selector), text);
    const before = everything();
    for (const told of TOLD)
      for (const key of KEYS) {
        expect(await press(find(selector), key, told), key).toBe(false);
        expect(find<HTMLInputElement>(selector).value, key).toBe(text);
        expect(everything(), key).toEqual(before);
      }
    expect(renamed).not.toHaveBeenCalled();
    // Once it is done, a key is the field's again.
    await press(find(selector), selector === '.field input' ? 'Escape' : 'Enter');
    expect([
      document.querySelector<HTMLInputElement>(selector)?.value,
      everything(),
      renamed.mock.calls,
    ]).not.toEqual([text, before, []]);
    renamed.mockClear();
  });

  it('pans nothing with its space', async () => {
    expect(await press(document.body, ' ', { isComposing: true })).toBe(false);
    expect(await press(document.body, ' ')).toBe(true);
  });
});
