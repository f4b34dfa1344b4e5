/** What a thing hides of a picture, and what of the picture is the thing's. */
import { splat } from '../../blobgan';
import { type Pixels, squareOf } from '../../editor';
import { type Blob as Thing, type Scene, layoutFromScene } from '../../scene';
import type { Session } from '../session';
import { type CutOut, cutOut } from './outline';

/** The picture without one thing, and what of it that thing is. */
export interface Behind {
  readonly without: Pixels;
  /** Null when nothing of the thing is to be seen. */
  readonly cutOut: CutOut | null;
}

/**
 * Draws the picture without one of its things.
 * @param picture of the scene
 * @param thing one that the scene shows
 * @throws the signal's reason when it is aborted
 */
export async function drawBehind(
  session: Session,
  scene: Scene,
  picture: Pixels,
  thing: Thing,
  signal?: AbortSignal,
): Promise<Behind> {
  const shown = scene.blobs.filter((blob) => !blob.hidden);
  const layoutOf = await session.layoutsOf(scene);
  const layout = layoutFromScene(scene, session.abNorm, layoutOf);
  const other = layoutFromScene(
    { ...scene, blobs: shown.filter((blob) => blob !== thing) },
    session.abNorm,
    layoutOf,
  );
  const { rgba, resolution } = await session.render(other, scene.noiseSeed, signal && { signal });
  const without = squareOf(rgba, resolution);
  const plane = resolution ** 2;
  const index = shown.indexOf(thing);
  const scores = splat(layout, resolution).subarray((index + 1) * plane, (index + 2) * plane);
  return { without, cutOut: cutOut(picture, without, scores) };
}
