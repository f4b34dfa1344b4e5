import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf, withSide } from '../../../../src/editor/canvas/frame';
import { type View, outlineOf, reachAt, toPicture, viewOf } from '../../../../src/editor/canvas/geometry';
import {
  type Handle,
  dragHandle,
  handleAt,
  handlesOf,
  turnedTo,
} from '../../../../src/editor/canvas/handles';
import { tagPlace } from '../../../../src/editor/canvas/tag-place';
import { type BlobShape, withinLimits } from '../../../../src/scene';

const NORM = 0.004;
const VIEW = viewOf({ width: 800, height: 600 }, { zoom: 1, x: 0, y: 0 });
const QUARTER = Math.PI / 2;

const shapeWith = (shape: Partial<BlobShape>): BlobShape => ({
  x: 0.5,
  y: 0.5,
  size: 12,
  aspect: 1.5,
  angle: 0.3,
  ...shape,
});
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const shapes = fc.record({
  x: number(0.1, 0.9),
  y: number(0.1, 0.9),
  size: number(1, 30),
  aspect: number(1.1, 5),
  angle: number(-QUARTER + 1e-6, QUARTER),
});

describe('the frame of a blob', () => {
  it('is upright for what stands upright: 0 degrees, and higher than wide', () => {
    const upright = frameOf(shapeWith({ aspect: 4, angle: QUARTER }), NORM);
    expect(upright.angle).toBeCloseTo(0, 9);
    expect(upright.aspect).toBeCloseTo(1 / 4, 9);
    expect(upright.semiHeight / upright.semiWidth).toBeGreaterThan(3.5);
  });

  it('has its angle in (-45, 45] degrees, and is the same blob', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { x, y, aspect, angle } = frameOf(shape, NORM);
        expect(angle).toBeGreaterThan(-QUARTER / 2 - 1e-9);
        expect(angle).toBeLessThanOrEqual(QUARTER / 2 + 1e-9);
        const again = withinLimits({ x, y, size: shape.size, aspect, angle });
        expect(again.aspect).toBeCloseTo(shape.aspect, 9);
        // An axis has no direction.
        expect(Math.sin(again.angle - shape.angle)).toBeCloseTo(0, 9);
      }),
    );
    for (const [angle, folded] of [
      [45, 45],
      [-45, 45],
      [46, -44],
      [90, 0],
    ] as const)
      expect(
        (frameOf(shapeWith({ angle: (angle * Math.PI) / 180 }), NORM).angle * 180) / Math.PI,
      ).toBeCloseTo(folded, 9);
  });

  it('gets the width or the height that is asked for, and keeps the other and its angle', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom('width', 'height'), number(0.02, 0.6), (shape, which, side) => {
        const before = frameOf(shape, NORM);
        const shaped = withinLimits({ ...shape, ...withSide(before, which, side, NORM) });
        const after = frameOf(shaped, NORM, before.angle);
        expect(which === 'width' ? after.semiWidth : after.semiHeight).toBeCloseTo(side, 6);
        const [was, is] =
          which === 'width' ? [before.semiHeight, after.semiHeight] : [before.semiWidth, after.semiWidth];
        // At the most extreme aspects the other side goes along.
        if (shaped.aspect < 11.9) expect(is).toBeCloseTo(was, 6);
        expect(Math.sin(2 * (after.angle - before.angle))).toBeCloseTo(0, 6);
      }),
    );
  });
});

describe('handles', () => {
  const shape = shapeWith({});
  const outline = outlineOf(shape, NORM);
  const handles = handlesOf(frameOf(shape, NORM), VIEW);
  const of = (kind: Handle['kind']): Handle => handles.find((handle) => handle.kind === kind)!;

  it('lie on the outline, but for the one that rotates', () => {
    expect(handles).toHaveLength(9);
    for (const handle of handles.filter(({ kind }) => kind !== 'rotate')) {
      expect(reachAt(outline, toPicture(VIEW, handle.at))).toBeCloseTo(1, 6);
    }
    expect(reachAt(outline, toPicture(VIEW, of('rotate').at))).toBeGreaterThan(1.1);
  });

  it('of an upright thing stand upright: rotation straight above it, width beside it, height above and below', () => {
    const upright = handlesOf(frameOf(shapeWith({ size: 40, aspect: 2, angle: QUARTER }), NORM), VIEW);
    const middle = { x: VIEW.left + VIEW.side / 2, y: VIEW.top + VIEW.side / 2 };
    for (const { kind, at } of upright) {
      if (kind === 'rotate') expect(at.y).toBeLessThan(middle.y);
      if (kind === 'width') expect(at.y).toBeCloseTo(middle.y, 6);
      if (kind === 'rotate' || kind === 'height') expect(at.x).toBeCloseTo(middle.x, 6);
    }
  });

  it('cover little of any thing, however small or thin: those of a small one are fewer and outside', () => {
    /** Of a handle with its line, in CSS pixels. */
    const radius = 6;
    fc.assert(
      fc.property(shapes, number(0.05, 30), number(300, 1500), (shape, size, side) => {
        const view: View = { left: 0, top: 0, side };
        const frame = frameOf({ ...shape, size }, NORM);
        const [wide, high] = [frame.semiWidth * side, frame.semiHeight * side];
        const found = handlesOf(frame, view);
        const middle = { x: frame.x * side, y: frame.y * side };
        let covered = 0;
        for (const { at } of found) {
          for (let x = -radius + 0.5; x < radius; x++)
            for (let y = -radius + 0.5; y < radius; y++) {
              if (Math.hypot(x, y) > radius) continue;
              const ellipse = outlineOf({ ...shape, size }, NORM);
              if (reachAt(ellipse, toPicture(view, { x: at.x + x, y: at.y + y })) < 1) covered++;
            }
          // A finger on the thing's middle means the thing.
          expect(Math.hypot(at.x - middle.x, at.y - middle.y)).toBeGreaterThan(24);
        }
        expect(covered).toBeLessThan(0.2 * Math.PI * wide * high);
        if (Math.min(wide, high) < 20) expect(covered).toBe(0);
        if (Math.max(wide, high) < 30) expect(found.map(({ kind }) => kind)).toEqual(['size', 'rotate']);
      }),
      { numRuns: 200 },
    );
  });

  it('are found by the nearest one within reach', () => {
    const { at } = of('rotate');
    expect(handleAt(handles, { x: at.x + 5, y: at.y }, 10)?.kind).toBe('rotate');
    expect(handleAt(handles, { x: at.x + 300, y: at.y }, 10)).toBeNull();
  });
});

describe('dragging a handle', () => {
  it('puts the outline under the pointer, whatever the blob: both axes with the corner, one with the side', () => {
    fc.assert(
      fc.property(
        shapes,
        number(0.5, 2),
        fc.constantFrom('size', 'width', 'height' as const),
        (shape, grown, kind) => {
          const view = { left: 0, top: 0, side: 1e5 };
          const handle = handlesOf(frameOf(shape, NORM), view).find((one) => one.kind === kind)!;
          const from = toPicture(view, handle.at);
          const to = { x: shape.x + (from.x - shape.x) * grown, y: shape.y + (from.y - shape.y) * grown };
          const after = withinLimits({ ...shape, ...dragHandle(kind, shape, NORM, from, to, false) });
          fc.pre(after.aspect < 11.9);
          expect(reachAt(outlineOf(after, NORM), to)).toBeCloseTo(1, 3);
          if (kind === 'size') expect(after.aspect).toBeCloseTo(shape.aspect, 9);
        },
      ),
    );
  });

  it('turns by the angle that the pointer went', () => {
    const shape = shapeWith({ angle: 0.1 });
    const turned = dragHandle('rotate', shape, NORM, { x: 0.5, y: 0.3 }, { x: 0.7, y: 0.5 }, false);
    expect(turned.angle).toBeCloseTo(0.1 + QUARTER, 9);
  });

  it('turns in steps of 15 degrees with Shift', () => {
    const shape = shapeWith({ angle: 0.1 });
    const turned = dragHandle('rotate', shape, NORM, { x: 0.5, y: 0.3 }, { x: 0.55, y: 0.3 }, true);
    expect((turned.angle! * 180) / Math.PI / 15).toBeCloseTo(
      Math.round((turned.angle! * 180) / Math.PI / 15),
      9,
    );
  });

  it('leaves every handle under the hand, all the way round', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const view = { left: 0, top: 0, side: 1e4 };
        const start = handlesOf(frameOf(shape, NORM), view).find(({ kind }) => kind === 'rotate')!;
        const from = toPicture(view, start.at);
        for (let turn = 0; turn < 2 * Math.PI; turn += 0.2) {
          const [dx, dy] = [from.x - shape.x, from.y - shape.y];
          const to = {
            x: shape.x + dx * Math.cos(turn) - dy * Math.sin(turn),
            y: shape.y + dx * Math.sin(turn) + dy * Math.cos(turn),
          };
          const now = withinLimits({ ...shape, ...dragHandle('rotate', shape, NORM, from, to, false) });
          const frame = frameOf(now, NORM, turnedTo(shape, NORM, from, to, false));
          const { at } = handlesOf(frame, view).find(({ kind }) => kind === 'rotate')!;
          expect(Math.hypot(at.x - to.x * 1e4, at.y - to.y * 1e4)).toBeLessThan(1);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('the name of a thing', () => {
  const tag = { width: 80, height: 22 };
  const room = { width: 600, height: 400 };

  it('lies below it, or above it where something lies over the canvas below', () => {
    expect(tagPlace(300, { top: 100, bottom: 200 }, tag, room)).toMatchObject({ x: 300, pointer: 'up' });
    expect(tagPlace(300, { top: 300, bottom: 390 }, tag, room)).toMatchObject({ x: 300, pointer: 'down' });
  });

  it('is whole and uncovered wherever the thing is', () => {
    fc.assert(
      fc.property(number(-200, 800), number(-300, 700), number(0, 900), (across, top, height) => {
        const { x, y, pointer } = tagPlace(across, { top, bottom: top + height }, tag, room);
        const upper = pointer === 'up' ? y + 5 : pointer === 'down' ? y - 5 - tag.height : y;
        expect(upper).toBeGreaterThanOrEqual(0);
        expect(upper + tag.height).toBeLessThanOrEqual(room.height);
        expect(x - tag.width / 2).toBeGreaterThanOrEqual(0);
        expect(x + tag.width / 2).toBeLessThanOrEqual(room.width);
      }),
    );
  });
});
