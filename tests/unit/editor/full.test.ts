import { describe, expect, it, vi } from 'vitest';
import { MAX_BLOBS } from '../../../src/blobgan';
import { placeThing } from '../../../src/editor/placing';
import { TestEditor } from './test-editor';

const BED = { x: 0.4, y: 0.7 };

/** An editor whose scene holds as many things as one can, all of them selected. */
function full() {
  const say = vi.fn();
  const editor = new TestEditor(undefined, { say });
  for (;;) {
    editor.run('select-all');
    const room = MAX_BLOBS - editor.scene.blobs.length;
    if (room === 0) break;
    const { selection, select } = editor.store.getState();
    select([...selection].slice(0, room));
    editor.run('duplicate');
  }
  expect(say).not.toHaveBeenCalled();
  return { editor, say };
}

describe('a scene that holds as many things as one can', () => {
  it.each<[string, (editor: TestEditor) => void]>([
    ['duplicate', (editor) => editor.run('duplicate')],
    ['drag with Alt', (editor) => editor.drag(BED, { x: 0.6, y: 0.7 }, { alt: true })],
    [
      'library',
      ({ store, scene }) => {
        expect(placeThing(store, { blob: scene.blobs[0]! }, { ...scene.blobs[0]!, ...BED })).toBe(false);
      },
    ],
  ])('takes no more by %s', (_, addOne) => {
    const { editor } = full();
    const before = editor.scene.blobs.map(({ id }) => id);
    addOne(editor);
    expect(editor.scene.blobs.map(({ id }) => id)).toEqual(before);
  });

  it.each<[string, (editor: TestEditor) => void]>([
    ['duplicate', (editor) => editor.run('duplicate')],
    ['a drag with Alt', (editor) => editor.drag(BED, { x: 0.6, y: 0.7 }, { alt: true })],
  ])('says so, and how many that are, after %s', (_, addOne) => {
    const { editor, say } = full();
    addOne(editor);
    expect(say).toHaveBeenCalledExactlyOnceWith({ key: 'sceneFull', values: { most: String(MAX_BLOBS) } });
  });
});
