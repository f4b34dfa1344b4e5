// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PictureRequest, Sharing } from '../../../../src/editor';
import { setHidden } from '../../../../src/scene';
import { find, mountEditor } from '../mounted-editor';
import { TestEditor } from '../test-editor';

vi.mock('../../../../src/editor/canvas/konva', () => import('../konva-stand-in'));

let unmount: () => void = () => undefined;
afterEach(() => {
  unmount();
  document.body.replaceChildren();
});

describe('the export of a cut-out', () => {
  it('is of what is selected, and where that is hidden of a thing that is shown', async () => {
    const asked: PictureRequest[] = [];
    const makePicture: Sharing['makePicture'] = (request) => {
      asked.push(request);
      return new Promise(() => undefined);
    };
    const editor = new TestEditor(undefined, { makePicture });
    unmount = await mountEditor(editor);
    const open = async (): Promise<string | undefined> => {
      await act(() => editor.ui.setState({ dialog: 'export' }));
      await act(async () => {
        const kind = find<HTMLSelectElement>('dialog select');
        kind.value = 'cutout';
        kind.dispatchEvent(new Event('change', { bubbles: true }));
      });
      await act(() => editor.ui.setState({ dialog: null }));
      return asked.at(-1)?.blob;
    };
    const { edit, select } = editor.store.getState();
    await act(() => select(['slot-1']));
    expect(await open()).toBe('slot-1');
    await act(() => edit('hide', (scene) => setHidden(scene, new Set(['slot-1']), true)));
    expect(await open()).toBe('slot-2');
  });
});
