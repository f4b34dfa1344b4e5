/**
 * The scores that the decoder reads, fast: the numbers of `splat` and means of 2 x 2 of them, computed only where a
 * blob is. Blobs are gone through from the front; what they let through of what is behind them is kept for every point, so a
 * point that is covered, and a point that a blob does not reach, cost nothing. Few of (M + 1) x R x R numbers need
 * an exponential.
 */
import { COVARIANCE_EPSILON } from './covariance';
import type { Geometry } from './splat';
import type { Rect } from './types';

/** s - q below which a blob is not there: its opacity is under 2e-7. */
const UNSEEN = -16;
/** exp(q - s) below which a blob hides what is behind it. */
const OPAQUE_EXP = Math.exp(-17);
/** exp(q - s) below which it is computed anew for every cell: products of ever smaller numbers would end at 0 and stay there. */
const TINY_EXP = Math.exp(-300);

/** Part of the light let through below which nothing behind can be seen. */
const LEAST_PASSING = 1e-9;

const LEAST_DETERMINANT = COVARIANCE_EPSILON ** 2;

/** A score that no picture shows: a hundredth of what incremental decoding leaves out. */
const VISIBLE = 1e-5;

const NOTHING = { x0: 0, y0: 0, x1: 0, y1: 0, visible: false };

/** Row or column of the first cell at or after, and of the first one after, a coordinate. */
const firstAt = (coordinate: number, resolution: number): number =>
  Math.min(resolution, Math.max(0, Math.ceil(coordinate * resolution)));
const firstAfter = (coordinate: number, resolution: number): number =>
  Math.min(resolution, Math.max(0, Math.floor(coordinate * resolution) + 1));

/** q - s along a row: a dx^2 - along, where dx is `from` at its first cell and `step` more at each one after. */
interface Curve {
  readonly a: number;
  readonly along: number;
  readonly step: number;
  readonly from: number;
}

/**
 * Composites one row of a blob.
 * @param first index of its first cell, and `end` that after its last one
 * @returns whether anything of it can be seen
 */
function compositeRow(
  { a, along, step, from }: Curve,
  first: number,
  end: number,
  scores: Float32Array,
  passing: Float64Array,
): boolean {
  const speedUp = Math.exp(2 * a * step * step);
  // exp(q - s) from cell to cell: what it grows by grows by the same factor each time.
  let closed = Math.exp(a * from * from - along);
  let growth = Math.exp(a * step * (2 * from + step));
  let visible = false;
  for (let at = first; at < end; at++) {
    const open = passing[at]!;
    if (open >= LEAST_PASSING) {
      const opacity = closed < OPAQUE_EXP ? 1 : 1 / (1 + closed);
      const score = open * opacity;
      scores[at] = score;
      passing[at] = open * (1 - opacity);
      visible ||= score > VISIBLE;
    }
    if (closed > TINY_EXP) {
      closed *= growth;
      growth *= speedUp;
    } else {
      const dx = from + (at + 1 - first) * step;
      closed = Math.exp(a * dx * dx - along);
      growth = Math.exp(a * step * (2 * dx + step));
    }
  }
  return visible;
}

/**
 * Composites one blob onto what those in front of it let through.
 * @param scores of this blob, R x R, all 0
 * @param passing R x R: what is let through so far; changed
 */
function addBlob(
  { positions, sizes, covariances }: Geometry,
  k: number,
  resolution: number,
  scores: Float32Array,
  passing: Float64Array,
): Rect & { readonly visible: boolean } {
  const [x, y, size] = [positions[k * 2]!, positions[k * 2 + 1]!, sizes[k]!];
  const [xx, xy, yy] = [covariances[k * 3]!, covariances[k * 3 + 1]!, covariances[k * 3 + 2]!];
  const reach = size - UNSEEN;
  if (!(reach > 0)) return NOTHING;
  // Rounding can make nothing of a needle's determinant, and everything not a number.
  const determinant = Math.max(xx * yy - xy * xy, LEAST_DETERMINANT);
  const [a, b, c] = [yy / determinant, -xy / determinant, xx / determinant];
  // q = a dx^2 + 2 b dx dy + c dy^2 = a (dx + b/a dy)^2 + (c - b^2/a) dy^2
  const slope = b / a;
  const across = Math.max(0, c - (b * b) / a);
  const height = across > 0 ? Math.sqrt(reach / across) : Infinity;
  const y0 = firstAt(y - height, resolution);
  const y1 = firstAfter(y + height, resolution);
  const step = 1 / resolution;
  let [least, most] = [resolution, 0];
  let visible = false;
  for (let row = y0; row < y1; row++) {
    const dy = row / resolution - y;
    const width = Math.sqrt(Math.max(0, reach - across * dy * dy) / a);
    const middle = x - slope * dy;
    const x0 = firstAt(middle - width, resolution);
    const x1 = firstAfter(middle + width, resolution);
    if (x0 >= x1) continue;
    least = Math.min(least, x0);
    most = Math.max(most, x1);
    const along = size - across * dy * dy;
    const from = x0 / resolution - middle;
    const start = row * resolution;
    const curve: Curve = { a, along, step, from };
    visible = compositeRow(curve, start + x0, start + x1, scores, passing) || visible;
  }
  return least < most ? { x0: least, y0, x1: most, y1, visible } : NOTHING;
}

/** The mean over 2 x 2 cells, where there are any numbers. */
function halveInto(out: Float32Array, from: Float32Array, resolution: number, touched: Rect): Rect {
  const half = resolution / 2;
  const [x0, y0] = [touched.x0 >> 1, touched.y0 >> 1];
  const [x1, y1] = [(touched.x1 + 1) >> 1, (touched.y1 + 1) >> 1];
  for (let row = y0; row < y1; row++) {
    let at = 2 * (row * resolution + x0);
    for (let to = row * half + x0; to < row * half + x1; to++, at += 2) {
      out[to] = (from[at]! + from[at + 1]! + from[at + resolution]! + from[at + resolution + 1]!) / 4;
    }
  }
  return { x0, y0, x1, y1 };
}

/** One side of the pyramid, in memory that is used again. */
interface Level {
  readonly side: number;
  memory: Float32Array;
  /** The cells that each channel may have numbers in. */
  touched: Rect[];
}

/** Makes zeros of what was written of a channel, which is little of all that there is. */
function clear({ side, memory, touched }: Level, channel: number): void {
  const { x0, y0, x1, y1 } = touched[channel]!;
  for (let row = y0; row < y1; row++) {
    const start = (channel * side + row) * side;
    memory.fill(0, start + x0, start + x1);
  }
  touched[channel] = NOTHING;
}

/** Moves a channel's numbers to the place of another one. */
function moveChannel(level: Level, from: number, to: number): void {
  const { side, memory, touched } = level;
  clear(level, to);
  const { x0, y0, x1, y1 } = touched[from]!;
  for (let row = y0; row < y1; row++) {
    const start = (from * side + row) * side;
    memory.copyWithin((to * side + row) * side + x0, start + x0, start + x1);
  }
  touched[to] = touched[from]!;
  clear(level, from);
}

/** Scores at R, R/2, ... down to the decoder's input grid (MODEL.md, "Splat"), one layout after the other. */
export class ScorePyramid {
  private readonly levels: Level[] = [];
  private readonly passing: Float64Array;

  /**
   * @param resolution R; point (col, row) / R, no half-pixel offset
   * @param coarsest side of the input grid; R is it times a power of two
   */
  constructor(resolution: number, coarsest: number) {
    this.passing = new Float64Array(resolution * resolution);
    for (let side = resolution; side >= coarsest; side /= 2)
      this.levels.push({ side, memory: new Float32Array(), touched: [] });
  }

  /** The blobs of the latest scores that are seen anywhere; what is absent or wholly hidden is not. */
  visible: number[] = [];

  /** For every channel of the latest scores, the cells at side R outside of which it is 0. */
  get touched(): readonly Rect[] {
    return this.levels[0]!.touched;
  }

  /**
   * @param visibleOnly leaves out the blobs that are not seen (`visible` tells which are)
   * @returns by side: (M + 1) x side x side, the background's first; good until the next call
   */
  of(geometry: Geometry, visibleOnly = false): ReadonlyMap<number, Float32Array> {
    let channels = geometry.count + 1;
    for (const level of this.levels) {
      // Fresh memory is zeros already, and costs more than clearing what was used.
      if (level.memory.length < channels * level.side ** 2)
        level.memory = new Float32Array(channels * level.side ** 2);
      else for (const channel of level.touched.keys()) clear(level, channel);
    }
    const plane = ({ side, memory }: Level, channel: number): Float32Array =>
      memory.subarray(channel * side * side, (channel + 1) * side * side);
    const [finest, ...coarser] = this.levels as [Level, ...Level[]];
    const { side } = finest;
    const passing = this.passing.fill(1);
    finest.touched = Array<Rect>(channels).fill({ x0: 0, y0: 0, x1: side, y1: side });
    this.visible = [];
    for (let k = geometry.count - 1; k >= 0; k--) {
      const added = addBlob(geometry, k, side, plane(finest, k + 1), passing);
      finest.touched[k + 1] = added;
      if (added.visible) this.visible.unshift(k);
    }
    if (visibleOnly && this.visible.length < geometry.count) {
      for (const [at, k] of this.visible.entries()) if (k !== at) moveChannel(finest, k + 1, at + 1);
      channels = this.visible.length + 1;
      for (let hidden = channels; hidden <= geometry.count; hidden++) clear(finest, hidden);
      finest.touched.length = channels;
    }
    finest.memory.set(passing);
    let below = finest;
    for (const level of coarser) {
      const from = below;
      level.touched = from.touched.map((touched, channel) =>
        halveInto(plane(level, channel), plane(from, channel), from.side, touched),
      );
      below = level;
    }
    return new Map(
      this.levels.map((level) => [level.side, level.memory.subarray(0, channels * level.side ** 2)]),
    );
  }
}
