// @vitest-environment happy-dom
/** What lies over pictures that are compared, and what is said while the one before is not there. */
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { find, mountEditor, press } from '../mounted-editor';
import { TestEditor } from '../test-editor';

vi.mock('../../../../src/editor/canvas/konva', () => import('../konva-stand-in'));

const BED = { x: 0.4, y: 0.7 };

let editor: TestEditor;
let unmount: () => void;
beforeEach(async () => {
  editor = new TestEditor();
  unmount = await mountEditor(editor);
  await act(() => editor.click(BED));
});
afterEach(() => {
  unmount();
  document.body.replaceChildren();
});

const isBare = (): boolean => find('.canvas').dataset['bare'] === 'true';
const isShown = (): boolean => document.querySelector('[data-testid=original]') !== null;
const told = (): string | undefined => document.querySelector('.stage .banner')?.textContent;

describe('before and after', () => {
  it('have nothing over them, but for what the hand does in them', async () => {
    expect(isBare()).toBe(false);
    await press(find('.canvas'), 'c');
    expect(isBare()).toBe(true);
    await act(() => editor.keyUp('c'));
    expect(isBare()).toBe(false);
    for (const mode of ['split', 'difference'] as const) {
      await act(() => editor.ui.setState({ compare: mode }));
      expect([isBare(), isShown()]).toEqual([true, true]);
      await act(() => editor.down(BED, { mod: true }));
      await act(() => editor.move({ x: 0.5, y: 0.7 }, { mod: true }));
      expect([isBare(), isShown()]).toEqual([false, true]);
      await act(() => editor.up({ x: 0.5, y: 0.7 }));
      expect(isBare()).toBe(true);
    }
  });

  it('change nothing while the one before is not there, and say so', async () => {
    await act(() => editor.comparison.setState({ ready: false }));
    expect(told()).toBeUndefined();
    for (const mode of ['split', 'difference'] as const) {
      await act(() => editor.ui.setState({ compare: mode }));
      expect([isBare(), isShown(), told()]).toEqual([false, false, 'The room as it came is on its way.']);
      expect(document.querySelector('.divider-handle')).toBeNull();
    }
    await act(() => editor.ui.setState({ compare: 'off' }));
    await press(find('.canvas'), 'c');
    expect([isBare(), told()]).toEqual([false, 'The room as it came is on its way.']);
    await act(() => editor.comparison.setState({ ready: true }));
    expect([isBare(), told()]).toEqual([true, undefined]);
  });
});
