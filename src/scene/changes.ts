/** What a step changed: the difference between two documents. Pure. */
import type { Blob, Ids, Scene } from './types';

/** The same values, whatever the objects. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return Object.is(a, b);
  const [fields, others] = [Object.entries(a), b as Record<string, unknown>];
  return (
    fields.length === Object.keys(b).length && fields.every(([key, value]) => sameValue(value, others[key]))
  );
}

/** The blob whose place in depth changed most, a selected one among equals; none where all are in their order. */
function reordered(before: readonly Blob[], after: readonly Blob[], selection: Ids): Blob[] {
  const places = new Map(before.map(({ id }, place) => [id, place]));
  const way = ({ id }: Blob, place: number): number => {
    const moved = Math.abs(place - (places.get(id) ?? place));
    return moved && moved + (selection.has(id) ? 0.5 : 0);
  };
  const ways = after.map(way);
  const most = Math.max(0, ...ways);
  return most ? [after[ways.indexOf(most)]!] : [];
}

/**
 * The blobs that a step was about: those that came, else those that went, else those that are not what they were, else
 * the one that has another place in depth.
 * @param selection what was selected
 */
export function changedBlobs(before: Scene, after: Scene, selection: Ids): readonly Blob[] {
  const was = new Map(before.blobs.map((blob) => [blob.id, blob]));
  const is = new Set(after.blobs.map(({ id }) => id));
  const added = after.blobs.filter(({ id }) => !was.has(id));
  if (added.length) return added;
  const removed = before.blobs.filter(({ id }) => !is.has(id));
  if (removed.length) return removed;
  const changed = after.blobs.filter((blob) => !sameValue(was.get(blob.id), blob));
  return changed.length ? changed : reordered(before.blobs, after.blobs, selection);
}
