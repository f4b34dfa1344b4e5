/** Exports of a session's scene as files with names. What draws and encodes them is loaded when it is wanted. */
import type { ExportedFile, LayersRequest, PictureRequest, VideoFormat, VideoRequest } from '../../editor';
import { fault } from '../../faults';
import { type NamedModel, type Scene, writePngScene, writeSceneFile } from '../../scene';
import type { Session } from '../session';

/** The name that files of a scene begin with. @param name what a person calls the scene, null for its seed */
export function fileNameOf(name: string | null, seed: number): string {
  const plain = (name ?? `room-${seed}`)
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return `blobroom-${plain || 'scene'}`;
}

/** A PNG with the scene inside. */
export async function pictureFile(
  session: Session,
  { scene, model }: { readonly scene: Scene; readonly model: NamedModel },
  request: PictureRequest,
  name: string,
): Promise<ExportedFile> {
  const [{ drawPicture }, { pngOf }] = await Promise.all([import('./exports'), import('./pictures')]);
  const pixels = await drawPicture(session, request);
  const png = writePngScene(await pngOf(pixels), writeSceneFile(scene, model, 0));
  const parts = [
    request.kind === 'picture' ? '' : `-${request.kind}`,
    request.scale > 1 ? `-${request.scale}x` : '',
  ];
  return { blob: new Blob([png], { type: 'image/png' }), name: `${name}${parts.join('')}.png` };
}

/** @throws the signal's reason when it is aborted */
export async function layersFile(
  session: Session,
  request: LayersRequest,
  name: string,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const { drawLayers } = await import('./layers');
  const psd = await drawLayers(session, request, onProgress, signal);
  const blob = new Blob([psd], { type: 'image/vnd.adobe.photoshop' });
  return { blob, name: `${name}-layers${request.scale > 1 ? `-${request.scale}x` : ''}.psd` };
}

/** Formats that this browser can make of pictures of a resolution, the best first. */
export async function videoFormats(resolution: number): Promise<readonly VideoFormat[]> {
  const [{ videoSize }, { formatsFor }] = await Promise.all([import('./exports'), import('./video')]);
  const { width, height } = videoSize(resolution, false);
  return formatsFor(width, height);
}

/**
 * A film of the scene as it is when this is called, whatever is edited meanwhile.
 * @throws the signal's reason when it is aborted
 */
export async function videoFile(
  session: Session,
  name: string,
  request: VideoRequest,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const { scene } = session.scene.getState();
  if (!scene) throw fault('noRoomYet');
  const [{ drawVideo }, { EXTENSIONS }] = await Promise.all([import('./exports'), import('./video')]);
  const blob = await drawVideo(session, scene, request, onProgress, signal);
  return { blob, name: `${name}.${EXTENSIONS[request.format]}` };
}
