import { describe, expect, it } from 'vitest';
import { boxOf } from '../../../../src/editor/canvas/geometry';
import { type Scene, sceneFromLayout } from '../../../../src/scene';
import { MODEL, layoutOf } from '../../scene/fixtures';
import { TestEditor } from '../test-editor';

const STEP = 1 / 4096;
const room = sceneFromLayout(MODEL, layoutOf(7), 7, 0);
/** Four things of other sizes and places, none of which lies on another. */
const four: Scene = {
  ...room,
  blobs: [
    { x: 0.2, y: 0.3, size: 2 },
    { x: 0.5, y: 0.15, size: 5 },
    { x: 0.62, y: 0.6, size: 3 },
    { x: 0.85, y: 0.8, size: 1 },
  ].map((place, at) => ({ ...room.blobs[1]!, ...place, aspect: 1, angle: 0, id: `slot-${at}` })),
};
const ALL = ['slot-0', 'slot-1', 'slot-2', 'slot-3'];

function editorWith(...ids: string[]): TestEditor {
  const editor = new TestEditor(four);
  editor.store.getState().select(ids);
  return editor;
}
const boxes = (editor: TestEditor, ids = ALL) => ids.map((id) => boxOf([editor.blob(id)], MODEL.abNorm));
const middle = (of: TestEditor, id: string) => ({ x: of.blob(id).x, y: of.blob(id).y });

describe('several things', () => {
  it.each([
    ['align-left', 'ArrowLeft', 'left', Math.min],
    ['align-right', 'ArrowRight', 'right', Math.max],
    ['align-top', 'ArrowUp', 'top', Math.min],
    ['align-bottom', 'ArrowDown', 'bottom', Math.max],
  ] as const)('%s: all edges lie where the outermost lay', (id, key, edge, outermost) => {
    const editor = editorWith(...ALL);
    const wanted = outermost(...boxes(editor).map((box) => box[edge]));
    expect(editor.key(key, { ctrlKey: true, shiftKey: true })).toBe(true);
    for (const box of boxes(editor)) expect(Math.abs(box[edge] - wanted)).toBeLessThan(2 * STEP);
    expect(editor.steps.at(-1)).toBe('align');
    expect(editor.run('undo')).toBe(true);
    expect(editor.scene).toEqual(new TestEditor(four).scene);
    expect(id).toContain(edge);
  });

  it.each([
    ['align-centre', 'h', 'x'],
    ['align-middle', 'v', 'y'],
  ] as const)('%s: all middles lie on one line', (_, key, axis) => {
    const editor = editorWith(...ALL);
    editor.key(key, { altKey: true });
    for (const id of ALL)
      expect(Math.abs(middle(editor, id)[axis] - middle(editor, ALL[0]!)[axis])).toBeLessThan(2 * STEP);
  });

  it.each([
    ['h', 'left', 'right'],
    ['v', 'top', 'bottom'],
  ] as const)(
    'are distributed by Alt+Shift+%s: the gaps are the same, the outermost stay',
    (key, from, to) => {
      const editor = editorWith(...ALL);
      const sort = () => boxes(editor).sort((a, b) => a[from] + a[to] - b[from] - b[to]);
      const before = sort();
      expect(editor.key(key, { altKey: true, shiftKey: true })).toBe(true);
      const after = sort();
      const gaps = after.slice(1).map((box, at) => box[from] - after[at]![to]);
      for (const gap of gaps) expect(Math.abs(gap - gaps[0]!)).toBeLessThan(4 * STEP);
      expect([after[0], after.at(-1)]).toEqual([before[0], before.at(-1)]);
    },
  );

  it('need two to be aligned and three to be distributed; what is locked neither moves nor counts', () => {
    const editor = editorWith('slot-0');
    expect(editor.run('align-left')).toBe(false);
    editor.store.getState().select(['slot-0', 'slot-1']);
    expect(editor.run('distribute-x')).toBe(false);
    editor.run('toggle-locked');
    expect(editor.run('align-left')).toBe(false);
    expect(editor.blob('slot-1').locked).toBe(true);
    editor.store.getState().select(ALL);
    expect(editor.run('align-left')).toBe(true);
    expect(middle(editor, 'slot-0')).toEqual(middle(new TestEditor(four), 'slot-0'));
  });

  it('become equally large, locked and hidden together', () => {
    const editor = editorWith('slot-0', 'slot-1');
    expect(editor.run('equal-size')).toBe(true);
    expect([editor.blob('slot-0').size, editor.blob('slot-1').size, editor.blob('slot-2').size]).toEqual([
      3.5, 3.5, 3,
    ]);
    editor.run('toggle-hidden');
    editor.run('toggle-locked');
    expect(editor.scene.blobs.map(({ hidden, locked }) => [hidden, locked])).toEqual([
      [true, true],
      [true, true],
      [false, false],
      [false, false],
    ]);
  });

  it('align whole groups as one among others', () => {
    const editor = editorWith('slot-0', 'slot-1');
    editor.key('g', { ctrlKey: true });
    const apart = middle(editor, 'slot-1').x - middle(editor, 'slot-0').x;
    editor.store.getState().select(ALL);
    editor.run('align-right');
    expect(Math.abs(middle(editor, 'slot-1').x - middle(editor, 'slot-0').x - apart)).toBeLessThan(2 * STEP);
  });
});

describe('a group', () => {
  it('is made by Ctrl+G, selected and dragged as one, gone into by a double click, left by Escape, and taken apart', () => {
    const editor = editorWith('slot-0', 'slot-1');
    expect(editor.key('g', { ctrlKey: true })).toBe(true);
    expect(editor.steps.at(-1)).toBe('group');
    editor.key('Escape');
    const [first, second] = [middle(editor, 'slot-0'), middle(editor, 'slot-1')];
    editor.click(first);
    expect(editor.selected).toEqual(['slot-0', 'slot-1']);
    editor.drag(second, { x: second.x, y: second.y + 0.25 });
    expect(middle(editor, 'slot-0').y).toBeCloseTo(first.y + 0.25, 3);
    editor.doubleClick(middle(editor, 'slot-0'));
    expect(editor.selected).toEqual(['slot-0']);
    // Inside, its fellow is a click away, alone; anything else leads out again.
    editor.click(middle(editor, 'slot-1'));
    expect(editor.selected).toEqual(['slot-1']);
    expect(editor.key('Enter', { shiftKey: true })).toBe(true);
    expect(new Set(editor.selected)).toEqual(new Set(['slot-0', 'slot-1']));
    editor.click(middle(editor, 'slot-2'), { shift: true });
    expect(editor.selected).toHaveLength(3);
    editor.click(middle(editor, 'slot-0'), { shift: true });
    expect(editor.selected).toEqual(['slot-2']);
    editor.click(middle(editor, 'slot-0'));
    expect(editor.key('g', { ctrlKey: true, shiftKey: true })).toBe(true);
    editor.key('Escape');
    editor.click(middle(editor, 'slot-0'));
    expect(editor.selected).toEqual(['slot-0']);
  });

  it('is whole in a marquee that holds one of it', () => {
    const editor = editorWith('slot-0', 'slot-1');
    editor.run('group');
    editor.key('Escape');
    editor.drag({ x: 0.02, y: 0.9 }, { x: 0.3, y: 0.2 });
    expect(new Set(editor.selected)).toEqual(new Set(['slot-0', 'slot-1']));
  });
});
