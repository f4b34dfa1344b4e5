/** Rectangles of cells on a square grid. */
import type { Rect } from '../../blobgan';

export const wholeOf = (side: number): Rect => ({ x0: 0, y0: 0, x1: side, y1: side });

export const areaOf = (rect: Rect): number => (rect.x1 - rect.x0) * (rect.y1 - rect.y0);

/** The smallest rectangle that holds both; null is the empty one. */
export function union(a: Rect | null, b: Rect | null): Rect | null {
  if (!a || !b) return a ?? b;
  return {
    x0: Math.min(a.x0, b.x0),
    y0: Math.min(a.y0, b.y0),
    x1: Math.max(a.x1, b.x1),
    y1: Math.max(a.y1, b.y1),
  };
}

/** Grown by a number of cells to every side, as far as the grid goes. */
export function grown(rect: Rect, by: number, side: number): Rect {
  return {
    x0: Math.max(0, rect.x0 - by),
    y0: Math.max(0, rect.y0 - by),
    x1: Math.min(side, rect.x1 + by),
    y1: Math.min(side, rect.y1 + by),
  };
}

/** The same place on a grid that is `factor` times as fine. */
export function finer(rect: Rect, factor: number): Rect {
  return { x0: rect.x0 * factor, y0: rect.y0 * factor, x1: rect.x1 * factor, y1: rect.y1 * factor };
}

/** The cells of a grid that is `factor` times as coarse which the rectangle touches. */
export function coarser(rect: Rect, factor: number): Rect {
  return {
    x0: Math.floor(rect.x0 / factor),
    y0: Math.floor(rect.y0 / factor),
    x1: Math.ceil(rect.x1 / factor),
    y1: Math.ceil(rect.y1 / factor),
  };
}

/**
 * Grown to sides that are multiples of `step`, inside the grid: the runtime keeps a plan of its memory for every
 * shape that it meets, so there must not be many.
 */
export function quantised(rect: Rect, step: number, side: number): Rect {
  const along = (from: number, to: number): [number, number] => {
    const length = Math.min(side, Math.ceil((to - from) / step) * step);
    const start = Math.min(from, side - length);
    return [start, start + length];
  };
  const [x0, x1] = along(rect.x0, rect.x1);
  const [y0, y1] = along(rect.y0, rect.y1);
  return { x0, y0, x1, y1 };
}

/** The part of a map (channels x side x side) inside a rectangle. */
export function crop(map: Float32Array, side: number, rect: Rect): Float32Array {
  const plane = side * side;
  const width = rect.x1 - rect.x0;
  const out = new Float32Array((map.length / plane) * areaOf(rect));
  let at = 0;
  for (let start = 0; start < map.length; start += plane) {
    for (let y = rect.y0; y < rect.y1; y++, at += width) {
      const row = start + y * side;
      out.set(map.subarray(row + rect.x0, row + rect.x1), at);
    }
  }
  return out;
}

/**
 * Copies a part of one map into another.
 * @param target map of channels x side x side
 * @param source a map of the same channels, whose first cell is at (`at.x0`, `at.y0`) of the target
 * @param at where the source lies in the target
 * @param part what of it is copied, in the target's cells; inside `at`
 */
export function paste(target: Float32Array, side: number, source: Float32Array, at: Rect, part: Rect): void {
  const plane = side * side;
  const width = at.x1 - at.x0;
  const step = areaOf(at);
  for (let channel = 0; channel < target.length / plane; channel++) {
    for (let y = part.y0; y < part.y1; y++) {
      const from = channel * step + (y - at.y0) * width - at.x0;
      target.set(source.subarray(from + part.x0, from + part.x1), channel * plane + y * side + part.x0);
    }
  }
}

/** Looks along a row of a channel for cells that count: a call for a row, not for a cell, is what makes it fast. */
interface RowSearch {
  /** The first one at or after `from`; `to` when there is none before it. */
  first(channel: number, y: number, from: number, to: number): number;
  /** The end of the last one before `to`; `from` when there is none after it. */
  end(channel: number, y: number, from: number, to: number): number;
}

/** The bounding box of the cells that count in one of the channels; each is looked at inside a rectangle. */
function boxWhere(
  channels: readonly number[],
  withinOf: (channel: number) => Rect,
  search: RowSearch,
): Rect | null {
  let box: Rect | null = null;
  for (const channel of channels) {
    const within = withinOf(channel);
    for (let y = within.y0; y < within.y1; y++) {
      // From both ends to the box that is known so far: what lies inside it cannot change it.
      const known: Rect | null = box && y >= box.y0 && y < box.y1 ? box : null;
      const x0 = search.first(channel, y, within.x0, known ? known.x0 : within.x1);
      if (!known && x0 === within.x1) continue;
      const x1 = search.end(channel, y, known ? known.x1 : x0 + 1, within.x1);
      if (!known || x0 < known.x0 || x1 > known.x1) box = union(box, { x0, y0: y, x1, y1: y + 1 });
    }
  }
  return box;
}

/**
 * Where a map and newer numbers of a part of it differ by more than a threshold; null when they do not.
 * @param map channels x side x side
 * @param part the newer numbers, of the rectangle `at`
 * @param within what of it is compared; inside `at`
 */
export function differenceBox(
  map: Float32Array,
  part: Float32Array,
  side: number,
  threshold: number,
  at: Rect = wholeOf(side),
  within: Rect = at,
): Rect | null {
  const plane = side * side;
  const width = at.x1 - at.x0;
  const step = areaOf(at);
  const channels = Array.from({ length: map.length / plane }, (_, channel) => channel);
  const everywhere = (): Rect => within;
  return boxWhere(channels, everywhere, {
    first(channel, y, from, to) {
      const old = channel * plane + y * side;
      const newer = channel * step + (y - at.y0) * width - at.x0;
      let x = from;
      while (x < to && Math.abs(map[old + x]! - part[newer + x]!) <= threshold) x++;
      return x;
    },
    end(channel, y, from, to) {
      const old = channel * plane + y * side;
      const newer = channel * step + (y - at.y0) * width - at.x0;
      let x = to;
      while (x > from && Math.abs(map[old + x - 1]! - part[newer + x - 1]!) <= threshold) x--;
      return x;
    },
  });
}

/**
 * Where one of some channels of a map is above a threshold.
 * @param touched for every channel, the cells outside of which it is 0
 */
export function aboveBox(
  map: Float32Array,
  side: number,
  channels: readonly number[],
  threshold: number,
  touched?: readonly Rect[],
): Rect | null {
  const rowOf = (channel: number, y: number): number => (channel * side + y) * side;
  return boxWhere(channels, (channel) => touched?.[channel] ?? wholeOf(side), {
    first(channel, y, from, to) {
      const row = rowOf(channel, y);
      let x = from;
      while (x < to && map[row + x]! <= threshold) x++;
      return x;
    },
    end(channel, y, from, to) {
      const row = rowOf(channel, y);
      let x = to;
      while (x > from && map[row + x - 1]! <= threshold) x--;
      return x;
    },
  });
}
