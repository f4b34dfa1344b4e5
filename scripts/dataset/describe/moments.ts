/** Numbers from masks and silhouettes: how large, where, how spread. Pure; picture units, (0, 0) top left. */

export interface Moments {
  /** Cells that are inside. */
  readonly count: number;
  readonly centre: readonly [x: number, y: number];
  /** xx, xy, yy. */
  readonly covariance: readonly [xx: number, xy: number, yy: number];
}

/** A rectangle of the picture, in picture units. */
interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Sums over cells from which `Moments` follow. */
class Sums {
  count = 0;
  private x = 0;
  private y = 0;
  private xx = 0;
  private xy = 0;
  private yy = 0;

  add(x: number, y: number): void {
    this.count++;
    this.x += x;
    this.y += y;
    this.xx += x * x;
    this.xy += x * y;
    this.yy += y * y;
  }

  /** A cell is a small rectangle, not a point: its own variance (side^2 / 12) is part of the whole's. */
  moments(cellWidth: number, cellHeight: number): Moments | null {
    const { count } = this;
    if (!count) return null;
    const [x, y] = [this.x / count, this.y / count];
    return {
      count,
      centre: [x, y],
      covariance: [
        this.xx / count - x * x + cellWidth ** 2 / 12,
        this.xy / count - x * y,
        this.yy / count - y * y + cellHeight ** 2 / 12,
      ],
    };
  }
}

export interface Seen {
  readonly moments: Moments;
  /** Mean sRGB colour, 0..1. */
  readonly colour: readonly [number, number, number];
}

/**
 * Moments and mean colour of every id in a mask.
 * @param mask size x size ids, rows from the top
 * @param image size x size x 3
 * @returns by id; ids that are not seen are missing
 */
export function seenById(mask: Uint8Array, image: Uint8Array, size: number): Map<number, Seen> {
  const sums = new Map<number, { sums: Sums; colour: [number, number, number] }>();
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const at = row * size + column;
      let entry = sums.get(mask[at]!);
      if (!entry) sums.set(mask[at]!, (entry = { sums: new Sums(), colour: [0, 0, 0] }));
      entry.sums.add((column + 0.5) / size, (row + 0.5) / size);
      for (let c = 0; c < 3; c++) entry.colour[c]! += image[at * 3 + c]!;
    }
  }
  const out = new Map<number, Seen>();
  for (const [id, { sums: sum, colour }] of sums) {
    const moments = sum.moments(1 / size, 1 / size)!;
    const mean = (c: 0 | 1 | 2): number => colour[c] / moments.count / 255;
    out.set(id, { moments, colour: [mean(0), mean(1), mean(2)] });
  }
  return out;
}

/** A silhouette, sampled on its own grid: not 0 = inside. */
export interface Silhouette {
  readonly region: Region;
  readonly side: number;
  readonly cells: Uint8Array;
}

export function silhouetteMoments({ region, side, cells }: Silhouette): Moments | null {
  const [w, h] = [region.width / side, region.height / side];
  const sums = new Sums();
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      if (cells[row * side + column])
        sums.add(region.left + (column + 0.5) * w, region.top + (row + 0.5) * h);
    }
  }
  return sums.moments(w, h);
}

/** Pixels of a picture of `size` x `size` that the silhouette covers inside the frame, not rounded. */
export function pixelsInFrame({ region, side, cells }: Silhouette, size: number): number {
  const [w, h] = [region.width / side, region.height / side];
  let count = 0;
  for (let row = 0; row < side; row++) {
    const y = region.top + (row + 0.5) * h;
    if (y < 0 || y >= 1) continue;
    for (let column = 0; column < side; column++) {
      const x = region.left + (column + 0.5) * w;
      if (x >= 0 && x < 1 && cells[row * side + column]) count++;
    }
  }
  return count * w * h * size * size;
}

/** Whether the silhouette covers a point of the picture. */
export function covers({ region, side, cells }: Silhouette, x: number, y: number): boolean {
  const column = Math.floor(((x - region.left) / region.width) * side);
  const row = Math.floor(((y - region.top) / region.height) * side);
  if (column < 0 || row < 0 || column >= side || row >= side) return false;
  return cells[row * side + column] !== 0;
}
