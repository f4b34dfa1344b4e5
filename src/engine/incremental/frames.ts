/** Where blobs' frames lie: what their own maps can change. */
import type { Layout, Rect } from '../../blobgan';
import { LEAST_SIZE } from '../../convert/names';
import { union } from './rect';

/** The cells from the first to the last that a stretch of 0..1 touches, inside the grid. */
function stretch(middle: number, half: number, side: number): [number, number] {
  const inside = (cell: number): number => Math.min(side, Math.max(0, cell));
  return [inside(Math.floor((middle - half) * side)), inside(Math.ceil((middle + half) * side))];
}

/**
 * The smallest rectangle of cells that holds the frames of some blobs; null when there is nothing in it.
 * @param channels of the scores: a blob's place and 1; the background (0) has no frame
 * @param reach of the frames, in half extents of a blob; 0 when there are none
 */
export function framesBox(
  { positions, sizes, covariances }: Layout,
  channels: readonly number[],
  reach: number,
  side: number,
): Rect | null {
  let box: Rect | null = null;
  for (const channel of channels) {
    const blob = channel - 1;
    if (blob < 0 || !reach) continue;
    const size = Math.max(sizes[blob]!, LEAST_SIZE);
    const half = (axis: number): number => reach * Math.sqrt(size * covariances[blob * 3 + axis]!);
    const [x0, x1] = stretch(positions[blob * 2]!, half(0), side);
    const [y0, y1] = stretch(positions[blob * 2 + 1]!, half(2), side);
    if (x0 < x1 && y0 < y1) box = union(box, { x0, y0, x1, y1 });
  }
  return box;
}
