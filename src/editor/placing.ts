/** Things of the library on their way into the room. */
import { type SceneStore, add, withinLimits } from '../scene';
import type { Point } from './canvas/geometry';
import type { LibraryThing } from './thing-library';

/**
 * Puts a thing into the room, in front of everything, and selects it.
 * @returns false when the scene holds as many as it can
 */
export function placeThing(
  store: SceneStore,
  { blob }: Pick<LibraryThing, 'blob'>,
  { x, y }: Point,
): boolean {
  const { scene, edit } = store.getState();
  if (!scene) return true;
  const made = add(scene, [{ ...blob, ...withinLimits({ ...blob, x, y }) }]);
  edit('add', () => made.scene, { select: made.ids });
  return made.ids.length > 0;
}
