/** The edits that a counterfactual pair can show, on the data of a room. Pure. */
import type { Light, Look, Room, Thing } from '../room/types';

/** New kinds come last: the place of each names its stream of random numbers. */
export const KINDS = [
  'moved',
  'removed',
  'duplicated',
  'recoloured',
  'repatterned',
  'swapped',
  'turned',
  'relit',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Edit {
  readonly kind: Kind;
  /** Id of what is edited in the room before: surfaces first, then things. Null: the light of the whole room. */
  readonly id: number | null;
  /** The room after: everything but the one thing is as it was. */
  readonly after: Room;
}

const idOf = ({ surfaces }: Room, index: number): number => surfaces.length + index + 1;

/** The same room with one thing changed. */
function withThing(room: Room, index: number, change: Partial<Thing>): Room {
  return { ...room, things: room.things.map((thing, k) => (k === index ? { ...thing, ...change } : thing)) };
}

/** The same room without a thing on which nothing stands. */
export function withoutThing(room: Room, index: number): Room {
  const things = room.things
    .filter((_, k) => k !== index)
    .map((thing) => (thing.on !== undefined && thing.on > index ? { ...thing, on: thing.on - 1 } : thing));
  return { ...room, things };
}

/** The same room with a copy of a thing, which comes last. */
function withCopy(room: Room, index: number, position: Thing['position']): Room {
  return { ...room, things: [...room.things, { ...room.things[index]!, position }] };
}

export function moved(room: Room, index: number, position: Thing['position']): Edit {
  return { kind: 'moved', id: idOf(room, index), after: withThing(room, index, { position }) };
}
export function removed(room: Room, index: number): Edit {
  return { kind: 'removed', id: idOf(room, index), after: withoutThing(room, index) };
}
export function duplicated(room: Room, index: number, position: Thing['position']): Edit {
  return { kind: 'duplicated', id: idOf(room, index), after: withCopy(room, index, position) };
}
export function recoloured(room: Room, index: number, look: Look): Edit {
  return { kind: 'recoloured', id: idOf(room, index), after: withThing(room, index, { look }) };
}
export function swapped(room: Room, index: number, other: Thing): Edit {
  return { kind: 'swapped', id: idOf(room, index), after: withThing(room, index, other) };
}
export function turned(room: Room, index: number, yaw: number): Edit {
  return { kind: 'turned', id: idOf(room, index), after: withThing(room, index, { yaw }) };
}
/** @param id of a surface or a thing */
export function repatterned(room: Room, id: number, look: Look): Edit {
  const surfaces = room.surfaces.map((surface, k) => (k + 1 === id ? { ...surface, look } : surface));
  const after = withThing({ ...room, surfaces }, id - 1 - surfaces.length, { look });
  return { kind: 'repatterned', id, after };
}
export function relit(room: Room, light: Light): Edit {
  return { kind: 'relit', id: null, after: { ...room, light } };
}
