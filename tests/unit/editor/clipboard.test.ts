// @vitest-environment happy-dom
/** Things and styles from one tab to another, and everything else that is pasted. */
import { act } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { copiedStyle, readCopiedStyle, styleToPaste } from '../../../src/editor/copied-style';
import { layoutOf, MODEL } from '../scene/fixtures';
import { sceneFromLayout } from '../../../src/scene';
import { mountEditor } from './mounted-editor';
import { TestEditor } from './test-editor';

vi.mock('../../../src/editor/canvas/konva', () => import('./konva-stand-in'));

const BED = { x: 0.4, y: 0.7 };

/** The system's clipboard, as events give it. */
class System {
  readonly data = new Map<string, string>();
  files: File[] = [];
  readonly setData = (type: string, text: string): void => void this.data.set(type, text);
  readonly getData = (type: string): string => this.data.get(type) ?? '';
  put(entries: Record<string, string>, files: File[] = []): void {
    this.data.clear();
    for (const [type, text] of Object.entries(entries)) this.setData(type, text);
    this.files = files;
  }
}

const tabs: (() => void)[] = [];
afterEach(() => {
  for (const close of tabs.splice(0)) close();
  document.body.replaceChildren();
  copiedStyle.setState({ copied: null });
});

/** One tab at a time is in front: the others are closed, which takes nothing from the clipboard. */
async function open(scene = sceneFromLayout(MODEL, layoutOf(7), 7, 0)) {
  for (const close of tabs.splice(0)) close();
  const sharing = { receive: vi.fn(), say: vi.fn() };
  const editor = new TestEditor(scene, sharing);
  tabs.push(await mountEditor(editor));
  return { editor, sharing };
}

async function fire(
  type: 'copy' | 'cut' | 'paste',
  system: System,
  target: Element = document.body,
): Promise<boolean> {
  const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), {
    clipboardData: system,
  });
  await act(() => void target.dispatchEvent(event));
  return event.defaultPrevented;
}

describe('things', () => {
  it('go by the clipboard into another tab and another scene, with sources of their own', async () => {
    const system = new System();
    const first = await open();
    await act(() => first.editor.click(BED));
    const bed = first.editor.blob('slot-1');
    expect(await fire('copy', system)).toBe(true);
    expect(system.getData('text/plain')).toBe('bed');
    const second = await open(sceneFromLayout(MODEL, layoutOf(3), 3, 0.4));
    expect(await fire('paste', system)).toBe(true);
    const pasted = second.editor.scene.blobs.at(-1)!;
    expect(pasted).toMatchObject({
      feature: bed.feature,
      style: bed.style,
      size: bed.size,
      name: `${bed.name} 2`,
    });
    expect(pasted.feature).toEqual({ seed: 7, truncation: 0, slot: 1 });
    expect(second.editor.selected).toEqual([pasted.id]);
    expect(second.editor.steps).toEqual(['paste']);
  });

  it('that are cut are gone here and there to be pasted', async () => {
    const system = new System();
    const { editor } = await open();
    await act(() => editor.click(BED));
    await fire('cut', system);
    expect(editor.scene.blobs).toHaveLength(2);
    await fire('paste', system);
    expect(editor.scene.blobs).toHaveLength(3);
  });

  it('that a command copied are on the clipboard as well', async () => {
    const system = new System();
    const { editor } = await open();
    document.execCommand = () => {
      const event = new Event('copy', { bubbles: true, cancelable: true });
      document.body.dispatchEvent(Object.assign(event, { clipboardData: system }));
      return true;
    };
    await act(() => editor.click(BED));
    await act(() => void editor.run('copy'));
    expect(system.getData('text/html')).toContain('data-blobroom-things');
  });

  it('that are damaged, or of another model, change nothing and are told of in one sentence', async () => {
    const system = new System();
    const { editor, sharing } = await open();
    await act(() => editor.click(BED));
    await fire('copy', system);
    const html = system.getData('text/html');
    const before = editor.scene;
    for (const bad of [
      html.replace('slot-1', ''),
      html.replace('&quot;x&quot;:', '&quot;x&quot;:9e9'),
      html.slice(0, 200),
      html.replace('&quot;slot&quot;:1', '&quot;slot&quot;:200'),
    ]) {
      system.put({ 'text/html': bad });
      await fire('paste', system);
    }
    system.put({ 'text/html': html.replaceAll(before.model, 'elsewhere') });
    await fire('paste', system);
    expect(editor.scene).toBe(before);
    const told = sharing.say.mock.calls.map(([notice]) => (notice as { key: string }).key);
    expect(told).toEqual(['fault', 'fault', 'fault', 'fault', 'otherModelThings']);
  });
});

describe('a paste', () => {
  it('is of what the clipboard holds now, and never of an older copy', async () => {
    const system = new System();
    const { editor, sharing } = await open();
    await act(() => editor.click(BED));
    await fire('copy', system);
    const before = editor.scene;
    const picture = new File(['x'], 'image.png');
    system.put({}, [picture]);
    await fire('paste', system);
    system.put({ 'text/plain': 'https://rooms.example/#s=1.abc' });
    await fire('paste', system);
    expect(editor.scene).toBe(before);
    expect(sharing.receive.mock.calls).toEqual([
      [{ files: [picture], text: '' }],
      [{ files: [], text: 'https://rooms.example/#s=1.abc' }],
    ]);
  });

  it('is of the last copy of this tab where the clipboard is empty', async () => {
    const { editor } = await open();
    await act(() => editor.click(BED));
    await fire('copy', new System());
    await fire('paste', new System());
    expect(editor.scene.blobs).toHaveLength(4);
  });

  it('into a field is the field’s, unless nobody writes in it and things come', async () => {
    const system = new System();
    const { editor, sharing } = await open();
    await act(() => editor.ui.setState({ panel: 'rooms' }));
    await act(() => editor.click(BED));
    await fire('copy', system);
    const number = document.querySelector('.number-field input')!;
    const seed = document.querySelector('.field input')!;
    expect([await fire('paste', system, seed), await fire('paste', system, number)]).toEqual([false, true]);
    expect(editor.scene.blobs).toHaveLength(4);
    system.put({ 'text/plain': '50' });
    expect(await fire('paste', system, document.querySelector('.number-field input')!)).toBe(false);
    expect(sharing.receive).not.toHaveBeenCalled();
  });
});

describe('a style', () => {
  it('goes into another tab of the same model', async () => {
    const first = await open();
    await act(() => first.editor.click({ x: 0.6, y: 0.3 }));
    await act(() => void first.editor.run('copy-style'));
    const { style } = first.editor.blob('slot-2');
    const second = await open(sceneFromLayout(MODEL, layoutOf(3), 3, 0.4));
    // As the browser tells the other tabs.
    copiedStyle.setState({ copied: null });
    localStorage.setItem(
      'blobroom-copied-style',
      JSON.stringify({ state: { copied: { model: MODEL.id, style } }, version: 0 }),
    );
    await act(
      () => void window.dispatchEvent(Object.assign(new Event('storage'), { key: 'blobroom-copied-style' })),
    );
    await act(() => second.editor.store.getState().select(['slot-1']));
    expect(second.editor.run('paste-style')).toBe(true);
    expect(second.editor.blob('slot-1').style).toEqual(style);
  });

  it('that is damaged, or of another model or slot, is none', () => {
    const style = { seed: 1, truncation: 0, slot: 2 };
    expect(readCopiedStyle({ copied: { model: 'm', style: { seed: 'x' } } })).toEqual({ copied: null });
    copiedStyle.setState({ copied: { model: 'm', style } });
    expect([styleToPaste('m', 3), styleToPaste('m', 2), styleToPaste('n', 3)]).toEqual([
      { style },
      null,
      null,
    ]);
  });
});
