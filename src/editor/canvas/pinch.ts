/** Two fingers: on what is selected they scale, turn and carry it, elsewhere they pan and zoom. Pure. */
import { type Ids, type Scene, moveBy } from '../../scene';
import { frameOf } from './frame';
import { type Camera, type Point, type View, toPicture, zoomAbout } from './geometry';
import { transformGroup } from './gesture';
import { type Target, blobUnder, reachOf } from './press';

export type Fingers = readonly [Point, Point];

const middleOf = ([a, b]: Fingers): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const spanOf = ([a, b]: Fingers): number => Math.hypot(b.x - a.x, b.y - a.y);
const turnOf = ([a, b]: Fingers): number => Math.atan2(b.y - a.y, b.x - a.x);

/** What two fingers that come down mean: the selected things that they hold, none when they hold the view. */
export function heldBy(target: Target, fingers: Fingers): Ids | null {
  const free = target.scene.blobs.filter(
    (blob) => target.selection.has(blob.id) && !blob.locked && !blob.hidden,
  );
  if (!free.length) return null;
  // A thing that is smaller than the distance between two fingers lies between them.
  const holds = [middleOf(fingers), ...fingers].some((at) => {
    const id = blobUnder(target, at, reachOf('touch'));
    return id !== null && target.selection.has(id);
  });
  return holds ? new Set(free.map((blob) => blob.id)) : null;
}

/** The scene at the start of a pinch, with blobs scaled, turned and carried as two fingers went. */
export function pinchBlobs(scene: Scene, ids: Ids, view: View, start: Fingers, now: Fingers): Scene {
  const from = toPicture(view, middleOf(start));
  const to = toPicture(view, middleOf(now));
  const grown = spanOf(now) / Math.max(1, spanOf(start));
  const turned = transformGroup(scene, ids, from, grown, turnOf(now) - turnOf(start));
  return moveBy(turned, ids, to.x - from.x, to.y - from.y);
}

/** The direction that the width of the one thing between two fingers has come to, radians; null for several. */
export function turnedByPinch(
  scene: Scene,
  ids: Ids,
  abNorm: number,
  start: Fingers,
  now: Fingers,
): number | null {
  const blob = ids.size === 1 && scene.blobs.find(({ id }) => ids.has(id));
  return blob ? frameOf(blob, abNorm).angle + turnOf(now) - turnOf(start) : null;
}

/** The camera after two fingers went from one place to another. */
export function pinchView(
  camera: Camera,
  size: { readonly width: number; readonly height: number },
  before: Fingers,
  after: Fingers,
): Camera {
  const [from, to] = [middleOf(before), middleOf(after)];
  const zoomed = zoomAbout(camera, spanOf(after) / Math.max(1, spanOf(before)), from, size);
  return { ...zoomed, x: zoomed.x + to.x - from.x, y: zoomed.y + to.y - from.y };
}
