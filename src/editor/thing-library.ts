/** The things of many rooms, by kind, to put into this one. Pure. */
import { type Blob, isBackdrop, kindOf, slotOf } from '../scene';
import { outlineOf } from './canvas/geometry';
import { type SeedRoom, isInPicture } from './seed-rooms';

export interface LibraryThing {
  readonly key: string;
  readonly kind: string;
  readonly blob: Blob;
  /** The room that it is from. */
  readonly room: SeedRoom;
  /** Part of the picture (0..1) that is its own. */
  readonly share: number;
  /** Part of its own outline (0..1) that is: less where others stand before it, or the picture ends. */
  readonly bared: number;
}

/** Less of the picture than this (0..1) shows too little of a thing to choose it by. */
export const LEAST_SHARE = 0.004;
/** A thing of which as much is to be seen can stand for its kind. */
const WELL_BARED = 0.7;

/** The slots of every kind of thing that a model knows. */
export function slotsByKind(slotNames: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const slots = new Map<string, number[]>();
  slotNames.forEach((name, slot) => {
    if (!isBackdrop(name)) slots.set(kindOf(name), [...(slots.get(kindOf(name)) ?? []), slot]);
  });
  return slots;
}

/** What was found in a room is found once: a thing stays the same value as long as its room is kept. */
const found = new WeakMap<SeedRoom, readonly LibraryThing[]>();

/** The things that stand in a room and show enough of themselves. */
function thingsOf(room: SeedRoom, abNorm: number, slotNames: readonly string[]): readonly LibraryThing[] {
  const things = found.get(room) ?? findThings(room, abNorm, slotNames);
  found.set(room, things);
  return things;
}

function findThings(room: SeedRoom, abNorm: number, slotNames: readonly string[]): LibraryThing[] {
  return room.scene.blobs.flatMap((blob) => {
    const slot = slotOf(blob);
    const share = room.shares.get(slot) ?? 0;
    if (!isInPicture(blob) || isBackdrop(slotNames[slot]) || share < LEAST_SHARE) return [];
    const { semiMajor, semiMinor } = outlineOf(blob, abNorm);
    const bared = Math.min(1, share / Math.max(share, Math.PI * semiMajor * semiMinor));
    const kind = kindOf(slotNames[slot] ?? blob.name);
    return [{ key: `${room.seed}:${room.truncation}:${slot}`, kind, blob, room, share, bared }];
  });
}

/** The things of some rooms by kind, in the order of the rooms. */
export function thingsByKind(
  rooms: readonly SeedRoom[],
  abNorm: number,
  slotNames: readonly string[],
): ReadonlyMap<string, readonly LibraryThing[]> {
  const kinds = new Map<string, LibraryThing[]>();
  for (const thing of rooms.flatMap((room) => thingsOf(room, abNorm, slotNames)))
    kinds.set(thing.kind, [...(kinds.get(thing.kind) ?? []), thing]);
  return kinds;
}

/** The kinds in the order in which they are shown, with the thing that stands for each, null while there is none. */
export type Examples = ReadonlyMap<string, LibraryThing | null>;

/**
 * Gives kinds the things that stand for them: the first that is well to be seen. What was shown before stays where and as it
 * was; kinds that come late come last.
 * @param waiting whether there may yet come a better one for a kind of which nothing is well to be seen
 * @returns the very same map when nothing is new
 */
export function withExamples(
  before: Examples,
  kinds: ReadonlyMap<string, readonly LibraryThing[]>,
  waiting: boolean,
): Examples {
  const examples = new Map(before);
  for (const [kind, things] of kinds) {
    const barest = things.reduce((best, thing) => (thing.bared > best.bared ? thing : best));
    const good = things.find(({ bared }) => bared >= WELL_BARED) ?? (waiting ? null : barest);
    examples.set(kind, before.get(kind) ?? good);
  }
  const same = [...examples].every(([kind, thing]) => before.get(kind) === thing);
  return same ? before : examples;
}

/** The keys of things, those first that show most of themselves. */
export const largestFirst = (things: readonly LibraryThing[]): string[] =>
  [...things].sort((one, other) => other.share - one.share).map(({ key }) => key);

/** Keys in the order that they were shown in, and after them those that came since, in their own. */
export function appended(shown: readonly string[], now: readonly string[]): readonly string[] {
  const known = new Set(shown);
  const late = now.filter((key) => !known.has(key));
  return late.length ? [...shown, ...late] : shown;
}

/** As people compare names when they look for one: without case and without marks. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** Whether a name has what was typed in it, every word of it somewhere. */
export function isCalled(name: string, typed: string): boolean {
  return plain(typed)
    .split(/\s+/)
    .every((word) => plain(name).includes(word));
}
