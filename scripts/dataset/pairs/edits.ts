/** The four edits that a counterfactual pair can show, on the data of a room. Pure. */
import type { Look, Room, Thing } from '../room/types';

export const KINDS = ['moved', 'removed', 'duplicated', 'recoloured'] as const;
export type Kind = (typeof KINDS)[number];

export interface Edit {
  readonly kind: Kind;
  /** Index in the things of the room before. */
  readonly index: number;
  /** The room after: everything but the one thing is as it was. */
  readonly after: Room;
}

/** The same room with one thing in another place, or with another look. */
function withThing(room: Room, index: number, change: Partial<Pick<Thing, 'position' | 'look'>>): Room {
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
  return { kind: 'moved', index, after: withThing(room, index, { position }) };
}
export function removed(room: Room, index: number): Edit {
  return { kind: 'removed', index, after: withoutThing(room, index) };
}
export function duplicated(room: Room, index: number, position: Thing['position']): Edit {
  return { kind: 'duplicated', index, after: withCopy(room, index, position) };
}
export function recoloured(room: Room, index: number, look: Look): Edit {
  return { kind: 'recoloured', index, after: withThing(room, index, { look }) };
}
