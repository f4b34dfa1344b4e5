// @vitest-environment happy-dom
/** A room without its things: what stays, what goes, and what can be done next. */
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { find, mountEditor } from '../mounted-editor';
import { TestEditor } from '../test-editor';

vi.mock('../../../../src/editor/canvas/konva', () => import('../konva-stand-in'));

// happy-dom shows no popovers, and hides none.
Object.assign(HTMLElement.prototype, { hidePopover: () => undefined });

let editor: TestEditor;
let unmount: () => void;
beforeEach(async () => {
  editor = new TestEditor();
  unmount = await mountEditor(editor);
  await act(() => editor.ui.setState({ panel: 'rooms' }));
});
afterEach(() => {
  unmount();
  document.body.replaceChildren();
});

const names = (): string[] => editor.scene.blobs.map(({ name }) => name);
const press = (label: string): Promise<void> => act(async () => find(`[aria-label="${label}"]`).click());
const isSaid = (): boolean => document.body.textContent.includes('The room is empty.');

describe('emptying a room', () => {
  it('keeps windows and doors, and then says what to do next', async () => {
    expect(isSaid()).toBe(false);
    await press('Empty the room');
    expect(names()).toEqual(['window']);
    expect(isSaid()).toBe(true);
    await act(async () => [...document.querySelectorAll<HTMLElement>('.left button')].at(-1)!.click());
    expect(editor.ui.getState().panel).toBe('styles');
    // Another panel is open: it is said beside the list.
    expect(isSaid()).toBe(true);
    await act(async () => void editor.run('undo'));
    expect(isSaid()).toBe(false);
  });

  it('takes windows and doors when it is asked for that', async () => {
    await press('Empty the room, windows and doors too');
    expect(names()).toEqual([]);
    expect(editor.steps).toEqual(['empty']);
  });
});
