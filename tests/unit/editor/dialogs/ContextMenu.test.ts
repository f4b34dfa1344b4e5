// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { find, mountEditor } from '../mounted-editor';
import { TestEditor } from '../test-editor';

vi.mock('../../../../src/editor/canvas/konva', () => import('../konva-stand-in'));

let editor: TestEditor;
let unmount: () => void;
beforeEach(async () => {
  editor = new TestEditor();
  unmount = await mountEditor(editor);
  await act(() => editor.store.getState().select([editor.scene.blobs[0]!.id]));
  await act(() => editor.ui.setState({ menu: { x: 300, y: 300 } }));
});
afterEach(() => unmount());

async function click(detail: number): Promise<void> {
  await act(
    () => void find('[role=menuitem]').dispatchEvent(new MouseEvent('click', { bubbles: true, detail })),
  );
}

describe('a menu that came under a resting finger', () => {
  it('does nothing when that finger is lifted', async () => {
    const { scene } = editor;
    await click(1);
    expect(editor.scene).toBe(scene);
    expect(editor.ui.getState().menu).not.toBeNull();
  });

  it('is answered by the next press on it', async () => {
    const count = editor.scene.blobs.length;
    await act(
      () => void find('[role=menuitem]').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })),
    );
    await click(1);
    expect(editor.scene.blobs).toHaveLength(count + 1);
    expect(editor.ui.getState().menu).toBeNull();
  });

  it('is answered by the keyboard', async () => {
    const count = editor.scene.blobs.length;
    await click(0);
    expect(editor.scene.blobs).toHaveLength(count + 1);
  });
});
