/** Edits of a scene: pure, each from one document to the next. */
import { MAX_BLOBS, wrapAxisAngle } from '../blobgan';
import { copiedGroups } from './groups';
import { type Blob, type BlobShape, type Ids, LIMITS, type Scene } from './types';

const clamp = (value: number, [low, high]: readonly [number, number]): number =>
  Math.min(high, Math.max(low, value));

/** Keeps a shape within `LIMITS`; an aspect below 1 becomes its inverse, a quarter turn on. */
export function withinLimits(shape: BlobShape): BlobShape {
  const flipped = shape.aspect < 1;
  return {
    x: clamp(shape.x, LIMITS.position),
    y: clamp(shape.y, LIMITS.position),
    size: clamp(shape.size, LIMITS.size),
    aspect: clamp(flipped ? 1 / shape.aspect : shape.aspect, LIMITS.aspect),
    angle: wrapAxisAngle(flipped ? shape.angle + Math.PI / 2 : shape.angle),
  };
}

/** An edit that changes no blob gives the very same scene, so that it becomes no step. */
export function mapBlobs(scene: Scene, ids: Ids, change: (blob: Blob) => Blob): Scene {
  const blobs = scene.blobs.map((blob) => (ids.has(blob.id) ? change(blob) : blob));
  return blobs.every((blob, at) => blob === scene.blobs[at]) ? scene : { ...scene, blobs };
}

/** Changes the shape of the blobs that are not locked. */
export function reshape(scene: Scene, ids: Ids, change: (blob: Blob) => Partial<BlobShape>): Scene {
  return mapBlobs(scene, ids, (blob) =>
    blob.locked ? blob : { ...blob, ...withinLimits({ ...blob, ...change(blob) }) },
  );
}

export function moveBy(scene: Scene, ids: Ids, dx: number, dy: number): Scene {
  return reshape(scene, ids, (blob) => ({ x: blob.x + dx, y: blob.y + dy }));
}

/** Below this a size is no longer an area that grows by a factor: it goes up and down in steps. */
const LEAST_AREA = 0.02;
const FAINT_STEP = 0.25;

/** The size of a blob whose outline grows by a factor along each axis; a faint one, which has none, gets stronger. */
export function grownSize(size: number, factor: number): number {
  if (size > LEAST_AREA) return Math.max(LEAST_AREA, size * factor * factor);
  return factor > 1 && size > 0 ? LEAST_AREA + FAINT_STEP : size + Math.sign(factor - 1) * FAINT_STEP;
}

export function setHidden(scene: Scene, ids: Ids, hidden: boolean): Scene {
  return mapBlobs(scene, ids, (blob) => (blob.hidden === hidden ? blob : { ...blob, hidden }));
}

export function setLocked(scene: Scene, ids: Ids, locked: boolean): Scene {
  return mapBlobs(scene, ids, (blob) => (blob.locked === locked ? blob : { ...blob, locked }));
}

/** Longest name that a blob may have, in characters. */
export const MAX_NAME = 60;

/** An empty name leaves the old one. */
export function rename(scene: Scene, id: string, name: string): Scene {
  const text = name.trim().slice(0, MAX_NAME);
  if (!text) return scene;
  return mapBlobs(scene, new Set([id]), (blob) => (blob.name === text ? blob : { ...blob, name: text }));
}

const key = (name: string): string => name.toLowerCase();

/** A name that is not taken yet: the name itself, or with the next number, as in "bed 2". */
function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(key(name))) return name;
  const [, base = name, number = '1'] = /^(.*?)(?: (\d{1,6}))?$/.exec(name) ?? [];
  for (let next = Number(number) + 1; ; next++) {
    const ending = ` ${next}`;
    const found = base.slice(0, MAX_NAME - ending.length) + ending;
    if (!taken.has(key(found))) return found;
  }
}

/** Names for new blobs, each of its own. */
function freeNames(scene: Scene, blobs: readonly Blob[]): string[] {
  const taken = new Set(scene.blobs.map(({ name }) => key(name)));
  return blobs.map(({ name }) => {
    const found = freeName(name, taken);
    taken.add(key(found));
    return found;
  });
}

/** Takes blobs out; locked ones stay. */
export function remove(scene: Scene, ids: Ids): Scene {
  const blobs = scene.blobs.filter((blob) => blob.locked || !ids.has(blob.id));
  return blobs.length === scene.blobs.length ? scene : { ...scene, blobs };
}

/** An id that no blob of the scene has; the same scene gives the same one. */
function freshIds(scene: Scene, count: number): string[] {
  const taken = new Set(scene.blobs.map((blob) => blob.id));
  const ids: string[] = [];
  for (let n = 1; ids.length < count; n++) if (!taken.has(`copy-${n}`)) ids.push(`copy-${n}`);
  return ids;
}

/**
 * Puts blobs into a scene, in front of everything, in their order, with ids and names of their own.
 * @returns the scene and the new blobs' ids; the same scene and no ids when it would hold too many
 */
export function add(scene: Scene, blobs: readonly Blob[]): { scene: Scene; ids: string[] } {
  if (scene.blobs.length + blobs.length > MAX_BLOBS) return { scene, ids: [] };
  const ids = freshIds(scene, blobs.length);
  const names = freeNames(scene, blobs);
  const added = copiedGroups(scene, blobs).map((blob, at): Blob => ({
    ...blob,
    id: ids[at]!,
    name: names[at]!,
    locked: false,
    hidden: false,
  }));
  return { scene: { ...scene, blobs: [...scene.blobs, ...added] }, ids };
}

/** Copies blobs, with ids and names of their own, each directly in front of its original, moved by (dx, dy). */
export function duplicate(scene: Scene, ids: Ids, dx: number, dy: number): { scene: Scene; ids: string[] } {
  const chosen = scene.blobs.filter((blob) => ids.has(blob.id));
  if (!chosen.length || scene.blobs.length + chosen.length > MAX_BLOBS) return { scene, ids: [] };
  const fresh = freshIds(scene, chosen.length);
  const names = freeNames(scene, chosen);
  const copies = copiedGroups(scene, chosen).map((blob, at): Blob => {
    const copy = { ...blob, id: fresh[at]!, name: names[at]!, locked: false };
    return { ...copy, ...withinLimits({ ...copy, x: blob.x + dx, y: blob.y + dy }) };
  });
  const blobs = scene.blobs.flatMap((blob) =>
    ids.has(blob.id) ? [blob, copies[chosen.indexOf(blob)]!] : [blob],
  );
  return { scene: { ...scene, blobs }, ids: fresh };
}

export type DepthMove = 'forward' | 'backward' | 'front' | 'back';

/** Moves blobs in depth; several keep their order among themselves. */
export function reorder(scene: Scene, ids: Ids, move: DepthMove): Scene {
  const blobs = [...scene.blobs];
  if (move === 'front' || move === 'back') {
    const chosen = blobs.filter((blob) => ids.has(blob.id));
    const others = blobs.filter((blob) => !ids.has(blob.id));
    return sameOrder(scene, move === 'front' ? [...others, ...chosen] : [...chosen, ...others]);
  }
  const step = move === 'forward' ? 1 : -1;
  // From the end that they move towards, so that neighbours do not swap with each other.
  const places = move === 'forward' ? [...blobs.keys()].reverse() : [...blobs.keys()];
  for (const at of places) {
    const other = at + step;
    if (!ids.has(blobs[at]!.id) || other < 0 || other >= blobs.length || ids.has(blobs[other]!.id)) continue;
    [blobs[at], blobs[other]] = [blobs[other]!, blobs[at]!];
  }
  return sameOrder(scene, blobs);
}

/** Puts one blob at a place in the list, 0 = back. */
export function moveToPlace(scene: Scene, id: string, place: number): Scene {
  const blob = scene.blobs.find((candidate) => candidate.id === id);
  if (!blob) return scene;
  const others = scene.blobs.filter((candidate) => candidate !== blob);
  others.splice(Math.max(0, Math.min(others.length, place)), 0, blob);
  return sameOrder(scene, others);
}

function sameOrder(scene: Scene, blobs: readonly Blob[]): Scene {
  return blobs.every((blob, at) => blob === scene.blobs[at]) ? scene : { ...scene, blobs };
}
