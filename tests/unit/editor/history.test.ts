// @vitest-environment happy-dom
/** What is found again: steps by what they did and to what, things and panels by their names. */
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { i18n } from '../../../src/editor/i18n';
import { moveBy, reorder, setSources } from '../../../src/scene';
import { find, mountEditor, press, type } from './mounted-editor';
import { TestEditor } from './test-editor';

vi.mock('../../../src/editor/canvas/konva', () => import('./konva-stand-in'));

let editor: TestEditor;
let unmount: () => void;
beforeEach(async () => {
  editor = new TestEditor();
  unmount = await mountEditor(editor);
});
afterEach(async () => {
  unmount();
  document.body.replaceChildren();
  await i18n.changeLanguage('en');
});

const steps = (): (string | null)[] =>
  [...document.querySelectorAll('.history button')].map(({ textContent }) => textContent);
const does = (run: () => unknown): Promise<void> => act(async () => void run());
const state = () => editor.store.getState();

async function edit(): Promise<void> {
  await does(() => state().edit('move', (scene) => moveBy(scene, new Set(['slot-1']), 0.1, 0)));
  await does(() => state().select(['slot-1', 'slot-2']));
  await does(() => editor.run('duplicate'));
  await does(() => state().select(['slot-0']));
  const { style } = editor.blob('slot-2');
  await does(() => state().edit('style', (scene) => setSources(scene, new Set(['slot-0']), { style })));
  await does(() => state().edit('depth', (scene) => reorder(scene, new Set(['slot-0']), 'forward')));
}

describe('the history', () => {
  it('says what each step did, and to what, in both languages', async () => {
    await edit();
    expect(steps()).toEqual([
      'Change the depth of carpet',
      'Restyle carpet',
      'Copy: 2 things',
      'Move bed',
      'The room as it came',
    ]);
    await act(() => i18n.changeLanguage('fr'));
    expect(steps()[3]).toBe('Déplacer\u202f: lit');
  });

  it('shows a picture of each step while it is open, and asks for none before', async () => {
    await edit();
    expect(document.querySelectorAll('.step-picture')).toHaveLength(0);
    await does(() => editor.ui.setState({ history: true }));
    expect(document.querySelectorAll('.step-picture')).toHaveLength(5);
  });
});

describe('the palette', () => {
  const shown = (): (string | null)[] =>
    [...document.querySelectorAll('.palette-list li')].map(({ textContent }) => textContent);

  it('finds things and selects them, and finds panels and opens them', async () => {
    await does(() => editor.ui.setState({ dialog: 'palette' }));
    await type(find<HTMLInputElement>('.palette-input'), 'window');
    expect(shown()[0]).toBe('WindowThing');
    await press(find('.palette-input'), 'Enter');
    expect(editor.selected).toEqual(['slot-2']);

    await does(() => editor.ui.setState({ dialog: 'palette', panel: 'styles' }));
    await type(find<HTMLInputElement>('.palette-input'), 'styles');
    expect(shown()[0]).toBe('StylesPanel');
    await press(find('.palette-input'), 'Enter');
    // It was open: to find it is not to close it.
    expect(editor.ui.getState().panel).toBe('styles');

    await does(() => editor.ui.setState({ dialog: 'palette' }));
    await type(find<HTMLInputElement>('.palette-input'), 'history');
    await press(find('.palette-input'), 'Enter');
    expect(find<HTMLDetailsElement>('details').open).toBe(true);
  });
});

describe('what cannot be done or is not known yet', () => {
  it('is not offered: reset is off where there is nothing to reset', async () => {
    await does(() => editor.ui.setState({ panel: 'rooms' }));
    const reset = (): boolean => find<HTMLButtonElement>('.left [aria-label="Reset"]').disabled;
    expect(reset()).toBe(true);
    await edit();
    expect(reset()).toBe(false);
    await does(() => editor.run('reset'));
    expect(reset()).toBe(true);
    await does(() => editor.run('undo'));
    expect(reset()).toBe(false);
  });

  it('is not said: an empty list is no empty room while the page loads', async () => {
    const said = (): boolean => document.body.textContent.includes('Nothing stands here');
    await does(() => editor.store.setState({ scene: null }));
    expect(said()).toBe(false);
    await does(() => editor.store.setState({ scene: { ...new TestEditor().scene, blobs: [] } }));
    expect(said()).toBe(true);
  });
});
