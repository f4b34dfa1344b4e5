/** Where the name of a thing is written on the canvas: beside it, and never where something lies over the canvas. Pure. */
import type { Point } from './geometry';

/** Between a thing, with its handles, and its name; and between a name and the canvas's edge. In CSS pixels. */
const GAP = 6;
/** Height of the tip that points at the thing. */
export const TIP = 5;

interface Box {
  readonly top: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface TagPlace extends Point {
  /** Which way the tip points, from the tag to the thing. */
  readonly pointer: 'up' | 'down' | 'none';
}

/**
 * Below the thing, where the handle that rotates does not hang; else above it; else over it.
 * @param across the thing's middle
 * @param thing from its top to its bottom, with its handles
 * @param tag of the name, without the tip
 * @param room the part of the canvas, from its top, that nothing lies over
 * @returns the tip, or the middle of the tag's upper edge where it has none
 */
export function tagPlace(across: number, thing: Box, tag: Size, room: Size): TagPlace {
  const half = tag.width / 2 + GAP;
  const x = Math.max(half, Math.min(room.width - half, across));
  const whole = tag.height + TIP;
  const [below, above] = [thing.bottom + GAP, thing.top - GAP];
  if (below >= 0 && below + whole <= room.height) return { x, y: below, pointer: 'up' };
  if (above - whole >= 0 && above <= room.height) return { x, y: above, pointer: 'down' };
  const y = Math.max(GAP, Math.min(room.height - GAP - tag.height, below));
  return { x, y, pointer: 'none' };
}
