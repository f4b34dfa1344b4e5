/** Made-up test rooms and the edits that they can have. */
import { type Before, editsFor } from '../../../../scripts/dataset/pairs/choose';
import type { Edit, Kind } from '../../../../scripts/dataset/pairs/edits';
import { type Room, SURFACES, type Thing } from '../../../../scripts/dataset/room';
import { MODELS, lineOf, roomOf } from '../catalogue';

export const SIZE = 256;
export const ROOMS = Array.from({ length: 40 }, (_, k) => roomOf(k * 40));
export const beforeOf = (room: Room): Before => ({ room, line: lineOf(room) });
export const editsOf = (room: Room, kind: Kind): Edit[] => [...editsFor(beforeOf(room), kind, MODELS, SIZE)];

export const indexOf = ({ id }: Edit): number => id! - SURFACES.length - 1;

/** All edits of things of a kind, with the room that each belongs to. */
export function all(kind: Kind, rooms: readonly Room[] = ROOMS): { room: Room; edit: Edit; thing: Thing }[] {
  return rooms.flatMap((room) =>
    editsOf(room, kind)
      .filter((edit) => indexOf(edit) >= 0)
      .map((edit) => ({ room, edit, thing: room.things[indexOf(edit)]! })),
  );
}
