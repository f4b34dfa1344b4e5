import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boxOf,
  cameraOn,
  toCanvas,
  toPicture,
  viewOf,
  zoomAbout,
} from '../../../../src/editor/canvas/geometry';
import { pickBlob } from '../../../../src/editor/canvas/picking';
import type { Blob } from '../../../../src/scene';

const NORM = 0.004;
const SIZE = { width: 800, height: 600 };
const VIEW = viewOf(SIZE, { zoom: 1, x: 0, y: 0 });

function blobAt(id: string, shape: Partial<Blob>): Blob {
  return {
    id,
    name: id,
    x: 0.5,
    y: 0.5,
    size: 4,
    aspect: 1.5,
    angle: 0.3,
    hidden: false,
    locked: false,
    feature: { seed: 1, truncation: 0, slot: 0 },
    style: { seed: 1, truncation: 0, slot: 0 },
    ...shape,
  };
}

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
describe('a view of a box', () => {
  it('has the box in the middle and whole, whatever the shape of the canvas', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 2000 }),
        fc.integer({ min: 300, max: 1200 }),
        (width, height) => {
          const size = { width, height };
          const box = boxOf([blobAt('a', { x: 0.2, y: 0.7 })], NORM);
          const view = viewOf(size, cameraOn(box, size));
          const from = toCanvas(view, { x: box.left, y: box.top });
          const to = toCanvas(view, { x: box.right, y: box.bottom });
          expect(Math.abs((from.x + to.x) / 2 - width / 2)).toBeLessThanOrEqual(1);
          // A little above it, because tools float below.
          expect(Math.abs((from.y + to.y) / 2 - height / 2)).toBeLessThanOrEqual(27);
          expect(Math.min(from.x, from.y)).toBeGreaterThanOrEqual(0);
          expect(to.x).toBeLessThanOrEqual(width);
          expect(to.y).toBeLessThanOrEqual(height);
        },
      ),
    );
  });
});

describe('the view', () => {
  it('is square, centred, and goes to the picture and back', () => {
    expect(VIEW).toEqual({ left: 156, top: 40, side: 488 });
    expect(toPicture(VIEW, toCanvas(VIEW, { x: 0.3, y: 0.8 }))).toEqual({
      x: expect.closeTo(0.3, 9),
      y: expect.closeTo(0.8, 9),
    });
  });
});

describe('zooming', () => {
  it('keeps the point under the pointer, and stays within its limits', () => {
    fc.assert(
      fc.property(
        number(0.5, 4),
        number(-300, 300),
        number(0.2, 5),
        number(0, 800),
        number(0, 600),
        (zoom, x, factor, px, py) => {
          const camera = { zoom, x, y: -x };
          const after = zoomAbout(camera, factor, { x: px, y: py }, SIZE);
          const under = toPicture(viewOf(SIZE, camera), { x: px, y: py });
          const still = toPicture(viewOf(SIZE, after), { x: px, y: py });
          // A view lies on whole pixels.
          expect(Math.abs(still.x - under.x) * viewOf(SIZE, after).side).toBeLessThan(6);
          expect(after.zoom).toBeGreaterThanOrEqual(0.25);
          expect(after.zoom).toBeLessThanOrEqual(8);
        },
      ),
    );
  });
});

describe('picking', () => {
  const floor = blobAt('floor', { x: 0.5, y: 0.9, size: 40, aspect: 2, angle: 0 });
  const bed = blobAt('bed', { x: 0.5, y: 0.7, size: 10 });
  const lamp = blobAt('lamp', { x: 0.5, y: 0.62, size: 0.4, aspect: 1 });

  it('means the thing that stands on the floor, not the floor', () => {
    expect(pickBlob([floor, bed], NORM, { x: 0.5, y: 0.7 })).toBe('bed');
    expect(pickBlob([floor, bed], NORM, { x: 0.15, y: 0.95 })).toBe('floor');
  });

  it('means a faint thing in front even where the thing behind it has the higher score', () => {
    expect(pickBlob([floor, bed, lamp], NORM, { x: 0.5, y: 0.62 })).toBe('lamp');
  });

  it('does not mean what is hidden behind, or not shown, or not there', () => {
    expect(pickBlob([lamp, bed], NORM, { x: 0.5, y: 0.62 })).toBe('bed');
    expect(pickBlob([floor, { ...bed, hidden: true }], NORM, { x: 0.5, y: 0.8 })).toBe('floor');
    expect(pickBlob([bed], NORM, { x: 0.02, y: 0.02 })).toBeNull();
  });
});
