/** Other styles, things or seeds for what is selected, or for the room: some at a time, each the room of another seed. */
import { type Origin, type Scene, restored, slotOf, takeFromRoom } from '../scene';
import { type Crop, cropOf } from './seed-rooms';

/** So many are offered at a time: a key each. */
export const VARIANTS = 8;
/** Seeds that are looked at for so many, at most. */
const SCANNED = 48;

/** What a variant takes of another room: how things look, what they are as well, or their places and shapes too. */
export type VariantKind = 'style' | 'thing' | 'seed';
export const VARIANT_KINDS: readonly VariantKind[] = ['style', 'thing', 'seed'];

export interface Variants {
  readonly open: boolean;
  readonly kind: VariantKind;
  readonly page: number;
  /** The rooms that they are taken from, and what they were found for. */
  readonly offered: { readonly for: string; readonly rooms: readonly Scene[] };
}

export const NO_VARIANTS: Variants = { open: false, kind: 'style', page: 0, offered: { for: '', rooms: [] } };

/** What variants are of. */
export interface VariantsOf {
  readonly scene: Scene | null;
  readonly selection: ReadonlySet<string>;
}

const selectedSlots = ({ scene, selection }: VariantsOf): ReadonlySet<number> =>
  new Set(scene?.blobs.filter(({ id }) => selection.has(id)).map(slotOf));

/** What rooms are found for: another one of these, other rooms. */
export function soughtFor(of: VariantsOf, { kind, page }: Pick<Variants, 'kind' | 'page'>): string {
  const { model, seed, truncation } = of.scene ?? {};
  return JSON.stringify([kind, page, model, seed, truncation, [...selectedSlots(of)].sort()]);
}

const NONE: readonly Scene[] = [];

/** The rooms of the variants that are offered now, none while they are looked for. */
export function offeredRooms(of: VariantsOf, variants: Variants): readonly Scene[] {
  return variants.offered.for === soughtFor(of, variants) ? variants.offered.rooms : NONE;
}

/** Looks for rooms that have something of what is selected; any other room where nothing is. */
export async function findRooms(
  of: VariantsOf,
  page: number,
  roomOf: (origin: Origin) => Promise<Scene | null>,
  signal: AbortSignal,
): Promise<readonly Scene[]> {
  const { scene } = of;
  if (!scene) return NONE;
  const slots = selectedSlots(of);
  const found: Scene[] = [];
  const wanted = (page + 1) * VARIANTS;
  for (let first = 0; found.length < wanted && first < SCANNED * (page + 1); first += VARIANTS) {
    const seeds = Array.from({ length: VARIANTS }, (_, at) => first + at).filter(
      (seed) => seed !== scene.seed,
    );
    const rooms = await Promise.all(seeds.map((seed) => roomOf({ seed, truncation: scene.truncation })));
    if (signal.aborted) return NONE;
    for (const room of rooms) {
      const has = room?.blobs.some((blob) => blob.size > 0 && slots.has(slotOf(blob)));
      if (room && (!slots.size || has)) found.push(room);
    }
  }
  return found.slice(page * VARIANTS, wanted);
}

/** The scene with what is selected, or all of it, as another room has it; the very same one where that is no change. */
export function variantOf({ scene, selection }: VariantsOf, kind: VariantKind, room: Scene): Scene | null {
  if (!scene) return null;
  if (kind === 'seed' && !selection.size) return room;
  const there = new Map(room.blobs.map((blob) => [slotOf(blob), blob]));
  const taken = scene.blobs.filter(
    (blob) => (!selection.size || selection.has(blob.id)) && there.has(slotOf(blob)),
  );
  const ids = new Set(taken.map(({ id }) => id));
  if (kind === 'seed') {
    const blobs = taken.map((blob) => ({ ...there.get(slotOf(blob))!, id: blob.id }));
    return restored(scene, ids, { ...room, blobs });
  }
  const target = { ids, background: !selection.size };
  return takeFromRoom(scene, target, room, { style: true, feature: kind === 'thing' });
}

/** Less of the room than this does not tell how a thing goes with it. */
const LEAST_CROP = 0.45;

/** What is shown of a variant: the one thing with a part of the room, all of it where more may change. */
export function variantCrop({ scene, selection }: VariantsOf, kind: VariantKind, abNorm: number): Crop {
  const blob = scene?.blobs.find(({ id }) => selection.has(id));
  if (!blob || selection.size > 1 || kind === 'seed') return { x: 0, y: 0, side: 1 };
  const { side: least } = cropOf(blob, abNorm);
  const side = Math.max(LEAST_CROP, least);
  const within = (middle: number): number => Math.min(1 - side, Math.max(0, middle - side / 2));
  return { x: within(blob.x), y: within(blob.y), side };
}
