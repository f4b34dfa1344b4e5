/** Which thing of a room is edited, and how: what can be seen well, and what can be done to it plausibly. Pure. */
import type { RoomLine } from '../describe';
import { inFrame, projectionOf } from '../room/camera';
import { Random } from '../room/random';
import type { ModelInfo, Room } from '../room/types';
import {
  type Edit,
  KINDS,
  type Kind,
  duplicated,
  moved,
  recoloured,
  relit,
  removed,
  repatterned,
  swapped,
  turned,
} from './edits';
import { LEAST_IN_FRAME, placesFor, turnsFor } from './places';
import { otherLooks } from './recolour';
import { otherLights } from './relight';
import { otherPatterns } from './repattern';
import { otherModels } from './swap';

/** Part of the picture that an edited thing covers at least. */
const LEAST_AREA = 0.01;
/** The same of a surface, of which much is always hidden. */
const LEAST_SURFACE = 0.03;
/** Part of its silhouette that is not hidden. */
export const LEAST_SEEN = 0.6;
/** Pictures are many and have room on every wall: they leave the turn to other things. */
const WEIGHTS: Readonly<Record<string, number>> = { picture: 0.3 };
/** Edits tried with one thing before the next is taken. */
const TURNS = 2;
/** "pai" and the kind: a stream of random numbers of its own for each. */
const PURPOSE = 0x70616900;

/** A room as it was drawn. */
export interface Before {
  /** Without what was barely visible. */
  readonly room: Room;
  readonly line: RoomLine;
}

/** Whether a thing can be seen well enough for an edit of it to be measured. */
export function seenWell({ pixels, amodalPixels }: RoomLine['things'][number], size: number): boolean {
  return pixels >= LEAST_AREA * size * size && pixels >= LEAST_SEEN * amodalPixels;
}

/**
 * Whether a thing may be edited in this way. Light sources stay, so that the light does; so does what something
 * stands on, so that only one thing changes. A curtain belongs to its window.
 */
export function mayBeEdited({ room, line }: Before, index: number, kind: Kind, size: number): boolean {
  const thing = room.things[index]!;
  if (!seenWell(line.things[room.surfaces.length + index]!, size)) return false;
  if (inFrame(projectionOf(room.camera), thing).part < LEAST_IN_FRAME) return false;
  if (kind === 'recoloured' || kind === 'repatterned') return true;
  if (thing.class === 'window' || thing.look.lampOn) return false;
  if (room.things.some(({ on }) => on === index)) return false;
  return kind === 'removed' || thing.class !== 'curtain';
}

function* editsOfThing(
  room: Room,
  index: number,
  kind: Exclude<Kind, 'repatterned' | 'relit'>,
  random: Random,
  models: readonly ModelInfo[],
): Generator<Edit> {
  if (kind === 'removed') yield removed(room, index);
  else if (kind === 'recoloured') {
    for (const look of otherLooks(random, room.things[index]!, models)) yield recoloured(room, index, look);
  } else if (kind === 'swapped') {
    for (const other of otherModels(room, index, random, models)) yield swapped(room, index, other);
  } else if (kind === 'turned') {
    for (const yaw of turnsFor(room, index, random)) yield turned(room, index, yaw);
  } else {
    const edit = kind === 'moved' ? moved : duplicated;
    for (const position of placesFor(room, index, random, kind === 'duplicated')) {
      yield edit(room, index, position);
    }
  }
}

function* firstOf<T>(items: Iterable<T>, count: number): Generator<T> {
  let taken = 0;
  for (const item of items) {
    yield item;
    if (++taken === count) return;
  }
}

/** Other patterns of what has one: surfaces of which enough is seen, and things. */
function* repatternings(before: Before, random: Random, size: number): Generator<Edit> {
  const { room, line } = before;
  const first = room.surfaces.length;
  const names = [...room.surfaces.map(({ name }) => name), ...room.things.map((thing) => thing.class)];
  const looks = [...room.surfaces, ...room.things].map(({ look }) => look);
  const candidates = names
    .map((name, k) => ({ name, look: looks[k]!, k, at: random.next() / (WEIGHTS[name] ?? 1) }))
    .filter(({ k }) =>
      k < first
        ? line.things[k]!.pixels >= LEAST_SURFACE * size * size
        : mayBeEdited(before, k - first, 'repatterned', size),
    )
    .sort((a, b) => a.at - b.at);
  for (const { name, look, k } of candidates) {
    for (const other of firstOf(otherPatterns(random, name, look), TURNS))
      yield repatterned(room, k + 1, other);
  }
}

/** Edits of one kind for a room, each as good as the others before they are drawn. They depend on (seed, i, kind) alone. */
export function* editsFor(
  before: Before,
  kind: Kind,
  models: readonly ModelInfo[],
  size: number,
): Generator<Edit> {
  const { room } = before;
  const random = new Random(room.seed, room.i, PURPOSE + KINDS.indexOf(kind));
  if (kind === 'relit') {
    for (const light of otherLights(random, room.light)) yield relit(room, light);
    return;
  }
  if (kind === 'repatterned') {
    yield* repatternings(before, random, size);
    return;
  }
  const candidates = [...room.things.keys()]
    .map((index) => ({ index, at: random.next() / (WEIGHTS[room.things[index]!.class] ?? 1) }))
    .filter(({ index }) => mayBeEdited(before, index, kind, size))
    .sort((a, b) => a.at - b.at);
  for (const { index } of candidates) {
    yield* firstOf(editsOfThing(room, index, kind, random, models), TURNS);
  }
}
