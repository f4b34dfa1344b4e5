/** A scene in layers: the picture, and of each thing its cut-out and the picture without it. */
import { writePsdUint8Array, type Layer } from 'ag-psd';
import { type LayersRequest, type Pixels, i18n, nameOf, squareOf, titled } from '../../editor';
import { fault } from '../../faults';
import { type Blob as Thing, type Scene, isBackdrop, slotOf } from '../../scene';
import { sceneModel } from '../scene-model';
import type { Session } from '../session';
import type { CutOut } from './outline';
import { drawingBehind } from './outline-drawing';
import { resampled } from './pictures';

/** What stands in the room, back to front: all that is shown but its own surfaces. */
function thingsOf(session: Session, scene: Scene): readonly Thing[] {
  const { names } = sceneModel(session.state.getState().model!);
  return scene.blobs.filter((blob) => !blob.hidden && !isBackdrop(names[slotOf(blob)]));
}

/**
 * A layered picture: the whole one behind, and in front of it a folder for each thing with its cut-out and, hidden, the
 * picture without it. As it opens it is the whole picture.
 * @param onProgress with the part of the pictures that are drawn, 0..1
 * @throws the signal's reason when it is aborted
 */
export async function drawLayers(
  session: Session,
  { scale }: LayersRequest,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { scene } = session.scene.getState();
  if (!scene) throw fault('noRoomYet');
  const t = i18n.getFixedT(i18n.language);
  const { rgba, resolution } = await session.renderScene(scene);
  const picture = squareOf(rgba, resolution);
  const whole = await resampled(picture, scale);
  const things = thingsOf(session, scene);
  const behind = await drawingBehind(session, scene, picture);
  const children: Layer[] = [{ name: t('sharing.layers.picture'), imageData: imageOf(whole) }];
  for (const [at, thing] of things.entries()) {
    signal.throwIfAborted();
    const { without, cutOut } = await behind(thing, signal);
    const name = titled(nameOf(t, thing));
    const hidden: Layer = {
      name: t('sharing.layers.without', { name }),
      hidden: true,
      imageData: imageOf(await resampled(without, scale)),
    };
    const own = cutOut && (await layerOf(name, cutOut, scale));
    children.push({ name, opened: false, children: own ? [hidden, own] : [hidden] });
    onProgress((at + 1) / things.length);
  }
  signal.throwIfAborted();
  const { width, height } = whole;
  return writePsdUint8Array(
    { width, height, children, imageData: imageOf(whole) },
    { generateThumbnail: false },
  ) as Uint8Array<ArrayBuffer>;
}

const imageOf = ({ width, height, rgba }: Pixels) => ({ width, height, data: rgba });

async function layerOf(name: string, { pixels, left, top }: CutOut, scale: number): Promise<Layer> {
  return { name, left: left * scale, top: top * scale, imageData: imageOf(await resampled(pixels, scale)) };
}
