/** Groups: blobs that bear one number are one thing to the hand. Pure. */
import type { Blob, Ids, Scene } from './types';

/** The blobs of each group, by its number. */
function membersIn(blobs: readonly Blob[]): Map<number, Blob[]> {
  const members = new Map<number, Blob[]>();
  for (const blob of blobs) {
    if (blob.group === undefined) continue;
    const known = members.get(blob.group);
    if (known) known.push(blob);
    else members.set(blob.group, [blob]);
  }
  return members;
}

function withoutGroup(blob: Blob): Blob {
  const { group, ...alone } = blob;
  return group === undefined ? blob : alone;
}

/** A group of one is none: a blob that is left alone loses its number. The very same list where there is none. */
export function withoutLoneMembers(blobs: readonly Blob[]): readonly Blob[] {
  const members = membersIn(blobs);
  const isLone = ({ group }: Blob): boolean => group !== undefined && members.get(group)!.length < 2;
  return blobs.some(isLone) ? blobs.map((blob) => (isLone(blob) ? withoutGroup(blob) : blob)) : blobs;
}

export const hasGroups = ({ blobs }: Scene): boolean => blobs.some(({ group }) => group !== undefined);

/** These blobs, and all that are in a group with one of them. */
export function withGroups(scene: Scene, ids: Ids): Ids {
  const wanted = new Set<number>();
  for (const { id, group } of scene.blobs) if (group !== undefined && ids.has(id)) wanted.add(group);
  if (!wanted.size) return ids;
  const grouped = scene.blobs.filter(({ group }) => group !== undefined && wanted.has(group));
  return new Set([...ids, ...grouped.map(({ id }) => id)]);
}

/**
 * What a press on a blob means: the whole of its group; the blob alone where some of that group are selected and
 * nothing else is, because a person has gone into it.
 */
export function unitAt(scene: Scene, selection: Ids, id: string): Ids {
  const alone = new Set([id]);
  const whole = withGroups(scene, alone);
  const entered = selection.size > 0 && selection.size < whole.size;
  return entered && [...selection].every((each) => whole.has(each)) ? alone : whole;
}

/** The selected blobs as what is moved as one: whole groups and single blobs; members where it is one group alone. */
export function unitsOf(scene: Scene, ids: Ids): readonly (readonly Blob[])[] {
  const chosen = scene.blobs.filter((blob) => ids.has(blob.id));
  const members = membersIn(scene.blobs);
  const whole = (number: number): boolean => members.get(number)!.every(({ id }) => ids.has(id));
  const units = new Map<unknown, Blob[]>();
  for (const blob of chosen) {
    const unit = blob.group !== undefined && whole(blob.group) ? blob.group : blob.id;
    units.set(unit, [...(units.get(unit) ?? []), blob]);
  }
  return units.size === 1 ? chosen.map((blob) => [blob]) : [...units.values()];
}

/** The smallest numbers that no group of the scene bears. */
function* freeNumbers(blobs: readonly Blob[]): Generator<number> {
  const taken = new Set(blobs.map(({ group }) => group));
  for (let number = 1; ; number++) if (!taken.has(number)) yield number;
}

/** Makes one group of blobs and of the groups that they are in. */
export function group(scene: Scene, ids: Ids): Scene {
  const all = withGroups(scene, ids);
  const chosen = scene.blobs.filter(({ id }) => all.has(id));
  const [first] = chosen;
  if (chosen.length < 2) return scene;
  if (chosen.every((blob) => blob.group !== undefined && blob.group === first!.group)) return scene;
  const others = scene.blobs.filter(({ id }) => !all.has(id));
  const number = freeNumbers(others).next().value as number;
  return {
    ...scene,
    blobs: scene.blobs.map((blob) => (all.has(blob.id) ? { ...withoutGroup(blob), group: number } : blob)),
  };
}

/** Takes the groups apart that blobs are in. */
export function ungroup(scene: Scene, ids: Ids): Scene {
  const all = withGroups(scene, ids);
  const blobs = scene.blobs.map((blob) => (all.has(blob.id) ? withoutGroup(blob) : blob));
  return blobs.every((blob, at) => blob === scene.blobs[at]) ? scene : { ...scene, blobs };
}

/** Copies that were in one group are in a new one of their own; one that was copied without the others is in none. */
export function copiedGroups(scene: Scene, copies: readonly Blob[]): readonly Blob[] {
  const free = freeNumbers(scene.blobs);
  const numbers = new Map<number, number>();
  const renumbered = (blob: Blob): Blob => {
    if (blob.group === undefined) return blob;
    const number = numbers.get(blob.group) ?? (free.next().value as number);
    numbers.set(blob.group, number);
    return { ...blob, group: number };
  };
  return withoutLoneMembers(copies).map(renumbered);
}
