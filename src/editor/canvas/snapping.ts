/** Where a drag snaps to: the picture's middle and edges, the middles and edges of other things. Pure. */
import type { BlobShape } from '../../scene';
import { type Box, type Point, boxOf } from './geometry';

/** What holds a thing. */
export type Band = 'ceiling' | 'wall' | 'floor';

/** A line that a drag snapped to, in picture units: at `at` on its axis, from `from` to `to` on the other one. */
export interface Guide {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** What keeps the thing on this side of the line, where something does. */
  readonly band?: Band;
}

/** How near, in CSS pixels, something must be to snap. */
export const SNAP_DISTANCE = 6;

interface Line {
  readonly at: number;
  readonly kind: 'middle' | 'edge';
  /** Extent on the other axis. */
  readonly from: number;
  readonly to: number;
}

interface Hit {
  readonly shift: number;
  readonly at: number;
  readonly line: Line;
}

const PICTURE: Box = { left: 0, top: 0, right: 1, bottom: 1 };

function linesOf({ left, top, right, bottom }: Box, axis: 'x' | 'y'): Line[] {
  const [low, high, from, to] = axis === 'x' ? [left, right, top, bottom] : [top, bottom, left, right];
  return [
    { at: (low + high) / 2, kind: 'middle', from, to },
    { at: low, kind: 'edge', from, to },
    { at: high, kind: 'edge', from, to },
  ];
}

/** The nearest pair of lines of one kind, middles with middles and edges with edges. */
function nearest(own: readonly Line[], others: readonly Line[], within: number): Hit | null {
  let best: Hit | null = null;
  for (const line of others) {
    for (const mine of own) {
      const shift = line.at - mine.at;
      if (mine.kind !== line.kind || Math.abs(shift) > within) continue;
      if (!best || Math.abs(shift) < Math.abs(best.shift)) best = { shift, at: line.at, line };
    }
  }
  return best;
}

export interface Snapped {
  /** What is to be added to the move. */
  readonly shift: Point;
  readonly guides: readonly Guide[];
}

/**
 * Where a move of blobs snaps to.
 * @param moving the blobs where the pointer alone would put them
 * @param others those that stay and can be seen
 * @param within in picture units
 * @param axes those that the move is free on
 */
export function snapMove(
  moving: readonly BlobShape[],
  others: readonly BlobShape[],
  abNorm: number,
  within: number,
  axes: readonly ('x' | 'y')[] = ['x', 'y'],
): Snapped {
  const shift = { x: 0, y: 0 };
  const guides: Guide[] = [];
  if (!moving.length) return { shift, guides };
  const box = boxOf(moving, abNorm);
  const targets = [PICTURE, ...others.map((blob) => boxOf([blob], abNorm))];
  const hits = new Map<'x' | 'y', Hit>();
  for (const axis of axes) {
    const hit = nearest(
      linesOf(box, axis),
      targets.flatMap((target) => linesOf(target, axis)),
      within,
    );
    if (!hit) continue;
    shift[axis] = hit.shift;
    hits.set(axis, hit);
  }
  // Guides reach from what snapped to what it snapped to, after the shift on both axes.
  for (const [axis, { at, line }] of hits) {
    const [low, high, across] =
      axis === 'x' ? [box.top, box.bottom, shift.y] : [box.left, box.right, shift.x];
    guides.push({ axis, at, from: Math.min(line.from, low + across), to: Math.max(line.to, high + across) });
  }
  return { shift, guides };
}
