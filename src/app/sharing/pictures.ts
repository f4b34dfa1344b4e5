/** Pictures for export: the model's own pixels, the blob map, both; resampled where more pixels are wanted. */
import { pica } from './resampler';
import { type Layout, ellipseOf, splat } from '../../blobgan';
import { type Pixels, canvasOf, colourOf, squareOf } from '../../editor';
import type { Blob as Thing } from '../../scene';

/** What lies behind every blob in a blob map. */
const GROUND = [233, 233, 236] as const;

/** What is on a canvas. */
export function pixelsOf(canvas: OffscreenCanvas): Pixels {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
  return { width, height, rgba: data };
}

/** A CSS colour as bytes. */
function rgbOf(colour: string): readonly [number, number, number] {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!];
}

/**
 * Every blob in its colour, as much as it shows.
 * @param things the layout's blobs, in its order
 */
export function blobMap(layout: Layout, things: readonly Thing[], side: number): Pixels {
  const scores = splat(layout, side);
  const colours = [GROUND, ...things.map((thing) => rgbOf(colourOf(thing)))];
  const plane = side * side;
  const rgba = new Uint8ClampedArray(plane * 4);
  for (let at = 0; at < plane; at++) {
    for (let channel = 0; channel < 3; channel++) {
      let value = 0;
      for (let row = 0; row < colours.length; row++)
        value += scores[row * plane + at]! * colours[row]![channel]!;
      rgba[at * 4 + channel] = value;
    }
    rgba[at * 4 + 3] = 255;
  }
  return squareOf(rgba, side);
}

export async function resampled(pixels: Pixels, scale: number): Promise<Pixels> {
  if (scale === 1) return pixels;
  const [width, height] = [pixels.width * scale, pixels.height * scale];
  const resized = await pica.resizeBuffer({
    src: pixels.rgba,
    width: pixels.width,
    height: pixels.height,
    toWidth: width,
    toHeight: height,
    filter: 'lanczos3',
  });
  return { width, height, rgba: new Uint8ClampedArray(resized) };
}

export function besides(left: Pixels, right: Pixels): Pixels {
  const canvas = new OffscreenCanvas(left.width + right.width, Math.max(left.height, right.height));
  const context = canvas.getContext('2d')!;
  context.drawImage(canvasOf(left), 0, 0);
  context.drawImage(canvasOf(right), left.width, 0);
  return pixelsOf(canvas);
}

/** Writes every name at the middle of its thing, small enough for its thing where that can be read. */
export function labelled(map: Pixels, layout: Layout, names: readonly string[]): Pixels {
  const canvas = canvasOf(map);
  const context = canvas.getContext('2d')!;
  const side = map.width;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  names.forEach((name, at) => {
    const [x, y] = [layout.positions[at * 2]!, layout.positions[at * 2 + 1]!];
    const [xx, xy, yy] = layout.covariances.subarray(at * 3, at * 3 + 3);
    const { semiMajor } = ellipseOf(x, y, layout.sizes[at]!, { xx: xx!, xy: xy!, yy: yy! });
    if (semiMajor === 0) return;
    const font = Math.max(side / 40, Math.min(side / 18, (semiMajor * side * 2) / Math.max(4, name.length)));
    context.font = `600 ${font}px system-ui, sans-serif`;
    context.lineWidth = font / 4;
    context.strokeStyle = 'rgb(255 255 255 / 85%)';
    context.fillStyle = '#16181d';
    context.strokeText(name, x * side, y * side);
    context.fillText(name, x * side, y * side);
  });
  return pixelsOf(canvas);
}

export async function pngOf(pixels: Pixels): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await canvasOf(pixels).convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

/** A small picture of a scene, for the saved scenes. */
export async function thumbnailOf(pixels: Pixels, side = 112): Promise<Blob> {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(canvasOf(pixels), 0, 0, side, side);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
}
