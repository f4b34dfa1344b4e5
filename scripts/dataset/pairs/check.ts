/** What the pictures of a pair must show before it is kept, and one numbering for both. Pure. */
import type { RoomLine } from '../describe';
import { LEAST_PIXELS } from '../room/prune';
import { LEAST_SEEN, seenWell } from './choose';
import type { Edit, Kind } from './edits';

/** Part of its pixels that any other thing keeps. */
const KEPT = 0.4;
/** Mean difference of the pixels that show what is edited, before or after, of 255. */
const LEAST_CHANGE: Readonly<Partial<Record<Kind, number>>> = {
  recoloured: 20,
  repatterned: 6,
  swapped: 12,
  turned: 12,
  relit: 2,
};

export interface View {
  readonly line: RoomLine;
  /** size x size x 3. */
  readonly image: Uint8Array;
  /** size x size. */
  readonly mask: Uint8Array;
}

/** One counterfactual: a line of pairs.jsonl and its pictures. */
export interface Pair {
  readonly kind: Kind;
  /** Id of the edited thing or surface; null: the whole room. */
  readonly thing: number | null;
  /** Id of the copy. */
  readonly added: number | null;
  readonly before: View;
  readonly after: View;
}

/** Ids as they were before: what came after a removed thing moves up by one, its own id stays empty. */
function numberedAsBefore({ kind, id: gone }: Edit, after: View): View {
  if (kind !== 'removed') return after;
  const up = (id: number): number => (id >= gone! ? id + 1 : id);
  return {
    image: after.image,
    mask: after.mask.map(up),
    line: { ...after.line, things: after.line.things.map((line) => ({ ...line, id: up(line.id) })) },
  };
}

/** @param surfaces how many ids come before those of the things */
export function pairOf(edit: Edit, surfaces: number, before: View, after: View): Pair {
  const added = edit.kind === 'duplicated' ? surfaces + edit.after.things.length : null;
  return { kind: edit.kind, thing: edit.id, added, before, after: numberedAsBefore(edit, after) };
}

/** Mean difference of the pixels that show what is edited before or after, 0..255. */
function changeOf({ before, after, thing }: Pair): number {
  let [sum, count] = [0, 0];
  before.mask.forEach((id, at) => {
    if (thing !== null && id !== thing && after.mask[at] !== thing) return;
    count += 3;
    for (let c = at * 3; c < at * 3 + 3; c++) sum += Math.abs(before.image[c]! - after.image[c]!);
  });
  return count ? sum / count : 0;
}

/** Whether the pictures show the edit well, and every other thing as well as needed. */
export function showsEdit(pair: Pair, size: number): boolean {
  const { kind, thing, added, before, after } = pair;
  const now = new Map(after.line.things.map((line) => [line.id, line]));
  const least = LEAST_PIXELS * size * size;
  const othersStay = before.line.things.every(({ id, pixels }) => {
    if (id === thing) return true;
    return now.get(id)!.pixels >= Math.min(pixels, Math.max(least, KEPT * pixels));
  });
  if (!othersStay) return false;
  const change = LEAST_CHANGE[kind];
  if (change !== undefined && changeOf(pair) < change) return false;
  if (kind === 'moved' || kind === 'swapped' || kind === 'turned') return seenWell(now.get(thing!)!, size);
  if (kind !== 'duplicated') return true;
  const original = now.get(thing!)!;
  return original.pixels >= LEAST_SEEN * original.amodalPixels && seenWell(now.get(added!)!, size);
}
