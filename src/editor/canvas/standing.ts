/** Where things may stand in a room, and how large they are there: gravity and depth. Pure. */
import type { Standing } from '../../convert/standing';
import { type Blob, type BlobShape, isBackdrop, slotOf } from '../../scene';
import { LEAST_SIZE } from './frame';
import type { Point } from './geometry';
import type { Band, Guide } from './snapping';

interface Stand {
  readonly band: Band;
  /** y of its middle, at least and at most. */
  readonly low: number;
  readonly high: number;
  /** Of ln(size) over y; 0 where the size does not go with the place. */
  readonly growth: number;
}

/** By slot. */
export type Stands = ReadonlyMap<number, Stand>;

/** Things float, and are as large everywhere. */
export const NO_STANDS: Stands = new Map();

/** A line on which sizes lie less well than this says nothing of a size: tall things reach up to the eye wherever they stand. */
const LEAST_CORRELATION = 0.3;

/**
 * What a model says of its things.
 * @returns nothing for a model that names no floor and no back wall: what its blobs are nobody knows
 */
export function standsOf(
  slots: readonly { readonly slot: number; readonly name: string; readonly standing?: Standing | null }[],
): Stands {
  const measured = (name: string): Standing | null =>
    slots.find((slot) => slot.name === name)?.standing ?? null;
  const back = measured('back wall');
  if (!back || !measured('floor')) return NO_STANDS;
  // The back wall's middle is about as high as the eye: what stands on the floor has its own below it.
  const eye = (back.low + back.high) / 2;
  const stands = new Map<number, Stand>();
  for (const { slot, name, standing } of slots) {
    if (!standing || isBackdrop(name)) continue;
    const { low, high, slope, correlation } = standing;
    const band = low >= eye ? 'floor' : low >= eye / 2 ? 'wall' : 'ceiling';
    const grows = band === 'floor' && slope > 0 && correlation >= LEAST_CORRELATION;
    stands.set(slot, { band, low, high, growth: grows ? slope : 0 });
  }
  return stands;
}

const standOf = (blob: Blob, stands: Stands): Stand | undefined => stands.get(slotOf(blob));

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** How large a thing is that goes from where it stands to another height. */
export function sizeAt(blob: Blob, y: number, stands: Stands): number {
  const stand = standOf(blob, stands);
  if (!stand?.growth || blob.size <= LEAST_SIZE) return blob.size;
  const { low, high, growth } = stand;
  return blob.size * Math.exp(growth * (clamp(y, low, high) - clamp(blob.y, low, high)));
}

/** How far things may go up and down together, and what keeps them from going on. */
export interface Kept {
  readonly dy: number;
  /** Null where nothing does. */
  readonly guide: Guide | null;
}

/**
 * Keeps things where they can stand. What is elsewhere already may stay there, or go back.
 * @param dy how far down they are to go
 */
export function keepStanding(blobs: readonly Blob[], dy: number, stands: Stands): Kept {
  let kept: Kept = { dy, guide: null };
  for (const blob of blobs) {
    const stand = standOf(blob, stands);
    if (!stand) continue;
    const at = clamp(blob.y + kept.dy, Math.min(stand.low, blob.y), Math.max(stand.high, blob.y));
    if (Math.abs(at - blob.y - kept.dy) < 1e-9) continue;
    kept = { dy: at - blob.y, guide: { axis: 'y', at, from: 0, to: 1, band: stand.band } };
  }
  return kept;
}

/** How a thing of another room stands in this one when it is put down at a point. */
export function stoodAt(
  blob: Blob,
  { x, y }: Point,
  stands: Stands,
): { readonly shape: BlobShape; readonly guide: Guide | null } {
  const { dy, guide } = keepStanding([blob], y - blob.y, stands);
  const { aspect, angle } = blob;
  const at = blob.y + dy;
  return { shape: { x, y: at, size: sizeAt(blob, at, stands), aspect, angle }, guide };
}
