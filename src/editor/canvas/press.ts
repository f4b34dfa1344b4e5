/** What a press on the canvas begins, decided from where it lands and what is held down. Pure. */
import { type Blob, type Ids, type Scene, unitAt } from '../../scene';
import { type Point, type View, outlineOf, reachAt, toCanvas, toPicture } from './geometry';
import type { Gesture } from './gesture';
import { frameOf } from './frame';
import { type Handle, groupHandlesOf, handleAt, handlesOf } from './handles';
import { pickBlob } from './picking';

export interface Target {
  readonly scene: Scene;
  readonly selection: Ids;
  readonly view: View;
  readonly abNorm: number;
  /** Things fainter than this are not on the canvas. */
  readonly faintest?: number;
}

/** How near a pointer must be to a handle, in CSS pixels: a fingertip needs 44 across. */
export function reachOf(pointerType: string): number {
  return pointerType === 'touch' ? 24 : pointerType === 'pen' ? 14 : 10;
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

const chosen = ({ scene, selection }: Target): readonly Blob[] =>
  scene.blobs.filter((blob) => selection.has(blob.id) && !blob.hidden && !blob.locked);

/** The handle of the selection under a canvas point. */
export function findHandle(
  target: Target,
  at: Point,
  reach: number,
): { readonly handle: Handle; readonly middle: Point; readonly gesture: Gesture } | null {
  const blobs = chosen(target);
  const { view, abNorm } = target;
  const from = toPicture(view, at);
  if (blobs.length === 1) {
    const [blob] = blobs as [Blob];
    const handle = handleAt(handlesOf(frameOf(blob, abNorm), view), at, reach);
    // On a small blob a fingertip is within reach of the handles everywhere: nearer the middle, it means the blob.
    const middle = toCanvas(view, blob);
    if (!handle || distance(at, middle) <= distance(at, handle.at)) return null;
    return { handle, middle, gesture: { type: 'handle', kind: handle.kind, id: blob.id, from } };
  }
  if (blobs.length < 2) return null;
  const group = groupHandlesOf(blobs, abNorm, view);
  const handle = handleAt(group.handles, at, reach);
  if (!handle) return null;
  const kind = handle.kind === 'rotate' ? 'rotate' : 'size';
  const ids = new Set(blobs.map((blob) => blob.id));
  return {
    handle,
    middle: toCanvas(view, group.middle),
    gesture: { type: 'group', kind, ids, middle: group.middle, from },
  };
}

/** The blob under a canvas point. */
export function blobUnder(
  { scene, view, abNorm, faintest }: Target,
  at: Point,
  reach: number,
): string | null {
  return pickBlob(scene.blobs, abNorm, toPicture(view, at), {
    near: reach / view.side,
    ...(faintest !== undefined && { faintest }),
  });
}

/**
 * The one selected blob, so that what was just dropped under a larger one can be dragged on. The larger one can be
 * pressed elsewhere.
 * @param found the blob under the point otherwise
 */
function keptAt(target: Target, at: Point, found: string | null): string | null {
  const blobs = chosen(target);
  const over = target.scene.blobs.find((blob) => blob.id === found);
  if (blobs.length !== 1 || !over) return null;
  const [blob] = blobs as [Blob];
  const inside = reachAt(outlineOf(blob, target.abNorm), toPicture(target.view, at)) <= 1;
  return inside && blob.size < over.size ? blob.id : null;
}

/**
 * What a press on a thing selects, with what is grouped with it: alone, or with Shift added to or taken from the
 * selection.
 * @param reach how near a small thing counts as on it, CSS pixels
 * @returns the selection, and the id under the pointer
 */
export function selectAt(
  target: Target,
  at: Point,
  adding: boolean,
  reach = reachOf('mouse'),
): { selection: Ids; id: string | null } {
  const { scene, selection } = target;
  const found = blobUnder(target, at, reach);
  const id = adding ? found : (keptAt(target, at, found) ?? found);
  if (!id) return { selection: adding ? selection : new Set(), id };
  const unit = unitAt(scene, selection, id);
  if (!adding) return { selection: selection.has(id) ? selection : unit, id };
  const rest = [...selection].filter((each) => !unit.has(each));
  return { selection: new Set(selection.has(id) ? rest : [...rest, ...unit]), id };
}
