/** Drags on the canvas: from pointer positions to edits of the document at the gesture's start. */
import { type Blob, type Ids, type Scene, type StepName, moveBy, reshape } from '../../scene';
import { type HandleKind, type Point, dragHandle } from './geometry';

export type Gesture =
  | { readonly type: 'move'; readonly ids: Ids; readonly from: Point }
  | { readonly type: 'handle'; readonly kind: HandleKind; readonly id: string; readonly from: Point }
  /** Several blobs about their common middle. */
  | {
      readonly type: 'group';
      readonly kind: 'size' | 'rotate';
      readonly ids: Ids;
      readonly middle: Point;
      readonly from: Point;
    };

const STEP = Math.PI / 12;

/**
 * The document that a gesture makes of the one at its start.
 * @param to pointer now, picture units
 * @param constrained Shift: one axis only when moving, 15-degree steps when rotating
 */
export function applyGesture(
  scene: Scene,
  gesture: Gesture,
  abNorm: number,
  to: Point,
  constrained: boolean,
): Scene {
  const { from } = gesture;
  if (gesture.type === 'move') {
    let dx = to.x - from.x;
    let dy = to.y - from.y;
    if (constrained) [dx, dy] = Math.abs(dx) >= Math.abs(dy) ? [dx, 0] : [0, dy];
    return moveBy(scene, gesture.ids, dx, dy);
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
  return transformGroup(scene, gesture.ids, middle, 1, constrained ? Math.round(turn / STEP) * STEP : turn);
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
