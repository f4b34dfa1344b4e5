/** Where the picture and its blobs lie on the canvas. Pure. */
import { type Ellipse, covarianceFrom, ellipseOf } from '../../blobgan';
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

export interface CanvasSize {
  readonly width: number;
  readonly height: number;
  /** Nothing floats over the canvas: the picture takes all of it. */
  readonly flush?: boolean;
}

/**
 * Room that the picture leaves, in CSS pixels: at the sides, above and below together (for handles that stick out of
 * it, and for the tools that float below), and how far above the middle it lies because of those.
 */
function roomAround({ width, flush }: CanvasSize): { sides: number; heights: number; lift: number } {
  if (flush) return { sides: 0, heights: 0, lift: 0 };
  return width < 600 ? { sides: 32, heights: 72, lift: 26 } : { sides: 112, heights: 112, lift: 16 };
}

/** Side of the whole picture at zoom 1, in CSS pixels. */
function fittingSide(size: CanvasSize): number {
  const { sides, heights } = roomAround(size);
  return Math.max(64, Math.floor(Math.min(size.width - sides, size.height - heights)));
}

/** The square picture in what there is, then zoomed and shifted. */
export function viewOf(size: CanvasSize, camera: Camera): View {
  const { lift } = roomAround(size);
  const side = fittingSide(size) * camera.zoom;
  return {
    left: Math.round((size.width - side) / 2 + camera.x),
    top: Math.round((size.height - side) / 2 + camera.y - lift),
    side,
  };
}

/** The camera that has a box of the picture in the middle, as large as fits. */
export function cameraOn({ left, top, right, bottom }: Box, size: CanvasSize): Camera {
  const zoom = Math.min(4, 0.8 / Math.max(0.05, right - left, bottom - top));
  const shift = (middle: number): number => (0.5 - middle) * fittingSide(size) * zoom;
  return { zoom, x: shift((left + right) / 2), y: shift((top + bottom) / 2) };
}

/** The camera that is `factor` closer, with the canvas point `at` staying where it is. */
export function zoomAbout(camera: Camera, factor: number, at: Point, size: CanvasSize): Camera {
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
