/**
 * A scene as a few hundred bytes, versions 1 and 2. The numbers are steps of the document's grid; what a seed gives anyway
 * (names, sources, ids) is said by a bit. FORMAT.md beside this file has the layout.
 */
import { MAX_BLOBS } from '../../blobgan';
import { joined } from '../../bytes';
import type { Origin } from '../document';
import { MAX_NAME } from '../edits';
import { fromStep, toStep } from '../grid';
import { MAX_ID } from '../schema';
import {
  type Blob,
  type Scene,
  type SlotSource,
  type Source,
  type Sources,
  isMix,
  sameSource,
} from '../types';
import { ByteReader, ByteWriter } from './bytes';

/** Flags of a blob. */
const HIDDEN = 1;
const LOCKED = 2;
/** Its name is not the one that the model gives its slot. */
const NAMED = 4;
/** Style and feature have the same source. */
const STYLE_AS_FEATURE = 8;
/** The feature is the scene's own, of the slot after the one before. */
const NEXT_SLOT = 16;
/** Two bits: what the id is. */
const ID_SHIFT = 5;
const ID = { ownSlot: 0, slot: 1, copy: 2, text: 3 } as const;
const ALL_FLAGS = 127;

/** A mix of two sources. */
const MIX = 1;

const firstSlot = (source: Source): SlotSource => (isMix(source) ? source.a : source);

/** Numbers of ids such as `slot-7`, as `document.ts` and `edits.ts` give them; null for any other id. */
function numberIn(id: string, prefix: string): number | null {
  const found = new RegExp(`^${prefix}-(0|[1-9][0-9]{0,8})$`).exec(id);
  return found ? Number(found[1]) : null;
}

/** The name that a blob has before a person gives it another one. */
function slotName(names: readonly string[], slot: number): string {
  return (slot >= 0 && names[slot]) || `Blob ${slot + 1}`;
}

class Origins {
  private readonly list: Origin[] = [];
  private readonly places = new Map<string, number>();

  add({ seed, truncation }: Origin): number {
    const key = `${seed}:${truncation}`;
    const place = this.places.get(key) ?? this.list.push({ seed, truncation }) - 1;
    this.places.set(key, place);
    return place;
  }

  get all(): readonly Origin[] {
    return this.list;
  }
}

function writeSource(out: ByteWriter, source: Source, origins: Origins): void {
  const slot = (from: SlotSource, flag: number): void => {
    out.unsigned(origins.add(from) * 2 + flag);
    out.unsigned(from.slot + 1);
  };
  if (!isMix(source)) return slot(source, 0);
  slot(source.a, MIX);
  slot(source.b, 0);
  out.unsigned(toStep('weight', source.weight));
}

function writeId(out: ByteWriter, kind: number, id: string): void {
  if (kind === ID.slot) out.unsigned(numberIn(id, 'slot')!);
  if (kind === ID.copy) out.unsigned(numberIn(id, 'copy')!);
  if (kind === ID.text) out.text(id);
}

function idKind({ id, feature }: Blob): number {
  const slot = numberIn(id, 'slot');
  if (slot !== null) return slot === firstSlot(feature).slot ? ID.ownSlot : ID.slot;
  return numberIn(id, 'copy') === null ? ID.text : ID.copy;
}

function flagsOf(blob: Blob, before: number, own: Origin, names: readonly string[]): number {
  const { slot } = firstSlot(blob.feature);
  const next = sameSource(blob.feature, { ...own, slot: before + 1 });
  return (
    (blob.hidden ? HIDDEN : 0) |
    (blob.locked ? LOCKED : 0) |
    (blob.name === slotName(names, slot) ? 0 : NAMED) |
    (sameSource(blob.feature, blob.style) ? STYLE_AS_FEATURE : 0) |
    (next ? NEXT_SLOT : 0) |
    (idKind(blob) << ID_SHIFT)
  );
}

/**
 * @param scene on the grid
 * @param names of the model's slots
 */
export function writeBody(scene: Scene, names: readonly string[]): Uint8Array {
  const origins = new Origins();
  const own = { seed: scene.seed, truncation: scene.truncation };
  origins.add(own);
  // The sources first, because they find the origins that stand before them.
  const sources = new ByteWriter();
  const texts = new ByteWriter();
  writeSource(sources, scene.background.feature, origins);
  writeSource(sources, scene.background.style, origins);
  let before = -1;
  const flags = scene.blobs.map((blob) => {
    const flag = flagsOf(blob, before, own, names);
    if (!(flag & NEXT_SLOT)) writeSource(sources, blob.feature, origins);
    if (!(flag & STYLE_AS_FEATURE)) writeSource(sources, blob.style, origins);
    writeId(texts, flag >> ID_SHIFT, blob.id);
    if (flag & NAMED) texts.text(blob.name);
    before = firstSlot(blob.feature).slot;
    return flag;
  });

  const out = new ByteWriter();
  out.unsigned(scene.blobs.length);
  out.unsigned(scene.noiseSeed === scene.seed ? 0 : 1);
  if (scene.noiseSeed !== scene.seed) out.unsigned(scene.noiseSeed);
  out.unsigned(origins.all.length - 1);
  for (const { seed, truncation } of origins.all) {
    out.signed(seed);
    out.unsigned(toStep('truncation', truncation));
  }
  // Column by column: alike bytes beside each other are what deflate is good at.
  for (const flag of flags) out.unsigned(flag);
  for (const { x } of scene.blobs) out.signed(toStep('position', x));
  for (const { y } of scene.blobs) out.signed(toStep('position', y));
  for (const { size } of scene.blobs) out.signed(toStep('size', size));
  for (const { aspect } of scene.blobs) out.unsigned(toStep('aspect', aspect));
  for (const { angle } of scene.blobs) out.signed(toStep('angle', angle));
  return joined([out.finish(), sources.finish(), texts.finish()]);
}

/** The number of each blob's group, 0 for none: what version 2 has after version 1's bytes. */
export function writeGroups({ blobs }: Scene): Uint8Array {
  const out = new ByteWriter();
  for (const { group } of blobs) out.unsigned(group ?? 0);
  return out.finish();
}

/** The inverse of `writeGroups`. */
export function readGroups(input: ByteReader, scene: Scene): Scene {
  const blobs = scene.blobs.map((blob): Blob => {
    const group = input.unsigned(MAX_BLOBS);
    return group === 0 ? blob : { ...blob, group };
  });
  return { ...scene, blobs };
}

function readSource(input: ByteReader, origins: readonly Origin[], slots: number): Source {
  const head = (): { flag: number; source: SlotSource } => {
    const value = input.unsigned(origins.length * 2 - 1);
    return {
      flag: value % 2,
      source: { ...origins[Math.floor(value / 2)]!, slot: input.unsigned(slots) - 1 },
    };
  };
  const { flag, source: a } = head();
  if (flag !== MIX) return a;
  const { source: b } = head();
  return { a, b, weight: fromStep('weight', input.unsigned(1000)) };
}

function readId(input: ByteReader, kind: number, slot: number): string {
  if (kind === ID.ownSlot) return `slot-${slot}`;
  if (kind === ID.slot) return `slot-${input.unsigned(999_999_999)}`;
  if (kind === ID.copy) return `copy-${input.unsigned(999_999_999)}`;
  return input.text(MAX_ID);
}

/**
 * The inverse of `writeBody`. What comes back has the form of a scene; `checkScene` says whether it is one.
 * @throws Fault when the bytes end too early or name what is not there
 */
export function readBody(input: ByteReader, model: string, names: readonly string[]): Scene {
  const count = input.unsigned(MAX_BLOBS);
  const otherNoise = input.unsigned(1) === 1 ? input.unsigned() : null;
  // Four sources for each blob and the background, and the scene's own.
  const originCount = 1 + input.unsigned(4 * (MAX_BLOBS + 1));
  const origins = Array.from({ length: originCount }, (): Origin => {
    const seed = input.signed();
    return { seed, truncation: fromStep('truncation', input.unsigned(1000)) };
  });
  const own = origins[0]!;
  const column = (read: () => number): number[] => Array.from({ length: count }, read);
  const flags = column(() => input.unsigned(ALL_FLAGS));
  const x = column(() => fromStep('position', input.signed()));
  const y = column(() => fromStep('position', input.signed()));
  const size = column(() => fromStep('size', input.signed()));
  const aspect = column(() => fromStep('aspect', input.unsigned()));
  const angle = column(() => fromStep('angle', input.signed()));
  const source = (): Source => readSource(input, origins, names.length);
  const background: Sources = { feature: source(), style: source() };
  let before = -1;
  const sources = flags.map((flag): Sources => {
    const feature = flag & NEXT_SLOT ? { ...own, slot: before + 1 } : source();
    before = firstSlot(feature).slot;
    return { feature, style: flag & STYLE_AS_FEATURE ? feature : source() };
  });
  const blobs = flags.map((flag, at): Blob => {
    const { slot } = firstSlot(sources[at]!.feature);
    const id = readId(input, flag >> ID_SHIFT, slot);
    return {
      id,
      name: flag & NAMED ? input.text(MAX_NAME) : slotName(names, slot),
      x: x[at]!,
      y: y[at]!,
      size: size[at]!,
      aspect: aspect[at]!,
      angle: angle[at]!,
      hidden: (flag & HIDDEN) !== 0,
      locked: (flag & LOCKED) !== 0,
      ...sources[at]!,
    };
  });
  return {
    model,
    seed: own.seed,
    truncation: own.truncation,
    noiseSeed: otherNoise ?? own.seed,
    background,
    blobs,
  };
}
