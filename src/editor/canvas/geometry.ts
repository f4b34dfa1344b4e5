/** Where blobs and their handles lie on the canvas, and what dragging a handle makes of a blob. Pure. */
import { type Ellipse, aspectFromRatio, blobFromEllipse, covarianceFrom, ellipseOf } from '../../blobgan';
import type { BlobShape } from '../../scene';

/** Where the picture lies on the canvas, in CSS pixels. */
export interface View {
  readonly left: number;
  readonly top: number;
  /** Side of the picture. */
  readonly side: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Zoom 1 fits the picture; x and y shift its middle, in CSS pixels. */
export interface Camera {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

const ZOOM_LIMITS = [0.25, 8] as const;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Room that the picture leaves, in CSS pixels: at the sides, above and below together (for handles that stick out of
 * it, and for the tools that float below), and how far above the middle it lies because of those.
 */
function roomAround({ width }: Size): { sides: number; heights: number; lift: number } {
  return width < 600 ? { sides: 32, heights: 72, lift: 26 } : { sides: 112, heights: 112, lift: 16 };
}

/** Side of the whole picture at zoom 1, in CSS pixels. */
function fittingSide(size: Size): number {
  const { sides, heights } = roomAround(size);
  return Math.max(64, Math.floor(Math.min(size.width - sides, size.height - heights)));
}

/** The square picture in what there is, then zoomed and shifted. */
export function viewOf(size: Size, camera: Camera): View {
  const { lift } = roomAround(size);
  const side = fittingSide(size) * camera.zoom;
  return {
    left: Math.round((size.width - side) / 2 + camera.x),
    top: Math.round((size.height - side) / 2 + camera.y - lift),
    side,
  };
}

/** The camera that has a box of the picture in the middle, as large as fits. */
export function cameraOn({ left, top, right, bottom }: Box, size: Size): Camera {
  const zoom = Math.min(4, 0.8 / Math.max(0.05, right - left, bottom - top));
  const shift = (middle: number): number => (0.5 - middle) * fittingSide(size) * zoom;
  return { zoom, x: shift((left + right) / 2), y: shift((top + bottom) / 2) };
}

/** The camera that is `factor` closer, with the canvas point `at` staying where it is. */
export function zoomAbout(camera: Camera, factor: number, at: Point, size: Size): Camera {
  const zoom = Math.min(ZOOM_LIMITS[1], Math.max(ZOOM_LIMITS[0], camera.zoom * factor));
  const grown = zoom / camera.zoom;
  const fromMiddle = { x: at.x - size.width / 2, y: at.y - size.height / 2 + roomAround(size).lift };
  return {
    zoom,
    x: fromMiddle.x - (fromMiddle.x - camera.x) * grown,
    y: fromMiddle.y - (fromMiddle.y - camera.y) * grown,
  };
}

export const toCanvas = (view: View, point: Point): Point => ({
  x: view.left + point.x * view.side,
  y: view.top + point.y * view.side,
});

export const toPicture = (view: View, point: Point): Point => ({
  x: (point.x - view.left) / view.side,
  y: (point.y - view.top) / view.side,
});

/** The outline of a blob, in picture units. */
export function outlineOf(blob: BlobShape, abNorm: number): Ellipse {
  return ellipseOf(blob.x, blob.y, blob.size, covarianceFrom(blob.aspect, blob.angle, abNorm));
}

/** How far out a point lies: 0 in the middle of the ellipse, 1 on its outline. */
export function reachAt(ellipse: Ellipse, point: Point): number {
  const dx = point.x - ellipse.x;
  const dy = point.y - ellipse.y;
  const cos = Math.cos(ellipse.angle);
  const sin = Math.sin(ellipse.angle);
  return Math.hypot((dx * cos + dy * sin) / ellipse.semiMajor, (dy * cos - dx * sin) / ellipse.semiMinor);
}

export type HandleKind = 'size' | 'stretch-major' | 'stretch-minor' | 'rotate';

export interface Handle {
  readonly kind: HandleKind;
  /** Canvas pixels. */
  readonly at: Point;
}

/** Outlines smaller than this (CSS pixels) have their handles outside, where a finger can tell them apart. */
const LEAST_REACH = 22;
/** How far outside the outline the handle that rotates is, in CSS pixels. */
export const ROTATE_DISTANCE = 30;

/** The handles of a blob on the canvas: size at the four diagonals, stretch at the axes' ends, rotation beyond. */
export function handlesOf(ellipse: Ellipse, view: View): Handle[] {
  const middle = toCanvas(view, ellipse);
  const major = Math.max(LEAST_REACH, ellipse.semiMajor * view.side);
  const minor = Math.max(LEAST_REACH, ellipse.semiMinor * view.side);
  const at = (along: number, across: number): Point => {
    const cos = Math.cos(ellipse.angle);
    const sin = Math.sin(ellipse.angle);
    return { x: middle.x + along * cos - across * sin, y: middle.y + along * sin + across * cos };
  };
  const diagonal = Math.SQRT1_2;
  // The rotation handle hangs on the upper end of the shorter axis.
  const up = at(0, -1).y <= middle.y ? -1 : 1;
  return [
    ...[-1, 1].flatMap((u) =>
      [-1, 1].map((v): Handle => ({ kind: 'size', at: at(u * major * diagonal, v * minor * diagonal) })),
    ),
    ...[-1, 1].map((u): Handle => ({ kind: 'stretch-major', at: at(u * major, 0) })),
    ...[-1, 1].map((v): Handle => ({ kind: 'stretch-minor', at: at(0, v * minor) })),
    { kind: 'rotate', at: at(0, up * (minor + ROTATE_DISTANCE)) },
  ];
}

/** The box around several blobs' outlines, in picture units. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How far an ellipse reaches to the right and downwards from its middle. */
export function extentOf({ semiMajor, semiMinor, angle }: Ellipse): Point {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return { x: Math.hypot(semiMajor * cos, semiMinor * sin), y: Math.hypot(semiMajor * sin, semiMinor * cos) };
}

/** The box around blobs' outlines. */
export function boxOf(blobs: readonly BlobShape[], abNorm: number): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const blob of blobs) {
    const extent = extentOf(outlineOf(blob, abNorm));
    box.left = Math.min(box.left, blob.x - extent.x);
    box.right = Math.max(box.right, blob.x + extent.x);
    box.top = Math.min(box.top, blob.y - extent.y);
    box.bottom = Math.max(box.bottom, blob.y + extent.y);
  }
  return box;
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
  if (kind === 'size') return { size: Math.max(blob.size, 0.02) * grown * grown };
  const ellipse = outlineOf({ ...blob, size: Math.max(blob.size, 0.02) }, abNorm);
  const major = kind === 'stretch-major';
  const semiMajor = ellipse.semiMajor * (major ? grown : 1);
  const semiMinor = ellipse.semiMinor * (major ? 1 : grown);
  if (semiMajor >= semiMinor) {
    return blobFromEllipse({ ...ellipse, semiMajor, semiMinor }, abNorm);
  }
  // The other axis is the longer one now. The angle stays continuous by keeping the aspect below 1 here;
  // `withinLimits` turns it into its inverse, a quarter turn on.
  const swapped = blobFromEllipse({ ...ellipse, semiMajor: semiMinor, semiMinor: semiMajor }, abNorm);
  return {
    size: swapped.size,
    aspect: 1 / aspectFromRatio(semiMinor / semiMajor, abNorm),
    angle: blob.angle,
  };
}

const RESIZE_CURSORS = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const;

/** The mouse pointer over a handle: the two ways that it can be dragged. */
export function cursorOf(handle: Handle, middle: Point): string {
  if (handle.kind === 'rotate') return 'grab';
  const turn = Math.atan2(handle.at.y - middle.y, handle.at.x - middle.x);
  return RESIZE_CURSORS[((Math.round(turn / (Math.PI / 4)) % 4) + 4) % 4]!;
}
