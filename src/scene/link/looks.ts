/** What is changed by name, as bytes of a link: version 3 has it after version 2's. FORMAT.md beside this file has the layout. */
import { fault } from '../../faults';
import { MAX_ID } from '../schema';
import { CHANGE_KINDS, type Blob, type ChangeName, type Changes, type Light, type Scene } from '../types';
import type { ByteReader } from './bytes';
import { ByteWriter } from './bytes';

const NAMES = Object.keys(CHANGE_KINDS) as ChangeName[];

/** Of the light: what is said. */
const PRESET = 1;
const NIGHT_SAID = 2;
const NIGHT = 4;
const WARMTH = 8;
const STRENGTH = 16;
const ALL_LIGHT = 31;

const PARTS = 100;
const THOUSANDTHS = 1_000;
const MOST_COLOURS = 0xffffff;
const MOST_DEGREES = 359;

function writeLight(out: ByteWriter, light: Light = {}): void {
  const { preset, night, warmth, strength } = light;
  out.unsigned(
    (preset === undefined ? 0 : PRESET) |
      (night === undefined ? 0 : NIGHT_SAID) |
      (night ? NIGHT : 0) |
      (warmth === undefined ? 0 : WARMTH) |
      (strength === undefined ? 0 : STRENGTH),
  );
  if (preset !== undefined) out.text(preset);
  if (warmth !== undefined) out.signed(Math.round(warmth * PARTS));
  if (strength !== undefined) out.signed(Math.round(strength * PARTS));
}

function readLight(input: ByteReader): Light | null {
  const said = input.unsigned(ALL_LIGHT);
  if (!said) return null;
  return {
    ...(said & PRESET && { preset: input.text(MAX_ID) }),
    ...(said & NIGHT_SAID && { night: (said & NIGHT) !== 0 }),
    ...(said & WARMTH && { warmth: input.signed() / PARTS }),
    ...(said & STRENGTH && { strength: input.signed() / PARTS }),
  };
}

function writeChanges(out: ByteWriter, changes: Changes = {}): void {
  const entries = Object.entries(changes) as [ChangeName, string | number | boolean][];
  out.unsigned(entries.length);
  for (const [name, value] of entries) {
    out.unsigned(NAMES.indexOf(name));
    const kind = CHANGE_KINDS[name];
    if (kind === 'colour') out.unsigned(parseInt(String(value).slice(1), 16));
    else if (kind === 'value') out.text(String(value));
    else if (kind === 'number') out.signed(Math.round(Number(value) * THOUSANDTHS));
    else out.unsigned(Number(value));
  }
}

function readValue(input: ByteReader, name: ChangeName): string | number | boolean {
  const kind = CHANGE_KINDS[name];
  if (kind === 'colour') return `#${input.unsigned(MOST_COLOURS).toString(16).padStart(6, '0')}`;
  if (kind === 'value') return input.text(MAX_ID);
  if (kind === 'number') return input.signed() / THOUSANDTHS;
  return kind === 'flag' ? input.unsigned(1) === 1 : input.unsigned(MOST_DEGREES);
}

/** @throws Fault when a name is not known here */
function readChanges(input: ByteReader): { readonly changes?: Changes } {
  const count = input.unsigned();
  const changes: Record<string, string | number | boolean> = {};
  for (let at = 0; at < count; at++) {
    const place = input.unsigned();
    const name = NAMES[place];
    if (!name) throw fault('changeUnknown', { name: `#${place}` });
    changes[name] = readValue(input, name);
  }
  return count ? { changes } : {};
}

/** @param scene on the grid */
export function writeLooks({ light, background, blobs }: Scene): Uint8Array {
  const out = new ByteWriter();
  writeLight(out, light);
  for (const { changes } of [background, ...blobs]) writeChanges(out, changes);
  return out.finish();
}

/** The inverse of `writeLooks`. */
export function readLooks(input: ByteReader, scene: Scene): Scene {
  const light = readLight(input);
  return {
    ...scene,
    ...(light && { light }),
    background: { ...scene.background, ...readChanges(input) },
    blobs: scene.blobs.map((blob): Blob => ({ ...blob, ...readChanges(input) })),
  };
}
