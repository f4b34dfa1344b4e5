/** A session's scene as files: pictures and animations. */
import {
  type Pixels,
  type PictureRequest,
  type VideoRequest,
  canvasOf,
  i18n,
  nameOf,
  squareOf,
} from '../../editor';
import { fault } from '../../faults';
import { type Scene, originKeyOf, tween, tweenThings } from '../../scene';
import type { Session } from '../session';
import { drawingBehind } from './outline-drawing';
import { besides, blobMap, labelled, resampled } from './pictures';
import { FRAME_RATE, frameWriter } from './video';

const shownThings = (scene: Scene) => scene.blobs.filter((blob) => !blob.hidden);

/** The pixels of an export. */
export async function drawPicture(session: Session, request: PictureRequest): Promise<Pixels> {
  const { scene } = session.scene.getState();
  if (!scene) throw fault('noRoomYet');
  const { kind, scale, blob } = request;
  const layout = await session.layoutOfScene(scene);
  const things = shownThings(scene);
  const picture = async (): Promise<Pixels> => {
    const { resolution, rgba } = await session.renderScene(scene);
    return squareOf(rgba, resolution);
  };
  const map = (): Pixels => blobMap(layout, things, session.resolution);
  if (kind === 'picture') return resampled(await picture(), scale);
  if (kind === 'map') return resampled(map(), scale);
  if (kind === 'beside')
    return besides(await resampled(await picture(), scale), await resampled(map(), scale));
  if (kind === 'labelled') {
    const t = i18n.getFixedT(i18n.language);
    return labelled(
      await resampled(map(), scale),
      layout,
      things.map((thing) => nameOf(t, thing)),
    );
  }
  const thing = things.find(({ id }) => id === blob);
  if (!thing) throw fault('thingNotShown');
  const behind = await drawingBehind(session, scene, await picture());
  const { cutOut } = await behind(thing);
  if (!cutOut) throw fault('thingNotShown');
  return resampled(cutOut.pixels, scale);
}

/** Sides of an animation are no smaller than this: players show small ones badly. */
const LEAST_SIDE = 256;

const EASE: Readonly<Record<VideoRequest['easing'], (part: number) => number>> = {
  linear: (part) => part,
  smooth: (part) => part * part * (3 - 2 * part),
  'back-and-forth': (part) => (1 - Math.cos(2 * Math.PI * part)) / 2,
};

/** Width and height of an animation. */
export function videoSize(resolution: number, beside: boolean): { width: number; height: number } {
  const side = Math.max(LEAST_SIDE, resolution);
  return { width: beside ? side * 2 : side, height: side };
}

/** The room as it came, which an animation begins with. */
function firstOf(session: Session, scene: Scene): Scene {
  return session.scene.getState().originals.get(originKeyOf(scene)) ?? scene;
}

/** @throws the signal's reason when it is aborted */
export async function drawVideo(
  session: Session,
  scene: Scene,
  { format, seconds, easing, beside }: VideoRequest,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const first = firstOf(session, scene);
  const { width, height } = videoSize(session.resolution, beside);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingQuality = 'high';
  const vectors = await session.vectors.ofScenes(first, scene);
  // Last of what may fail before the first frame: it has to be cancelled.
  const writer = await frameWriter(format, canvas);
  const put = (pixels: Pixels, left: number): void =>
    context.drawImage(canvasOf(pixels), left, 0, height, height);
  const count = Math.round(seconds * FRAME_RATE);
  try {
    for (let frame = 0; frame < count; frame++) {
      signal.throwIfAborted();
      const part = EASE[easing](frame / (count - 1));
      const layout = tween(first, scene, part, session.abNorm, ...vectors);
      const { noiseSeed } = part < 0.5 ? first : scene;
      const { rgba, resolution } = await session.render(layout, noiseSeed, { continuous: true, signal });
      put(squareOf(rgba, resolution), 0);
      if (beside) put(blobMap(layout, tweenThings(first, scene, part), resolution), height);
      await writer.add(canvas);
      onProgress((frame + 1) / count);
    }
    signal.throwIfAborted();
    return await writer.finish();
  } catch (error) {
    await writer.cancel();
    throw error;
  }
}
