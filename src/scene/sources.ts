/** Edits of where vectors come from: styles, features, the background, and the room without its things. Pure. */
import { type Origin, slotOf, slotsOf } from './document';
import { mapBlobs, reshape } from './edits';
import { withChanges, withSources } from './looks';
import {
  type Blob,
  type BlobShape,
  type Ids,
  type Scene,
  type SlotSource,
  type Source,
  type Sources,
  isMix,
  sameSlot,
  sameSource,
} from './types';

/** Which vectors an edit takes: what a thing is, how it looks, or both. */
export interface Taken {
  readonly style: boolean;
  readonly feature: boolean;
}

/** A style between two: weight 0 is all `from`, 1 is all `to`. */
export interface StyleMix {
  readonly from: SlotSource;
  readonly to: SlotSource;
  readonly weight: number;
}

/** What a style is mixed of: by itself, it is all of what was given, against the one that its feature came with. */
export function styleMix({ feature, style }: Sources): StyleMix {
  if (isMix(style)) return { from: style.a, to: style.b, weight: style.weight };
  const own = slotsOf(feature)[0]!;
  return { from: own, to: style, weight: sameSlot(own, style) ? 0 : 1 };
}

/** Whether the style is the one that the feature came with. */
export function hasOwnStyle(sources: Sources): boolean {
  const { from, to } = styleMix(sources);
  return sameSlot(from, to);
}

/** Sets how much of the given style is in that of each blob; those that have only their own stay as they are. */
export function mixStyles(scene: Scene, ids: Ids, weight: number): Scene {
  const kept = Math.min(1, Math.max(0, weight));
  const mixed = (blob: Blob): Blob => {
    if (!ids.has(blob.id) || hasOwnStyle(blob)) return blob;
    const { from, to } = styleMix(blob);
    const whole = kept === 1 && sameSlot(from, slotsOf(blob.feature)[0]!);
    const style: Source = whole ? to : { a: from, b: to, weight: kept };
    return sameSource(blob.style, style) ? blob : { ...blob, style };
  };
  return sameUnless(scene, scene.blobs.map(mixed), scene.background);
}

/** Gives blobs back the style that their features came with. */
export function ownStyles(scene: Scene, ids: Ids): Scene {
  const own = (blob: Blob): Blob => {
    const style = slotsOf(blob.feature)[0]!;
    return ids.has(blob.id) && !sameSource(blob.style, style) ? withSources(blob, { style }) : blob;
  };
  return sameUnless(scene, scene.blobs.map(own), scene.background);
}

/** What an edit of sources is about. */
export interface SourceTarget {
  readonly ids: Ids;
  readonly background: boolean;
}

/** Takes the vectors of another room: each blob those of its own slot there. */
export function takeFromRoom(scene: Scene, target: SourceTarget, room: Origin, taken: Taken): Scene {
  const changed = <T extends Sources>(sources: T): T => {
    const source: SlotSource = {
      seed: room.seed,
      truncation: room.truncation,
      slot: slotOf(sources),
    };
    const next = withSources(sources, {
      ...(taken.style && { style: source }),
      ...(taken.feature && { feature: source }),
    });
    const same = sameSource(next.style, sources.style) && sameSource(next.feature, sources.feature);
    return same && next.changes === sources.changes ? sources : next;
  };
  const blobs = scene.blobs.map((blob) => (target.ids.has(blob.id) ? changed(blob) : blob));
  return sameUnless(scene, blobs, target.background ? changed(scene.background) : scene.background);
}

/** Gives blobs the style, the feature or both of another one. */
export function setSources(scene: Scene, ids: Ids, sources: Partial<Sources>): Scene {
  return mapBlobs(scene, ids, (blob) => withSources(blob, sources));
}

/**
 * Takes the things out of a room.
 * @param stays tells the room's own surfaces; what is locked stays too
 */
export function emptied(scene: Scene, stays: (blob: Blob) => boolean): Scene {
  return sameUnless(
    scene,
    scene.blobs.filter((blob) => blob.locked || stays(blob)),
    scene.background,
  );
}

const SHAPE: readonly (keyof BlobShape)[] = ['x', 'y', 'size', 'aspect', 'angle'];

/** Gives blobs the shape, the feature and the style that they had in the room as it came. */
export function restored(scene: Scene, ids: Ids, original: Scene): Scene {
  const before = new Map(original.blobs.map((blob) => [blob.id, blob]));
  const known = new Set([...ids].filter((id) => before.has(id)));
  const blobs = scene.blobs.map((blob): Blob => {
    const own = known.has(blob.id) ? before.get(blob.id)! : blob;
    const same = sameSource(own.feature, blob.feature) && sameSource(own.style, blob.style);
    return withChanges(same ? blob : { ...blob, feature: own.feature, style: own.style }, own.changes);
  });
  const sourced = sameUnless(scene, blobs, scene.background);
  const moved = scene.blobs.filter((blob) => {
    const own = before.get(blob.id);
    return known.has(blob.id) && own && SHAPE.some((key) => blob[key] !== own[key]);
  });
  return reshape(sourced, new Set(moved.map(({ id }) => id)), ({ id }) => {
    const own = before.get(id)!;
    return Object.fromEntries(SHAPE.map((key) => [key, own[key]]));
  });
}

function sameUnless(scene: Scene, blobs: readonly Blob[], background: Sources): Scene {
  const same = blobs.length === scene.blobs.length && blobs.every((blob, at) => blob === scene.blobs[at]);
  return same && background === scene.background ? scene : { ...scene, blobs, background };
}
