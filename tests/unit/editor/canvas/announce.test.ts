import { describe, expect, it } from 'vitest';
import { type Announced, announce, describe as describeBlob } from '../../../../src/editor/canvas/announce';
import { i18n } from '../../../../src/editor/i18n';
import { rename, setSources } from '../../../../src/scene';
import { MODEL } from '../../scene/fixtures';
import { TestEditor } from '../test-editor';

const t = i18n.getFixedT('en');
const BED = { x: 0.4, y: 0.7 };
const told = (editor: TestEditor): Announced => ({ ...editor.store.getState() });

/** What is said of something that a person does. */
function said(editor: TestEditor, act: () => unknown): string {
  const before = told(editor);
  act();
  return announce(t, before, told(editor), MODEL.abNorm);
}

describe('a blob', () => {
  it('is described by name, place and size, and by what keeps it from being seen or moved', () => {
    const editor = new TestEditor();
    expect(describeBlob(t, editor.blob('slot-1'), MODEL.abNorm)).toMatch(
      /^Bed, 40 % from the left, 70 % from the top, \d+ % wide, \d+ % high$/,
    );
    const hidden = { ...editor.blob('slot-1'), hidden: true, locked: true };
    expect(describeBlob(t, hidden, MODEL.abNorm)).toMatch(/high, hidden, locked$/);
    expect(describeBlob(i18n.getFixedT('fr'), hidden, MODEL.abNorm)).toMatch(/^Lit,/);
  });
});

describe('an edit', () => {
  it('is told by what it changed, in one sentence', () => {
    const editor = new TestEditor();
    expect(said(editor, () => editor.click(BED))).toMatch(/^Bed, 40 % from the left/);
    expect(said(editor, () => editor.key('ArrowRight', { shiftKey: true }))).toBe(
      'Bed: 44 % from the left, 70 % from the top',
    );
    expect(said(editor, () => editor.key('='))).toMatch(/^Bed: \d+ % wide, \d+ % high$/);
    expect(said(editor, () => editor.key('.'))).toMatch(/^Bed: turned to -?\d+ degrees$/);
    const several = ['=', '.', 'ArrowLeft'] as const;
    expect(said(editor, () => several.forEach((key) => editor.key(key)))).toMatch(
      /^Bed: \d+ % from the left, \d+ % from the top, \d+ % wide, \d+ % high, turned to -?\d+ degrees$/,
    );
    expect(said(editor, () => editor.run('front'))).toBe('Bed: 1 of 3 from the front');
    expect(said(editor, () => editor.run('toggle-hidden'))).toBe('Bed hidden');
    expect(said(editor, () => editor.run('toggle-hidden'))).toBe('Bed shown');
    expect(said(editor, () => editor.run('toggle-locked'))).toBe('Bed locked');
    expect(said(editor, () => editor.run('toggle-locked'))).toBe('Bed unlocked');
    expect(said(editor, () => editor.run('duplicate'))).toBe('Bed 2 added');
    expect(said(editor, () => editor.run('delete'))).toBe('Bed 2 removed');
    expect(said(editor, () => editor.run('undo'))).toBe('Taken back: Delete');
    expect(said(editor, () => editor.run('redo'))).toBe('Done again: Delete');
    const { edit } = editor.store.getState();
    const style = { seed: 3, truncation: 0, slot: 1 };
    expect(
      said(editor, () => edit('style', (scene) => setSources(scene, new Set(['slot-1']), { style }))),
    ).toBe('Bed restyled');
    expect(said(editor, () => edit('rename', (scene) => rename(scene, 'slot-1', 'My bunk')))).toBe(
      'Now called My bunk',
    );
  });

  it('that follows an undo is told as what it is, not as one that is done again', () => {
    const editor = new TestEditor();
    editor.click(BED);
    editor.run('duplicate');
    editor.run('undo');
    expect(said(editor, () => editor.run('toggle-hidden'))).toBe('Bed hidden');
  });

  it('of several is told by how many', () => {
    const editor = new TestEditor();
    expect(said(editor, () => editor.run('select-all'))).toBe('3 things selected');
    expect(said(editor, () => editor.key('ArrowUp'))).toBe('3 things changed');
    expect(said(editor, () => editor.run('duplicate'))).toBe('3 things added');
    expect(said(editor, () => editor.run('delete'))).toBe('3 things removed');
  });

  it('another room and an empty selection are told, nothing is not', () => {
    const editor = new TestEditor();
    expect(said(editor, () => undefined)).toBe('');
    expect(said(editor, () => editor.run('new-room'))).toMatch(/^Room \d+$/);
    editor.click(BED);
    expect(said(editor, () => editor.key('Escape'))).toBe('Nothing selected');
  });
});
