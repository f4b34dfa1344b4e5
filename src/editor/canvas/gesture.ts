/** A drag on the canvas: from pointer positions to edits of the document at the gesture's start. */
import { type Scene, moveBy, reshape } from '../../scene';
import { type HandleKind, type Point, dragHandle } from './geometry';

export type Gesture =
  | { readonly type: 'move'; readonly ids: ReadonlySet<string>; readonly from: Point }
  | { readonly type: 'handle'; readonly kind: HandleKind; readonly id: string; readonly from: Point };

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
  return reshape(scene, new Set([gesture.id]), (blob) =>
    dragHandle(gesture.kind, blob, abNorm, from, to, constrained),
  );
}
