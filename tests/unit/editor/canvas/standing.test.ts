import { beforeEach, describe, expect, it } from 'vitest';
import { NO_STANDS, type Stands, sizeAt, standsOf, stoodAt } from '../../../../src/editor/canvas/standing';
import { sceneFromLayout } from '../../../../src/scene';
import { MODEL, layoutOf } from '../../scene/fixtures';
import { TestEditor } from '../test-editor';

const BED = { x: 0.4, y: 0.7 };
const WINDOW = { x: 0.6, y: 0.3 };

/** The bed is in slot 1, the window in slot 2. */
const STANDS: Stands = new Map([
  [1, { band: 'floor', low: 0.6, high: 0.9, growth: 4 }],
  [2, { band: 'wall', low: 0.2, high: 0.45, growth: 0 }],
]);

const line = (low: number, high: number, slope: number, correlation: number) => ({
  low,
  high,
  slope,
  correlation,
});
const SLOTS = [
  { slot: 0, name: 'floor', standing: line(0.9, 0.97, -5, -1) },
  { slot: 1, name: 'back wall', standing: line(0.35, 0.47, -2, -0.4) },
  { slot: 2, name: 'bed', standing: line(0.63, 0.88, 4.5, 0.65) },
  { slot: 3, name: 'bookcase', standing: line(0.45, 0.63, 1, 0.1) },
  { slot: 4, name: 'picture', standing: line(0.25, 0.42, -7, -0.5) },
  { slot: 5, name: 'ceiling lamp', standing: line(0.01, 0.31, 3.5, 0.4) },
  { slot: 6, name: 'toy', standing: null },
];

describe('what a model says of its things', () => {
  it('tells what hangs, what is on a wall, what stands on the floor, and which of those grow as they come nearer', () => {
    const stands = standsOf(SLOTS);
    const of = (slot: number) => [stands.get(slot)?.band, stands.get(slot)?.growth];
    expect([2, 3, 4, 5].map(of)).toEqual([
      ['floor', 4.5],
      ['floor', 0],
      ['wall', 0],
      ['ceiling', 0],
    ]);
    expect([...stands.keys()]).toEqual([2, 3, 4, 5]);
  });

  it('is nothing where it names no room, or was converted before it was measured', () => {
    expect(standsOf(SLOTS.map((slot) => ({ ...slot, name: `blob ${slot.slot}` })))).toBe(NO_STANDS);
    expect(standsOf(SLOTS.map(({ slot, name }) => ({ slot, name })))).toBe(NO_STANDS);
  });
});

describe('a drag', () => {
  let editor: TestEditor;
  beforeEach(() => {
    editor = new TestEditor(undefined, null, STANDS);
    editor.ui.setState({ snap: false });
  });
  const { size } = sceneFromLayout(MODEL, layoutOf(7), 7, 0).blobs[1]!;

  it('makes a thing on the floor smaller as it goes back, and larger as it comes nearer', () => {
    editor.drag(BED, { x: 0.4, y: 0.65 });
    expect(editor.blob('slot-1').size).toBeCloseTo(size * Math.exp(4 * -0.05), 1);
    editor.drag({ x: 0.4, y: 0.65 }, { x: 0.4, y: 0.8 });
    expect(editor.blob('slot-1').size).toBeCloseTo(size * Math.exp(4 * 0.1), 1);
    editor.drag({ x: 0.4, y: 0.8 }, BED);
    expect(editor.blob('slot-1').size).toBeCloseTo(size, 1);
    expect(editor.steps).toEqual(['move', 'move', 'move']);
  });

  it('keeps it on the floor, and says so as long as it does', () => {
    editor.down(BED);
    editor.move({ x: 0.45, y: 0.62 });
    expect(editor.ui.getState().guides).toEqual([]);
    editor.move({ x: 0.5, y: 0.2 });
    expect(editor.ui.getState().guides).toEqual([
      { axis: 'y', at: expect.closeTo(0.6, 6), from: 0, to: 1, band: 'floor' },
    ]);
    editor.up({ x: 0.5, y: 0.2 });
    expect(editor.ui.getState().guides).toEqual([]);
    const { x, y } = editor.blob('slot-1');
    expect([x, y]).toEqual([expect.closeTo(0.5, 2), expect.closeTo(0.6, 2)]);
    expect(editor.blob('slot-1').size).toBeCloseTo(size * Math.exp(4 * -0.1), 1);
  });

  it('keeps what is on a wall there, as large as it is', () => {
    const before = editor.blob('slot-2');
    editor.drag(WINDOW, { x: 0.3, y: 0.9 });
    expect(editor.blob('slot-2')).toMatchObject({ size: before.size, y: expect.closeTo(0.45, 2) });
  });

  it('keeps several where all can stand, and copies as well', () => {
    editor.store.getState().select(['slot-1', 'slot-2']);
    editor.drag(BED, { x: 0.4, y: 0.1 }, { alt: true });
    const copies = editor.selected.map((id) => editor.blob(id).y);
    expect(copies).toEqual([expect.closeTo(0.6, 2), expect.closeTo(0.2, 2)]);
    expect(editor.blob('slot-1').y).toBeCloseTo(0.7, 2);
  });

  it('is free with Ctrl, or where depth is off, which Ctrl turns round', () => {
    editor.ui.setState({ snap: true });
    editor.drag(BED, { x: 0.4, y: 0.3 }, { mod: true });
    expect(editor.blob('slot-1')).toMatchObject({ size, y: expect.closeTo(0.3, 2) });
    // What floats may float on, and goes back without a jump.
    editor.ui.setState({ snap: false });
    editor.drag({ x: 0.4, y: 0.3 }, { x: 0.4, y: 0.4 });
    expect(editor.blob('slot-1')).toMatchObject({ size, y: expect.closeTo(0.4, 2) });
    editor.ui.setState({ depth: false });
    editor.drag({ x: 0.4, y: 0.4 }, { x: 0.4, y: 0.1 });
    expect(editor.blob('slot-1')).toMatchObject({ size, y: expect.closeTo(0.1, 2) });
  });

  it('in a model that says nothing floats as ever', () => {
    const other = new TestEditor();
    other.ui.setState({ snap: false });
    other.drag(BED, { x: 0.4, y: 0.2 });
    expect(other.blob('slot-1')).toMatchObject({ size, y: expect.closeTo(0.2, 2) });
  });
});

describe('a thing of the library', () => {
  const bed = sceneFromLayout(MODEL, layoutOf(7), 7, 0).blobs[1]!;

  it('is as large as the place makes it, and comes down to the floor', () => {
    expect(stoodAt(bed, { x: 0.2, y: 0.85 }, STANDS)).toEqual({
      shape: {
        x: 0.2,
        y: expect.closeTo(0.85, 6),
        size: sizeAt(bed, 0.85, STANDS),
        aspect: bed.aspect,
        angle: bed.angle,
      },
      guide: null,
    });
    expect(sizeAt(bed, 0.85, STANDS)).toBeCloseTo(bed.size * Math.exp(4 * (0.85 - bed.y)), 6);
    const { shape, guide } = stoodAt(bed, { x: 0.2, y: 0.1 }, STANDS);
    expect(shape.y).toBeCloseTo(0.6, 6);
    expect(guide?.band).toBe('floor');
  });
});
