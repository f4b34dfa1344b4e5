/** The whole editor's components over a headless editor, in a DOM without a layout. */
import { type ComponentType, act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createStore } from 'zustand/vanilla';
import { NO_SEED_ROOMS } from '../../../src/app/seed-rooms';
import { Editor, EditorContext, type EditorContextValue, SharingDialogs } from '../../../src/editor';
import { NO_STANDS } from '../../../src/editor/canvas/standing';
import type { TestEditor } from './test-editor';

/**
 * @param other what the editor is given instead of what it would be
 * @returns takes it away again
 */
export async function mountEditor(
  editor: TestEditor,
  other: Partial<EditorContextValue> = {},
): Promise<() => void> {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  const nothing = (): void => undefined;
  const { openSeed, openNewRoom, compare, abNorm, slotNames, sharing } = editor.contextNow();
  const value: EditorContextValue = {
    store: editor.store,
    ui: editor.ui,
    abNorm,
    resolution: 64,
    picks: [],
    slotNames,
    seedRooms: NO_SEED_ROOMS,
    stands: NO_STANDS,
    picture: createStore(() => ({ canvas: null, version: 0 })),
    openSeed,
    openNewRoom,
    compare,
    sharing,
    attachPicture: nothing,
    attributes: null,
    traitsOf: async () => null,
    roomOf: editor.roomOf,
    smallPicture: editor.smallPicture,
    comparison: editor.comparison,
    attachOriginal: nothing,
    drawSmall: () => new Promise(() => undefined),
    ...other,
  };
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  await act(() =>
    root.render(
      createElement(
        EditorContext as unknown as ComponentType<object>,
        { value } as object,
        createElement(Editor, { status: null, veil: null, menu: null }),
        createElement(SharingDialogs),
      ),
    ),
  );
  // happy-dom lays nothing out: the size that the canvas reports is put back.
  await act(() => editor.ui.setState({ size: { width: 1000, height: 800 } }));
  return () => act(() => root.unmount());
}

export const find = <T extends HTMLElement>(selector: string): T => {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
};

/** @returns whether the editor has used the key up */
export const press = async (
  element: Element,
  key: string,
  modifiers: KeyboardEventInit = {},
): Promise<boolean> => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers });
  await act(() => void element.dispatchEvent(event));
  return event.defaultPrevented;
};

/** Types without Enter. */
export async function type(element: HTMLInputElement, text: string): Promise<void> {
  await act(() => element.focus());
  await act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(element, text);
    element.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
