/** Drags on the canvas: from pointer positions to edits of the document at the gesture's start. */
import { type Blob, type Ids, type Scene, type StepName, duplicate, reshape } from '../../scene';
import type { Point } from './geometry';
import { type HandleKind, TURN_STEP, dragHandle, turnedTo } from './handles';
import { type Guide, snapMove } from './snapping';
import { NO_STANDS, type Stands, keepStanding, sizeAt } from './standing';

export type Gesture =
  | { readonly type: 'move'; readonly ids: Ids; readonly from: Point }
  /** Copies move, the originals stay: `ids` are theirs. */
  | { readonly type: 'copy'; readonly ids: Ids; readonly from: Point }
  | { readonly type: 'handle'; readonly kind: HandleKind; readonly id: string; readonly from: Point }
  /** Several blobs about their common middle. */
  | {
      readonly type: 'group';
      readonly kind: 'size' | 'rotate';
      readonly ids: Ids;
      readonly middle: Point;
      readonly from: Point;
    };

/** From one point to another; with Shift along the axis that it goes further on. */
function wayOf(from: Point, to: Point, constrained: boolean): Point {
  const [x, y] = [to.x - from.x, to.y - from.y];
  if (!constrained) return { x, y };
  return Math.abs(x) >= Math.abs(y) ? { x, y: 0 } : { x: 0, y };
}

/** What moves, as it is when it has gone some way: nearer or further, it is larger or smaller. */
function shapeAfter(blob: Blob, way: Point, stands: Stands): Blob {
  const y = blob.y + way.y;
  return { ...blob, x: blob.x + way.x, y, size: sizeAt(blob, y, stands) };
}

/** The scene in which a gesture moves blobs, and which ones: the copies are there from the start. */
export function moved(
  scene: Scene,
  { type, ids }: Extract<Gesture, { type: 'move' | 'copy' }>,
): { base: Scene; ids: Ids } {
  if (type === 'move') return { base: scene, ids };
  const made = duplicate(scene, ids, 0, 0);
  return { base: made.scene, ids: new Set(made.ids) };
}

/**
 * Where the pointer would have to be for what it moves to lie exactly where it snaps to, and for nothing to float.
 * @param within in picture units; 0 snaps nothing
 * @param stands where things can stand
 */
export function snapped(
  scene: Scene,
  gesture: Gesture,
  abNorm: number,
  to: Point,
  constrained: boolean,
  within: number,
  stands = NO_STANDS,
): { to: Point; guides: readonly Guide[] } {
  if (gesture.type !== 'move' && gesture.type !== 'copy') return { to, guides: [] };
  const { base, ids } = moved(scene, gesture);
  const way = wayOf(gesture.from, to, constrained);
  const at = { x: gesture.from.x + way.x, y: gesture.from.y + way.y };
  const moving = base.blobs.filter((blob) => ids.has(blob.id) && !blob.locked);
  const others = base.blobs.filter(
    (blob) => !ids.has(blob.id) && !blob.hidden && !blob.locked && blob.size > 0,
  );
  const axes = constrained ? (way.y === 0 ? (['x'] as const) : (['y'] as const)) : undefined;
  const placed = moving.map((blob) => shapeAfter(blob, way, stands));
  const { shift, guides } =
    within > 0 ? snapMove(placed, others, abNorm, within, axes) : { shift: { x: 0, y: 0 }, guides: [] };
  const { dy, guide } = keepStanding(moving, way.y + shift.y, stands);
  return {
    to: { x: at.x + shift.x, y: gesture.from.y + dy },
    guides: guide ? [...guides.filter(({ axis }) => axis !== 'y'), guide] : guides,
  };
}

/**
 * The document that a gesture makes of the one at its start.
 * @param to pointer now, picture units
 * @param constrained Shift: one axis only when moving, 15-degree steps when rotating
 * @param stands where things grow as they come nearer
 */
export function applyGesture(
  scene: Scene,
  gesture: Gesture,
  abNorm: number,
  to: Point,
  constrained: boolean,
  stands = NO_STANDS,
): Scene {
  const { from } = gesture;
  if (gesture.type === 'move' || gesture.type === 'copy') {
    const { base, ids } = moved(scene, gesture);
    const way = wayOf(from, to, constrained);
    return reshape(base, ids, (blob) => shapeAfter(blob, way, stands));
  }
  if (gesture.type === 'handle') {
    return reshape(scene, new Set([gesture.id]), (blob) =>
      dragHandle(gesture.kind, blob, abNorm, from, to, constrained),
    );
  }
  const { middle } = gesture;
  const distance = (point: Point): number => Math.hypot(point.x - middle.x, point.y - middle.y);
  const direction = (point: Point): number => Math.atan2(point.y - middle.y, point.x - middle.x);
  if (gesture.kind === 'size') {
    const grown = distance(to) / Math.max(1e-6, distance(from));
    return transformGroup(scene, gesture.ids, middle, grown, 0);
  }
  const turn = direction(to) - direction(from);
  return transformGroup(
    scene,
    gesture.ids,
    middle,
    1,
    constrained ? Math.round(turn / TURN_STEP) * TURN_STEP : turn,
  );
}

/**
 * The direction that the width of what is turned by its handle has come to, radians; null for every other gesture. The
 * arguments are those of `applyGesture`.
 */
export function turnedBy(
  scene: Scene,
  gesture: Gesture,
  abNorm: number,
  to: Point,
  constrained: boolean,
): number | null {
  if (gesture.type !== 'handle' || gesture.kind !== 'rotate') return null;
  const blob = scene.blobs.find(({ id }) => id === gesture.id);
  return blob ? turnedTo(blob, abNorm, gesture.from, to, constrained) : null;
}

/** Scales and turns blobs about a point: places, sizes (by the square, as areas do) and angles. */
export function transformGroup(scene: Scene, ids: Ids, middle: Point, grown: number, turn: number): Scene {
  const cos = Math.cos(turn) * grown;
  const sin = Math.sin(turn) * grown;
  return reshape(scene, ids, (blob) => {
    const [dx, dy] = [blob.x - middle.x, blob.y - middle.y];
    return {
      x: middle.x + dx * cos - dy * sin,
      y: middle.y + dx * sin + dy * cos,
      size: blob.size > 0 ? blob.size * grown * grown : blob.size,
      angle: blob.angle + turn,
    };
  });
}

/** What a finished gesture is called in the history. */
export function labelOf(gesture: Gesture): StepName {
  if (gesture.type === 'move') return 'move';
  if (gesture.type === 'copy') return 'duplicate';
  if (gesture.kind === 'size') return 'resize';
  return gesture.kind === 'rotate' ? 'rotate' : 'stretch';
}

/** Blobs whose middles lie in a rectangle between two corners. */
export function inMarquee(blobs: readonly Blob[], a: Point, b: Point): string[] {
  const inside = (value: number, from: number, to: number): boolean =>
    value >= Math.min(from, to) && value <= Math.max(from, to);
  return blobs
    .filter((blob) => !blob.hidden && !blob.locked && inside(blob.x, a.x, b.x) && inside(blob.y, a.y, b.y))
    .map((blob) => blob.id);
}
