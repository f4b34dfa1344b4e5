/** Which thing a pointer means, which ones are outlined, and whose the picture is. Pure. */
import { type Geometry, type Regions, blobAt, covarianceFrom, regionsOf } from '../../blobgan';
import type { Blob } from '../../scene';
import { type Point, outlineOf, reachAt } from './geometry';

/** A blob that covers half of the picture nowhere is faint. */
export const FAINT = 0.5;

/** What the splat needs of blobs. */
export function geometryOf(blobs: readonly Blob[], abNorm: number): Geometry {
  return {
    count: blobs.length,
    positions: Float32Array.from(blobs.flatMap((blob) => [blob.x, blob.y])),
    sizes: Float32Array.from(blobs.map((blob) => blob.size)),
    covariances: Float32Array.from(
      blobs.flatMap((blob) => {
        const { xx, xy, yy } = covarianceFrom(blob.aspect, blob.angle, abNorm);
        return [xx, xy, yy];
      }),
    ),
  };
}

const shownOf = (blobs: readonly Blob[]): Blob[] => blobs.filter((blob) => !blob.hidden);

/** Documents are immutable: what was reckoned for one holds as long as it lives. */
const known = new WeakMap<readonly Blob[], Map<string, Regions>>();

/** Regions of the blobs that are shown, in their order. Made once for a document. */
function regionsIn(blobs: readonly Blob[], abNorm: number, resolution: number): Regions {
  const kept = known.get(blobs) ?? new Map<string, Regions>();
  known.set(blobs, kept);
  const key = `${abNorm}:${resolution}`;
  const regions = kept.get(key) ?? regionsOf(geometryOf(shownOf(blobs), abNorm), resolution);
  kept.set(key, regions);
  return regions;
}

/** Enough to find how much a blob shows: its own middle is looked at as well. */
const STRENGTH_GRID = 32;

/** How much of the picture each blob takes where it takes most, 0..1, by id; nothing when it is hidden. */
export function strengthsIn(blobs: readonly Blob[], abNorm: number): ReadonlyMap<string, number> {
  const { strengths } = regionsIn(blobs, abNorm, STRENGTH_GRID);
  const found = new Map(blobs.map((blob) => [blob.id, 0]));
  shownOf(blobs).forEach((blob, at) => found.set(blob.id, strengths[at]!));
  return found;
}

/** Where a blob's region is: 1 at its points of the grid, R x R; all 0 for one that is hidden. */
export function regionOf(blobs: readonly Blob[], id: string, abNorm: number, resolution: number): Uint8Array {
  const index = shownOf(blobs).findIndex((blob) => blob.id === id);
  const { owner } = regionsIn(blobs, abNorm, resolution);
  return Uint8Array.from(owner, (at) => (index >= 0 && at === index ? 1 : 0));
}

export interface PickOptions {
  /** Things fainter than this are not on the canvas: the state's `faintest`. */
  readonly faintest?: number;
  /** How near the middle of a thing counts as on it, however small it is, in picture units. */
  readonly near?: number;
}

/**
 * The blob that a pointer means: the one whose region it is in (the splat's own argmax), unless a smaller blob in
 * front of that one has its outline around the pointer, as half transparent things do. A faint thing whose mark is
 * shown comes before all: its mark is all there is of it.
 * @returns the blob's id, null for none
 */
export function pickBlob(
  blobs: readonly Blob[],
  abNorm: number,
  point: Point,
  { faintest = FAINT, near = 0 }: PickOptions = {},
): string | null {
  const distance = (blob: Blob): number => Math.hypot(point.x - blob.x, point.y - blob.y);
  if (faintest < FAINT) {
    const strengths = strengthsIn(blobs, abNorm);
    const marks = blobs
      .filter((blob) => !blob.locked && isMarked(strengths.get(blob.id)!, faintest) && distance(blob) <= near)
      .sort((a, b) => distance(a) - distance(b));
    if (marks[0]) return marks[0].id;
  }
  const shown = shownOf(blobs);
  const region = blobAt(geometryOf(shown, abNorm), point.x, point.y);
  let best = region >= 0 ? shown[region]! : null;
  for (const blob of shown.slice(region + 1)) {
    if (blob.size <= 0) continue;
    const inside = reachAt(outlineOf(blob, abNorm), point) <= 1 || distance(blob) <= near / 2;
    if (inside && (!best || blob.size < best.size)) best = blob;
  }
  return best?.id ?? null;
}

/** Whether a faint thing has a mark on the canvas. */
function isMarked(strength: number, faintest: number): boolean {
  return strength < FAINT && strength >= faintest;
}
