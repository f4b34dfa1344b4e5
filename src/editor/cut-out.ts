/** A thing of a small picture without its room: its own score is the mask. Pure. */
import { scoresOfBlob } from '../blobgan';
import type { Blob } from '../scene';
import { boxOf } from './canvas/geometry';
import { geometryOf } from './canvas/picking';
import { type Pixels, squareOf } from './pixels';
import type { Crop, SeedRoom } from './seed-rooms';
import { smoothStep } from './smooth-step';

/** Points along a side at which is looked for what shows of a thing. */
const COARSE = 32;
/** Of the thing's highest score: where it is as good as gone, and where it is as good as whole. */
const GONE = 0.2;
const WHOLE = 0.7;
/** A soft blob reaches beyond its outline; this wide a box has all that counts of it. */
const REACH = 1.4;
/** Room around what shows. */
const AIR = 1.08;
/** A smaller part of the picture has too few pixels to show anything. */
const LEAST_SIDE = 0.05;

const peakOf = (scores: Float32Array): number => scores.reduce((most, score) => Math.max(most, score), 1e-6);

/** The square around what shows of a thing in its room; it may reach beyond the picture. */
export function cutOutSquare({ scene }: Pick<SeedRoom, 'scene'>, blob: Blob, abNorm: number): Crop {
  const at = scene.blobs.indexOf(blob);
  const { left, top, right, bottom } = boxOf([blob], abNorm);
  const reach = Math.max(LEAST_SIDE, REACH * Math.max(right - left, bottom - top));
  const around = { x: (left + right - reach) / 2, y: (top + bottom - reach) / 2, side: reach };
  const scores = scoresOfBlob(geometryOf(scene.blobs, abNorm), at, { ...around, cells: COARSE });
  const least = (peakOf(scores) * (GONE + WHOLE)) / 2;
  const shown = [...scores.keys()].filter((cell) => scores[cell]! >= least);
  if (!shown.length) return around;
  const columns = shown.map((cell) => cell % COARSE);
  const rows = shown.map((cell) => Math.floor(cell / COARSE));
  const [west, east] = [Math.min(...columns), Math.max(...columns) + 1];
  const [north, south] = [Math.min(...rows), Math.max(...rows) + 1];
  const cell = reach / COARSE;
  const side = Math.max(LEAST_SIDE, AIR * cell * Math.max(east - west, south - north));
  return {
    x: around.x + (cell * (west + east) - side) / 2,
    y: around.y + (cell * (north + south) - side) / 2,
    side,
  };
}

/** One channel of a picture between its pixels, which lie where the scores do: at their top left corners. */
function between({ width, height, rgba }: Pixels, channel: number, x: number, y: number): number {
  const left = Math.min(width - 2, Math.floor(x));
  const top = Math.min(height - 2, Math.floor(y));
  const [across, down] = [Math.min(1, x - left), Math.min(1, y - top)];
  const at = (column: number, row: number): number => rgba[(row * width + column) * 4 + channel]!;
  const row = (of: number): number => at(left, of) * (1 - across) + at(left + 1, of) * across;
  return row(top) * (1 - down) + row(top + 1) * down;
}

/**
 * The picture of a thing alone, cropped to it, all else transparent.
 * @param blob one of the room's own
 * @param side of the picture to make, in pixels
 */
export function cutOut(
  room: Pick<SeedRoom, 'scene' | 'picture'>,
  blob: Blob,
  abNorm: number,
  side: number,
): Pixels {
  const { scene, picture } = room;
  const rgba = new Uint8ClampedArray(side * side * 4);
  const at = scene.blobs.indexOf(blob);
  const frame = cutOutSquare(room, blob, abNorm);
  const scores = scoresOfBlob(geometryOf(scene.blobs, abNorm), at, { ...frame, cells: side });
  const peak = peakOf(scores);
  scores.forEach((score, cell) => {
    if (!score) return;
    const x = (frame.x + (((cell % side) + 0.5) / side) * frame.side) * picture.width;
    const y = (frame.y + ((Math.floor(cell / side) + 0.5) / side) * frame.side) * picture.height;
    for (let channel = 0; channel < 3; channel++) rgba[cell * 4 + channel] = between(picture, channel, x, y);
    rgba[cell * 4 + 3] = 255 * smoothStep(score / peak, [GONE, WHOLE]);
  });
  return squareOf(rgba, side);
}
