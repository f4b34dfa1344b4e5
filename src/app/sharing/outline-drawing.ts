/** What things hide of a picture, and what of the picture is theirs. */
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
 * Makes ready to draw a picture without one of its things.
 * @param picture of the scene
 * @returns draws it without a thing that the scene shows; throws the signal's reason when it is aborted
 */
export async function drawingBehind(
  session: Session,
  scene: Scene,
  picture: Pixels,
): Promise<(thing: Thing, signal?: AbortSignal) => Promise<Behind>> {
  const { abNorm } = session;
  const shown = scene.blobs.filter((blob) => !blob.hidden);
  const vectors = await session.vectors.ofScenes(scene);
  const scores = splat(layoutFromScene(scene, abNorm, ...vectors), picture.width);
  const plane = picture.width ** 2;
  return async (thing, signal) => {
    const others = { ...scene, blobs: shown.filter((blob) => blob !== thing) };
    const layout = layoutFromScene(others, abNorm, ...vectors);
    const { rgba, resolution } = await session.render(layout, scene.noiseSeed, signal && { signal });
    const without = squareOf(rgba, resolution);
    const channel = shown.indexOf(thing) + 1;
    const own = scores.subarray(channel * plane, (channel + 1) * plane);
    return { without, cutOut: cutOut(picture, without, own) };
  };
}
