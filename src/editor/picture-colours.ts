/** The colours of a picture that a person brings. */
import { hexOfRgb } from '../blobgan';

/** Pixels along a side that are looked at: a few colours need no more. */
const SIDE = 96;

/**
 * @param count so many at most
 * @throws what the browser throws when it is no picture that it can read
 */
export async function coloursOfPicture(file: Blob, count: number): Promise<readonly string[]> {
  const { quantize } = await import('gifenc');
  const bitmap = await createImageBitmap(file, { resizeWidth: SIDE, resizeHeight: SIDE });
  const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d', { willReadFrequently: true })!;
  // What is transparent is as on paper.
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, SIDE, SIDE);
  context.drawImage(bitmap, 0, 0, SIDE, SIDE);
  bitmap.close();
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return quantize(data, count).map(([r, g, b]) => hexOfRgb([r! / 255, g! / 255, b! / 255]));
}
