/** Leaves out what can hardly be seen, and what stands on it. */
import type { Room } from './types';

/** Visible part of the picture under which a thing is left out: 60 pixels of 256 x 256. */
export const LEAST_PIXELS = 60 / 65536;

/** @param seen whether enough of `room.things[index]` is visible */
export function pruned(room: Room, seen: (index: number) => boolean): Room {
  const kept = room.things.map((_, index) => seen(index));
  room.things.forEach((thing, index) => {
    if (thing.on !== undefined && !kept[thing.on]) kept[index] = false;
  });
  if (kept.every(Boolean)) return room;
  const moved = new Map<number, number>();
  kept.forEach((keep, index) => {
    if (keep) moved.set(index, moved.size);
  });
  const things = room.things
    .filter((_, index) => kept[index])
    .map((thing) => (thing.on === undefined ? thing : { ...thing, on: moved.get(thing.on)! }));
  return { ...room, things };
}
