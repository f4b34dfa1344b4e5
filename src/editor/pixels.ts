/** Pictures as bytes, and the canvases that they are put on. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Rows from the top, four bytes a pixel, not premultiplied. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** Pixels of a square picture. */
export const squareOf = (rgba: Uint8ClampedArray<ArrayBuffer>, side: number): Pixels => ({
  width: side,
  height: side,
  rgba,
});

/** Replaces a canvas's pixels by others of the same size. */
export function putPixels(canvas: HTMLCanvasElement | OffscreenCanvas, pixels: Pixels): void {
  const { width, height, rgba } = pixels;
  // Both kinds have it; of the two together the type checker says otherwise, depending on what it read before.
  (canvas as OffscreenCanvas).getContext('2d')!.putImageData(new ImageData(rgba, width, height), 0, 0);
}

/** A canvas with just these pixels. */
export function canvasOf(pixels: Pixels): OffscreenCanvas {
  const canvas = new OffscreenCanvas(pixels.width, pixels.height);
  putPixels(canvas, pixels);
  return canvas;
}
