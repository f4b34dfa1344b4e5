import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toCanvas } from '../../../../src/editor/canvas/geometry';
import { TestEditor } from '../test-editor';

const BED = { x: 0.4, y: 0.7 };
const WINDOW = { x: 0.6, y: 0.3 };
const NOTHING = { x: 0.03, y: 0.1 };
const bedOf = (editor: TestEditor) => editor.blob('slot-1');
const to = { x: BED.x + 0.1, y: BED.y - 0.05 };

// Documents lie on a grid: three digits of a place, two of a size.
describe('the mouse', () => {
  it('moves what it presses, as one step, and selects it', () => {
    const editor = new TestEditor();
    editor.drag(BED, to);
    expect(bedOf(editor)).toMatchObject({ x: expect.closeTo(0.5, 3), y: expect.closeTo(0.65, 3) });
    expect(editor.selected).toEqual(['slot-1']);
    expect(editor.steps).toEqual(['move']);
  });

  it('with Alt moves a copy, directly in front; undoing takes it away and selects the original', () => {
    const editor = new TestEditor();
    editor.drag(BED, to, { alt: true });
    expect(editor.scene.blobs.map(({ id }) => id)).toEqual(['slot-0', 'slot-1', 'copy-1', 'slot-2']);
    expect(bedOf(editor).x).toBeCloseTo(BED.x, 3);
    expect(editor.blob('copy-1').x).toBeCloseTo(0.5, 3);
    expect(editor.selected).toEqual(['copy-1']);
    expect(editor.steps).toEqual(['duplicate']);
    editor.run('undo');
    expect(editor.scene.blobs).toHaveLength(3);
    expect(editor.selected).toEqual(['slot-1']);
  });

  it('draws a rectangle that selects, with Shift in addition; Escape gives the selection back', () => {
    const editor = new TestEditor();
    editor.click({ x: 0.5, y: 0.95 });
    expect(editor.selected).toEqual(['slot-0']);
    editor.drag(NOTHING, { x: 0.7, y: 0.8 }, { shift: true });
    expect(editor.selected.sort()).toEqual(['slot-0', 'slot-1', 'slot-2']);
    editor.down(NOTHING);
    editor.move({ x: 0.45, y: 0.75 });
    expect(editor.selected).toEqual(['slot-1']);
    editor.key('Escape');
    expect(editor.selected.sort()).toEqual(['slot-0', 'slot-1', 'slot-2']);
    editor.up(NOTHING);
    expect(editor.ui.getState().marquee).toBeNull();
  });

  it('taken back with Escape, does nothing more until it is pressed again', () => {
    const editor = new TestEditor();
    const before = editor.scene;
    editor.down(BED);
    editor.move(to);
    expect(editor.scene).not.toBe(before);
    editor.key('Escape');
    expect(editor.scene).toBe(before);
    editor.move({ x: 0.8, y: 0.2 });
    editor.up({ x: 0.8, y: 0.2 });
    expect(editor.scene).toBe(before);
    expect(editor.steps).toEqual([]);
    editor.drag(BED, to);
    expect(editor.steps).toEqual(['move']);
  });

  it('pans with its middle button, with the space bar and with the hand', () => {
    const pan = (set: (editor: TestEditor) => void, button = 0): object => {
      const editor = new TestEditor();
      const before = editor.scene;
      set(editor);
      const { side } = editor.view;
      // The picture goes along under the pointer: only the first move counts in its units.
      editor.down(BED, { button });
      editor.move({ x: BED.x + 100 / side, y: BED.y - 40 / side }, { button });
      editor.up(BED, { button });
      expect(editor.scene).toBe(before);
      return editor.ui.getState().camera;
    };
    const moved = { zoom: 1, x: expect.closeTo(100, 6), y: expect.closeTo(-40, 6) };
    expect(pan(() => undefined, 1)).toEqual(moved);
    expect(pan((editor) => editor.pointers.holdSpace(true))).toEqual(moved);
    expect(pan((editor) => void editor.key('h'))).toEqual(moved);
  });

  it('carries on what it has carried behind something larger, and not what is larger than what is pressed', () => {
    const editor = new TestEditor();
    // The bed comes to the front and lies over the window, which is smaller.
    editor.click(BED);
    editor.run('front');
    editor.drag(WINDOW, BED);
    expect(editor.selected).toEqual(['slot-2']);
    editor.drag(BED, { x: 0.2, y: 0.2 });
    expect(editor.blob('slot-2')).toMatchObject({ x: expect.closeTo(0.2, 2), y: expect.closeTo(0.2, 2) });
    expect(editor.blob('slot-1')).toMatchObject({ x: expect.closeTo(0.4, 2), y: expect.closeTo(0.7, 2) });
    // With the bed selected, a window in front of it is what is pressed.
    editor.click(BED);
    editor.run('back');
    editor.drag({ x: 0.2, y: 0.2 }, BED);
    editor.store.getState().select(['slot-1']);
    editor.drag(BED, { x: 0.2, y: 0.2 });
    expect(editor.selected).toEqual(['slot-2']);
  });

  it('does not drag what is locked: a click selects it, a drag draws a rectangle over it', () => {
    const editor = new TestEditor();
    editor.click(BED);
    editor.run('toggle-locked');
    const before = editor.scene;
    editor.drag(BED, { x: 0.7, y: 0.2 });
    expect(editor.scene).toBe(before);
    expect(editor.selected).toEqual(['slot-2']);
    editor.click(BED);
    expect(editor.selected).toEqual(['slot-1']);
  });
});

describe('snapping', () => {
  it('puts a middle exactly on the middle of the picture, and shows the line', () => {
    const editor = new TestEditor();
    editor.down(BED);
    editor.move({ x: 0.45, y: 0.6 });
    editor.move({ x: 0.503, y: 0.604 });
    expect(bedOf(editor).x).toBeCloseTo(0.5, 3);
    expect(editor.ui.getState().guides).toContainEqual(expect.objectContaining({ axis: 'x', at: 0.5 }));
    editor.up({ x: 0.503, y: 0.604 });
    expect(editor.ui.getState().guides).toEqual([]);
  });

  it('is turned round by Ctrl while dragging, and by its switch for good', () => {
    const editor = new TestEditor();
    const near = { x: 0.503, y: 0.65 };
    editor.drag(BED, near, { mod: true });
    expect(bedOf(editor).x).toBeCloseTo(0.503, 3);
    editor.run('undo');
    editor.run('snap');
    editor.drag(BED, near, { mod: false });
    expect(bedOf(editor).x).toBeCloseTo(0.503, 3);
    editor.run('undo');
    editor.drag(BED, near, { mod: true });
    expect(bedOf(editor).x).toBeCloseTo(0.5, 3);
  });

  it('finds the middles of other things, also for a copy beside its original', () => {
    const editor = new TestEditor();
    const window = editor.blob('slot-2');
    editor.drag(BED, { x: window.x + 0.004, y: 0.55 }, { mod: false });
    expect(bedOf(editor).x).toBeCloseTo(window.x, 3);
    const again = new TestEditor();
    again.drag(BED, { x: BED.x + 0.21, y: BED.y + 0.004 }, { alt: true, mod: false });
    expect(again.blob('copy-1').y).toBeCloseTo(BED.y, 3);
  });

  it('keeps to the axis that Shift holds', () => {
    const editor = new TestEditor();
    editor.drag(BED, { x: 0.503, y: 0.71 }, { shift: true, mod: false });
    expect(bedOf(editor)).toMatchObject({ x: expect.closeTo(0.5, 3), y: expect.closeTo(BED.y, 3) });
  });
});

describe('fingers', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('two on a selected thing scale, turn and carry it', () => {
    const editor = new TestEditor();
    editor.click(BED);
    const before = bedOf(editor);
    // Apart by 0.1 along x, then by 0.2 along y: twice as large, a quarter turn.
    editor.pinch(
      [
        { x: 0.35, y: 0.7 },
        { x: 0.45, y: 0.7 },
      ],
      [
        { x: 0.4, y: 0.6 },
        { x: 0.4, y: 0.8 },
      ],
    );
    const after = bedOf(editor);
    expect(after.size).toBeCloseTo(before.size * 4, 2);
    expect(Math.cos(2 * (after.angle - before.angle))).toBeCloseTo(-1, 3);
    expect(after).toMatchObject({ x: expect.closeTo(0.4, 3), y: expect.closeTo(0.7, 3) });
    expect(editor.steps).toEqual(['resize']);
    expect(editor.ui.getState().camera.zoom).toBe(1);
  });

  it('two on what is selected hold it even when the first one lands beside it', () => {
    const editor = new TestEditor();
    editor.store.getState().select(['slot-2']);
    const window = editor.blob('slot-2');
    const at = (dx: number) => ({ x: window.x + dx, y: window.y });
    editor.pinch([at(-0.3), at(0.3)], [at(-0.36), at(0.36)]);
    expect(editor.selected).toEqual(['slot-2']);
    expect(editor.blob('slot-2').size).toBeCloseTo(window.size * 1.44, 2);
  });

  it('two elsewhere zoom the view and change nothing else', () => {
    const editor = new TestEditor();
    const before = editor.scene;
    editor.pinch([NOTHING, { x: 0.13, y: 0.1 }], [NOTHING, { x: 0.23, y: 0.1 }]);
    expect(editor.ui.getState().camera.zoom).toBeGreaterThan(1.5);
    expect(editor.scene).toBe(before);
    expect(editor.selected).toEqual([]);
  });

  it('one that rests opens the menu of what is under it', () => {
    const editor = new TestEditor();
    editor.down(BED, { type: 'touch' });
    expect(editor.ui.getState().menu).toBeNull();
    vi.advanceTimersByTime(700);
    expect(editor.ui.getState().menu).not.toBeNull();
    expect(editor.selected).toEqual(['slot-1']);
    editor.up(BED, { type: 'touch' });
    expect(editor.selected).toEqual(['slot-1']);
  });

  it('that trembles while it taps selects and moves nothing', () => {
    const editor = new TestEditor();
    const before = editor.scene;
    const near = { x: BED.x + 5 / editor.view.side, y: BED.y };
    editor.down(BED, { type: 'touch' });
    editor.move(near, { type: 'touch' });
    editor.up(near, { type: 'touch' });
    expect(editor.scene).toBe(before);
    expect(editor.selected).toEqual(['slot-1']);
  });
});

describe('a drag, whatever comes beside it', () => {
  const beside: readonly (readonly [string, (editor: TestEditor) => void])[] = [
    [
      'a second finger that moves',
      (editor) => {
        editor.down(WINDOW, { id: 2, type: 'touch' });
        editor.move({ x: 0.9, y: 0.1 }, { id: 2, type: 'touch' });
        editor.up({ x: 0.9, y: 0.1 }, { id: 2, type: 'touch' });
      },
    ],
    [
      'two fingers',
      (editor) => {
        for (const id of [2, 3]) editor.down({ x: id / 10, y: 0.2 }, { id, type: 'touch' });
        editor.move({ x: 0.9, y: 0.9 }, { id: 3, type: 'touch' });
        for (const id of [2, 3]) editor.up({ x: id / 10, y: 0.2 }, { id, type: 'touch' });
      },
    ],
    ['a pen', (editor) => editor.drag(WINDOW, NOTHING, { id: 4, type: 'pen' })],
    ['a mouse', (editor) => editor.drag(WINDOW, NOTHING, { id: 5, type: 'mouse' })],
    ['a right click', (editor) => editor.pointers.menu({ x: 300, y: 300 }, { x: 300, y: 300 })],
  ];
  for (const type of ['mouse', 'pen', 'touch'] as const)
    it.each(beside)(`of a ${type}: %s`, (_, come) => {
      const [alone, disturbed] = [new TestEditor(), new TestEditor()];
      for (const editor of [alone, disturbed]) {
        editor.down(BED, { type, mod: true });
        editor.move({ x: 0.45, y: 0.65 }, { type, mod: true });
        if (editor === disturbed) come(editor);
        editor.move(to, { type, mod: true });
        editor.up(to, { type, mod: true });
      }
      expect(disturbed.scene).toEqual(alone.scene);
      expect([disturbed.steps, disturbed.selected]).toEqual([['move'], ['slot-1']]);
      expect(disturbed.ui.getState()).toMatchObject({ menu: null, cancelGesture: null, camera: { zoom: 1 } });
      // And the next one is a drag like any other.
      disturbed.drag(WINDOW, { x: 0.7, y: 0.4 }, { type });
      expect(disturbed.steps).toEqual(['move', 'move']);
    });

  it('ends when its own button goes up, though another is still down', () => {
    const editor = new TestEditor();
    editor.down(BED, { mod: true, buttons: 1 });
    editor.move(to, { mod: true, buttons: 3 });
    const there = editor.scene;
    editor.move({ x: 0.9, y: 0.9 }, { mod: true, buttons: 2 });
    editor.up({ x: 0.9, y: 0.9 });
    expect(editor.scene.blobs.map(({ x }) => x)).toEqual(
      there.blobs.map(({ x }) => expect.closeTo(x, 3) as number),
    );
    expect(editor.steps).toEqual(['move']);
  });

  it('is no press during a pinch, and a third finger ends none', () => {
    const editor = new TestEditor();
    editor.click(BED);
    const fingers = [
      { x: 0.35, y: 0.7 },
      { x: 0.45, y: 0.7 },
    ];
    fingers.forEach((at, id) => editor.down(at, { id: id + 10, type: 'touch' }));
    editor.down(WINDOW, { id: 12, type: 'touch' });
    editor.up(WINDOW, { id: 12, type: 'touch' });
    editor.drag(WINDOW, NOTHING, { id: 1 });
    editor.move({ x: 0.3, y: 0.7 }, { id: 10, type: 'touch' });
    editor.move({ x: 0.5, y: 0.7 }, { id: 11, type: 'touch' });
    fingers.forEach((at, id) => editor.up(at, { id: id + 10, type: 'touch' }));
    expect(editor.steps).toEqual(['resize']);
    expect(editor.blob('slot-2').x).toBeCloseTo(0.6, 2);
  });
});

describe('the wheel', () => {
  it('pans, with Shift sideways, and with Ctrl zooms about the pointer', () => {
    const editor = new TestEditor();
    const at = toCanvas(editor.view, BED);
    const turn = { at, dx: 0, dy: 30, lines: false, zooms: false, shift: false };
    editor.pointers.wheel(turn);
    expect(editor.ui.getState().camera).toEqual({ zoom: 1, x: 0, y: -30 });
    editor.pointers.wheel({ ...turn, shift: true });
    expect(editor.ui.getState().camera).toEqual({ zoom: 1, x: -30, y: -30 });
    const before = toCanvas(editor.view, BED);
    editor.pointers.wheel({ ...turn, at: before, dy: -200, zooms: true });
    const after = toCanvas(editor.view, BED);
    expect(editor.ui.getState().camera.zoom).toBeCloseTo(Math.exp(0.4), 6);
    expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(1.5);
  });
});

describe('faint things', () => {
  it('cannot be pressed where they have no mark, and can where they have one', () => {
    const editor = new TestEditor();
    const bed = bedOf(editor);
    editor.store.getState().edit('resize', (scene) => ({
      ...scene,
      blobs: scene.blobs.map((blob) => (blob.id === bed.id ? { ...blob, size: -1.5 } : blob)),
    }));
    editor.click(bed);
    expect(editor.selected).not.toContain('slot-1');
    editor.run('faint');
    editor.click(bed);
    expect(editor.selected).toEqual(['slot-1']);
  });

  it('among them what is hidden and what lies behind something else', () => {
    const editor = new TestEditor();
    editor.click(BED);
    editor.run('toggle-hidden');
    editor.run('faint');
    editor.store.getState().select([]);
    editor.click(BED);
    expect(editor.selected).toEqual(['slot-1']);
  });
});
