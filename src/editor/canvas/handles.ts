/** Where the handles of what is selected lie on the canvas, and what dragging one makes of a blob. Pure. */
import type { BlobShape } from '../../scene';
import { type Frame, LEAST_SIZE, frameOf, shapedFrame, withSide } from './frame';
import { type Box, type Point, type View, boxOf, toCanvas } from './geometry';

export type HandleKind = 'size' | 'width' | 'height' | 'rotate';

export interface Handle {
  readonly kind: HandleKind;
  /** Canvas pixels. */
  readonly at: Point;
}

/** How far outside the outline the handle that rotates is, in CSS pixels. */
export const ROTATE_DISTANCE = 30;
/** Handles lie on the outline where a semi-axis has this many CSS pixels: they cover little of the thing. */
const ROOMY = 32;
/** Else there are fewer, so far outside the outline and from the thing's middle: a finger can tell them apart. */
const CLEAR = 16;
const LEAST_REACH = 26;
/** Of a thing that can hardly be seen. */
const LEAST_EXTENT = 10;

/**
 * The handles of a blob on the canvas: size at the diagonals, width and height at the sides, rotation above. A side that is
 * short has no handles of its own, and a thing with one has one for its size.
 */
export function handlesOf({ semiWidth, semiHeight, angle, ...place }: Frame, view: View): Handle[] {
  const middle = toCanvas(view, place);
  const [width, height] = [semiWidth * view.side, semiHeight * view.side];
  const roomy = Math.min(width, height) >= ROOMY;
  const out = (semiAxis: number): number => (roomy ? semiAxis : Math.max(LEAST_REACH, semiAxis + CLEAR));
  const [along, across] = [out(width), out(height)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const at = (x: number, y: number): Point => ({
    x: middle.x + x * cos - y * sin,
    y: middle.y + x * sin + y * cos,
  });
  const ends = [-1, 1];
  const corners = roomy ? ends.flatMap((u) => ends.map((v) => [u, v] as const)) : ([[1, 1]] as const);
  const diagonal = Math.SQRT1_2;
  return [
    ...corners.map(([u, v]): Handle => ({
      kind: 'size',
      at: at(u * along * diagonal, v * across * diagonal),
    })),
    ...ends.filter(() => width >= ROOMY).map((u): Handle => ({ kind: 'width', at: at(u * along, 0) })),
    ...ends.filter(() => height >= ROOMY).map((v): Handle => ({ kind: 'height', at: at(0, v * across) })),
    { kind: 'rotate', at: at(0, -(Math.max(LEAST_EXTENT, height) + ROTATE_DISTANCE)) },
  ];
}

/** Handles of several blobs: size at the corners of their box, rotation above it. */
export function groupHandlesOf(
  blobs: readonly BlobShape[],
  abNorm: number,
  view: View,
): { box: Box; middle: Point; handles: Handle[] } {
  const box = boxOf(blobs, abNorm);
  const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  const top = toCanvas(view, { x: middle.x, y: box.top });
  const corners = [box.left, box.right].flatMap((x) => [box.top, box.bottom].map((y) => ({ x, y })));
  return {
    box,
    middle,
    handles: [
      ...corners.map((corner): Handle => ({ kind: 'size', at: toCanvas(view, corner) })),
      { kind: 'rotate', at: { x: top.x, y: top.y - ROTATE_DISTANCE } },
    ],
  };
}

/** The handle within `reach` pixels of a point that is nearest to it. */
export function handleAt(handles: readonly Handle[], point: Point, reach: number): Handle | null {
  let best: Handle | null = null;
  let nearest = reach;
  for (const handle of handles) {
    const distance = Math.hypot(handle.at.x - point.x, handle.at.y - point.y);
    if (distance <= nearest) {
      best = handle;
      nearest = distance;
    }
  }
  return best;
}

/** Shift turns in these steps. */
export const TURN_STEP = Math.PI / 12;

/**
 * What dragging a handle makes of a blob, from the blob at the gesture's start.
 * @param from pointer at the start, picture units
 * @param to pointer now
 * @param stepped Shift: 15-degree steps when rotating
 */
export function dragHandle(
  kind: HandleKind,
  blob: BlobShape,
  abNorm: number,
  from: Point,
  to: Point,
  stepped: boolean,
): Partial<BlobShape> {
  const distance = (point: Point): number => Math.hypot(point.x - blob.x, point.y - blob.y);
  const turn = (point: Point): number => Math.atan2(point.y - blob.y, point.x - blob.x);
  if (kind === 'rotate') {
    const angle = blob.angle + turn(to) - turn(from);
    return { angle: stepped ? Math.round(angle / TURN_STEP) * TURN_STEP : angle };
  }
  const grown = distance(to) / Math.max(1e-6, distance(from));
  // Both axes grow together: the area, and with it s, grows by the square.
  if (kind === 'size') return { size: Math.max(blob.size, LEAST_SIZE) * grown * grown };
  const frame = shapedFrame(blob, abNorm);
  const side = kind === 'width' ? frame.semiWidth : frame.semiHeight;
  return withSide(frame, kind, side * grown, abNorm);
}

/** The direction that the width of a blob has come to, where a handle turns it: as far as the hand has turned it. */
export function turnedTo(blob: BlobShape, abNorm: number, from: Point, to: Point, stepped: boolean): number {
  const { angle = blob.angle } = dragHandle('rotate', blob, abNorm, from, to, stepped);
  return frameOf(blob, abNorm).angle + angle - blob.angle;
}

const RESIZE_CURSORS = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const;

/** The mouse pointer over a handle: the two ways that it can be dragged. */
export function cursorOf(handle: Handle, middle: Point): string {
  if (handle.kind === 'rotate') return 'grab';
  const turn = Math.atan2(handle.at.y - middle.y, handle.at.x - middle.x);
  return RESIZE_CURSORS[((Math.round(turn / (Math.PI / 4)) % 4) + 4) % 4]!;
}
