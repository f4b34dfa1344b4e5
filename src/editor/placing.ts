/** Things of the library on their way into the room. */
import { type BlobShape, type SceneStore, add, withinLimits } from '../scene';
import type { LibraryThing } from './thing-library';

/**
 * Puts a thing into the room, in front of everything, and selects it.
 * @param shape where, and how large
 * @returns false when the scene holds as many as it can
 */
export function placeThing(
  store: SceneStore,
  { blob }: Pick<LibraryThing, 'blob'>,
  shape: BlobShape,
): boolean {
  const { scene, edit } = store.getState();
  if (!scene) return true;
  const made = add(scene, [{ ...blob, ...withinLimits(shape) }]);
  edit('add', () => made.scene, { select: made.ids });
  return made.ids.length > 0;
}
