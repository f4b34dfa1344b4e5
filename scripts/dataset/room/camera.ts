/** Where a box of the room lies in the picture: what lets the layout refuse slivers before anything is drawn. */
import type { Camera, Thing, Vector } from './types';

const NEAR = 0.05;

const subtract = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const unit = (a: Vector): Vector => {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
};

export interface Projection {
  /** Picture units, (0, 0) top left; null behind the camera. */
  project(point: Vector): { x: number; y: number; depth: number } | null;
}

export function projectionOf(camera: Camera): Projection {
  const forward = unit(subtract(camera.target, camera.position));
  const right = unit(cross(forward, [0, 1, 0]));
  const up = cross(right, forward);
  const reach = Math.tan((camera.fov * Math.PI) / 360);
  return {
    project(point) {
      const offset = subtract(point, camera.position);
      const depth = dot(offset, forward);
      if (depth < NEAR) return null;
      return {
        x: 0.5 + dot(offset, right) / (2 * depth * reach),
        y: 0.5 - dot(offset, up) / (2 * depth * reach),
        depth,
      };
    },
  };
}

/** The eight corners of a thing's box, turned about the vertical. */
export function cornersOf(thing: Pick<Thing, 'position' | 'yaw' | 'dimensions'>): Vector[] {
  const [w, h, d] = thing.dimensions;
  const cos = Math.cos(thing.yaw);
  const sin = Math.sin(thing.yaw);
  const corners: Vector[] = [];
  for (const u of [-w / 2, w / 2]) {
    for (const v of [0, h]) {
      for (const s of [-d / 2, d / 2]) {
        corners.push([
          thing.position[0] + u * cos + s * sin,
          thing.position[1] + v,
          thing.position[2] - u * sin + s * cos,
        ]);
      }
    }
  }
  return corners;
}

/** Left, top, right and bottom of a thing's box in the picture; null when it reaches behind the camera. */
function boundsInPicture(
  projection: Projection,
  thing: Pick<Thing, 'position' | 'yaw' | 'dimensions'>,
): readonly [number, number, number, number] | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const corner of cornersOf(thing)) {
    const point = projection.project(corner);
    if (!point) return null;
    left = Math.min(left, point.x);
    right = Math.max(right, point.x);
    top = Math.min(top, point.y);
    bottom = Math.max(bottom, point.y);
  }
  return [left, top, right, bottom];
}

/**
 * Part of a thing's box outline (its bounding rectangle in the picture) that lies inside the frame, 0..1, and the
 * rectangle's area in the frame in parts of the picture. A box that reaches behind the camera counts as outside.
 */
export function inFrame(
  projection: Projection,
  thing: Pick<Thing, 'position' | 'yaw' | 'dimensions'>,
): { part: number; area: number } {
  const bounds = boundsInPicture(projection, thing);
  if (!bounds) return { part: 0, area: 0 };
  const [left, top, right, bottom] = bounds;
  const clamp = (value: number): number => Math.min(1, Math.max(0, value));
  const area = (clamp(right) - clamp(left)) * (clamp(bottom) - clamp(top));
  return { part: area / Math.max(1e-9, (right - left) * (bottom - top)), area };
}

/** How much of one thing's bounding rectangle another, nearer one covers with its own, 0..1. */
export function hiddenBy(
  projection: Projection,
  thing: Pick<Thing, 'position' | 'yaw' | 'dimensions'>,
  other: Pick<Thing, 'position' | 'yaw' | 'dimensions'>,
): number {
  const [mine, its] = [boundsInPicture(projection, thing), boundsInPicture(projection, other)];
  const depths = [thing, other].map(({ position }) => projection.project(position)?.depth ?? 0);
  if (!mine || !its || depths[1]! > depths[0]!) return 0;
  const width = Math.max(0, Math.min(mine[2], its[2]) - Math.max(mine[0], its[0]));
  const height = Math.max(0, Math.min(mine[3], its[3]) - Math.max(mine[1], its[1]));
  return (width * height) / Math.max(1e-9, (mine[2] - mine[0]) * (mine[3] - mine[1]));
}
