/** Kinds of room, told by what stands in them: the layout network is given none. */
import { type Layout, PRESENCE_THRESHOLD } from '../blobgan';
import { kindOf } from './document';

const ROOM_KINDS = ['bedroom', 'living room'] as const;
export type RoomKind = (typeof ROOM_KINDS)[number];

/** The thing that every room of a kind has, and no room of another one. */
const MADE_BY: Readonly<Record<RoomKind, string>> = { bedroom: 'bed', 'living room': 'sofa' };

/** Kinds that the rooms of a model are told apart by; none where its names say of fewer than two. */
export function roomKindsOf(slotNames: readonly string[]): readonly RoomKind[] {
  const kinds = ROOM_KINDS.filter((kind) => slotNames.some((name) => kindOf(name) === MADE_BY[kind]));
  return kinds.length > 1 ? kinds : [];
}

/** Whether the layout network made a room of a kind. */
export function isLayoutOf(kind: RoomKind, { sizes }: Layout, slotNames: readonly string[]): boolean {
  return sizes.some(
    (size, slot) => size >= PRESENCE_THRESHOLD && kindOf(slotNames[slot] ?? '') === MADE_BY[kind],
  );
}
