import type { Crop } from '../seed-rooms';

const SIDE = 72;

/** A square of the picture as a data address; null while there is no picture. */
export function pictureOf(canvas: HTMLCanvasElement | null, crop: Crop): string | null {
  if (!canvas?.width) return null;
  const small = document.createElement('canvas');
  small.width = small.height = SIDE;
  drawCrop(canvas, crop, small);
  return small.toDataURL('image/jpeg', 0.85);
}

/** Paints a square of the picture over the whole of another canvas. */
export function drawCrop(from: HTMLCanvasElement, { x, y, side }: Crop, to: HTMLCanvasElement): void {
  const context = to.getContext('2d');
  if (!context) return;
  context.imageSmoothingQuality = 'high';
  const { width } = from;
  context.drawImage(from, x * width, y * width, side * width, side * width, 0, 0, to.width, to.height);
}
