/**
 * `manifest.json` of a converted model: what the engine must know before it loads a file, and what a person may
 * want to know about where the model comes from. Types, and the strict reader: the file may come from anywhere.
 */
import { MAX_BLOBS, MAX_PICKS, type ModelShape } from '../blobgan';
import { type Fault, type Reason, because, fault } from '../faults';
import { FIRST_STAGE, FORMER_FIRST_STAGE } from './names';
import type { Plain } from './pickle/plain';

export const MANIFEST_FORMAT = 1;
export const MANIFEST_FILE = 'manifest.json';

export interface ManifestFile {
  /** Name beside the manifest, no path. */
  readonly file: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** A value that goes into or comes out of a stage. A side is a number, or a name where it is dynamic. */
interface ManifestValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface ManifestStage extends ManifestFile {
  /** Side of the picture after this stage. */
  readonly resolution: number;
  readonly inputs: readonly ManifestValue[];
  readonly outputs: readonly ManifestValue[];
  /** Of a whole picture with the model's own number of blobs. */
  readonly multiplyAdds: number;
}

interface ManifestNoise {
  /** Side of the map of `noise_i`. */
  readonly resolution: number;
  /** False when the model gives this noise no weight: any map will do, zeros for instance. */
  readonly used: boolean;
}

/** Latents that the model's authors picked: float32, little-endian, `latentDim` numbers each. */
interface ManifestPicks extends ManifestFile {
  readonly count: number;
}

export interface ManifestBlob {
  readonly slot: number;
  readonly name: string;
}

export interface Manifest {
  readonly format: typeof MANIFEST_FORMAT;
  /** Short hash of the model's files: what a link calls the model. */
  readonly id: string;
  readonly name: string;
  readonly shape: ModelShape;
  /** c of MODEL.md (`c_model`). */
  readonly width: number;
  readonly layout: ManifestFile;
  /** In the order in which they run. */
  readonly stages: readonly ManifestStage[];
  /** One per SConv, in the order of the inputs `noise_0`, `noise_1`, ... */
  readonly noise: readonly ManifestNoise[];
  /** The layout network's blobs, by slot. */
  readonly blobs: readonly ManifestBlob[];
  /** Null when the model came without. Not part of the model's id: they draw nothing. */
  readonly picks: ManifestPicks | null;
  /** How the decoder's large weights are stored; they are computed with in float32. */
  readonly storage: 'float32' | 'float16';
  /** What the trainer wrote about the training, if it did. */
  readonly training: { readonly [key: string]: Plain };
  /** Null when nobody said. */
  readonly licence: string | null;
  readonly source: {
    readonly file: string;
    readonly bytes: number;
    /** SHA-256 of the checkpoint's zip directory, which has the checksum of everything in it. */
    readonly directorySha256: string;
    /** Whether the averaged networks were used. */
    readonly ema: boolean;
    readonly notes: readonly string[];
  };
}

/** Every file of a model but the manifest itself. */
export function filesOf({ layout, stages, picks }: Manifest): ManifestFile[] {
  return [layout, ...stages, ...(picks ? [picks] : [])];
}

/** Bytes of all of them. */
export const sizeOf = (manifest: Manifest): number =>
  filesOf(manifest).reduce((sum, { bytes }) => sum + bytes, 0);

const MAX_TEXT = 200;
const MAX_NOTES = 50;
const MAX_FILE_BYTES = 2 ** 31;
const MAX_TRAINING_CHARACTERS = 65_536;

const invalid = (where: string | Reason, why: Reason): Fault =>
  fault('manifestDamaged', { where, fault: why });

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown, where: string | Reason): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw invalid(where, because('isNoObject'));
}
function list(value: unknown, where: string, most: number): readonly unknown[] {
  if (Array.isArray(value) && value.length <= most) return value;
  throw invalid(where, because('isNoListOf', { most }));
}
function text(value: unknown, where: string, most = MAX_TEXT): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= most) return value;
  throw invalid(where, because('isNoTextOf', { most }));
}
function whole(value: unknown, where: string, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalid(where, because('isNotWholeWithin', { least, most }));
}
function positive(value: unknown, where: string): number {
  if (typeof value === 'number' && value > 0 && value <= 1e6) return value;
  throw invalid(where, because('isNotPositive'));
}
function flag(value: unknown, where: string): boolean {
  if (typeof value === 'boolean') return value;
  throw invalid(where, because('isNoFlag'));
}
function powerOfTwo(value: unknown, where: string, least: number, most: number): number {
  const number = whole(value, where, least, most);
  if (Number.isInteger(Math.log2(number))) return number;
  throw invalid(where, because('isNoPowerOfTwo'));
}

function file(value: unknown, where: string): ManifestFile {
  const { file: name, bytes, sha256 } = fields(value, where);
  // A name, not a path: the files are fetched from beside the manifest and from nowhere else.
  if (typeof name !== 'string' || !/^[a-z0-9][a-z0-9._-]{0,99}$/i.test(name)) {
    throw invalid(`${where}.file`, because('isNoFileName'));
  }
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw invalid(`${where}.sha256`, because('isNoSha256'));
  }
  return { file: name, bytes: whole(bytes, `${where}.bytes`, 1, MAX_FILE_BYTES), sha256 };
}

function values(value: unknown, where: string): ManifestValue[] {
  return list(value, where, 64).map((item, index) => {
    const at = `${where}[${index}]`;
    const { name, shape } = fields(item, at);
    const sides = list(shape, `${at}.shape`, 8).map((side) =>
      typeof side === 'string' ? text(side, `${at}.shape`) : whole(side, `${at}.shape`, 1, 2 ** 24),
    );
    return { name: text(name, `${at}.name`), shape: sides };
  });
}

function shapeOf(value: unknown): ModelShape {
  const shape = fields(value, 'shape');
  const dim = (name: string): number => whole(shape[name], `shape.${name}`, 1, 8_192);
  return {
    resolution: powerOfTwo(shape.resolution, 'shape.resolution', 64, 1024),
    inputSize: powerOfTwo(shape.inputSize, 'shape.inputSize', 4, 64),
    featureDim: dim('featureDim'),
    styleDim: dim('styleDim'),
    latentDim: dim('latentDim'),
    blobCount: whole(shape.blobCount, 'shape.blobCount', 1, MAX_BLOBS),
    abNorm: positive(shape.abNorm, 'shape.abNorm'),
  };
}

function stagesOf(value: unknown, { resolution, inputSize }: ModelShape): ManifestStage[] {
  const stages = list(value, 'stages', 6).map((item, index): ManifestStage => {
    const where = `stages[${index}]`;
    const stage = fields(item, where);
    return {
      ...file(item, where),
      resolution: powerOfTwo(stage.resolution, `${where}.resolution`, FIRST_STAGE, 1024),
      inputs: values(stage.inputs, `${where}.inputs`),
      outputs: values(stage.outputs, `${where}.outputs`),
      multiplyAdds: whole(stage.multiplyAdds, `${where}.multiplyAdds`, 1, Number.MAX_SAFE_INTEGER),
    };
  });
  const first = stages[0]?.resolution === FORMER_FIRST_STAGE ? FORMER_FIRST_STAGE : FIRST_STAGE;
  stages.forEach((stage, index) => {
    const expected = Math.max(first, inputSize) * 2 ** index;
    if (stage.resolution !== expected)
      throw invalid(
        `stages[${index}].resolution`,
        because('isInstead', { value: stage.resolution, wanted: expected }),
      );
  });
  if (stages.at(-1)?.resolution !== resolution)
    throw invalid('stages', because('endsElsewhere', { pixels: resolution }));
  return stages;
}

function trainingOf(value: unknown): Manifest['training'] {
  const training = fields(value ?? {}, 'training') as Manifest['training'];
  if (JSON.stringify(training).length > MAX_TRAINING_CHARACTERS)
    throw invalid('training', because('isTooLong'));
  return training;
}

/** One map per SConv: one at the input grid, two at every further level. */
function noiseOf(value: unknown, shape: ModelShape): ManifestNoise[] {
  const expected = 1 + 2 * Math.log2(shape.resolution / shape.inputSize);
  const maps = list(value, 'noise', 64).map((item, index): ManifestNoise => {
    const where = `noise[${index}]`;
    const { resolution, used } = fields(item, where);
    const side = shape.inputSize * 2 ** Math.ceil(index / 2);
    if (resolution !== side) throw invalid(`${where}.resolution`, because('isNot', { wanted: side }));
    return { resolution: side, used: flag(used, `${where}.used`) };
  });
  if (maps.length !== expected)
    throw invalid('noise', because('hasInstead', { count: maps.length, wanted: expected }));
  return maps;
}

function picksOf(value: unknown, { latentDim }: ModelShape): ManifestPicks | null {
  // Models that were converted before there were any have no such field.
  if (value === undefined || value === null) return null;
  const count = whole(fields(value, 'picks').count, 'picks.count', 1, MAX_PICKS);
  const stored = file(value, 'picks');
  if (stored.bytes !== count * latentDim * 4)
    throw invalid('picks.bytes', because('isNot', { wanted: count * latentDim * 4 }));
  return { ...stored, count };
}

function blobsOf(value: unknown, count: number): ManifestBlob[] {
  const blobs = list(value, 'blobs', MAX_BLOBS).map((item, index): ManifestBlob => {
    const { slot, name } = fields(item, `blobs[${index}]`);
    if (slot !== index) throw invalid(`blobs[${index}].slot`, because('isNot', { wanted: index }));
    return { slot: index, name: text(name, `blobs[${index}].name`) };
  });
  if (blobs.length !== count)
    throw invalid('blobs', because('hasInstead', { count: blobs.length, wanted: count }));
  return blobs;
}

/**
 * Reads a manifest.
 * @param json what JSON.parse gave
 * @throws Fault that names the field and its fault
 */
export function parseManifest(json: unknown): Manifest {
  const manifest = fields(json, because('itself'));
  if (manifest.format !== MANIFEST_FORMAT) {
    throw fault('manifestFormat', {
      format: String(manifest.format).slice(0, 20),
      newest: MANIFEST_FORMAT,
    });
  }
  if (typeof manifest.id !== 'string' || !/^[0-9a-f]{12}$/.test(manifest.id)) {
    throw invalid('id', because('isNoId'));
  }
  const shape = shapeOf(manifest.shape);
  const { storage, licence } = manifest;
  if (storage !== 'float32' && storage !== 'float16') throw invalid('storage', because('isNoStorage'));
  const source = fields(manifest.source, 'source');
  const { directorySha256 } = source;
  if (typeof directorySha256 !== 'string' || !/^[0-9a-f]{64}$/.test(directorySha256)) {
    throw invalid('source.directorySha256', because('isNoSha256'));
  }
  return {
    format: MANIFEST_FORMAT,
    id: manifest.id,
    name: text(manifest.name, 'name'),
    shape,
    width: positive(manifest.width, 'width'),
    layout: file(manifest.layout, 'layout'),
    stages: stagesOf(manifest.stages, shape),
    noise: noiseOf(manifest.noise, shape),
    blobs: blobsOf(manifest.blobs, shape.blobCount),
    picks: picksOf(manifest.picks, shape),
    storage,
    training: trainingOf(manifest.training),
    licence: licence === null ? null : text(licence, 'licence', 2_000),
    source: {
      file: text(source.file, 'source.file', 500),
      bytes: whole(source.bytes, 'source.bytes', 1, Number.MAX_SAFE_INTEGER),
      directorySha256,
      ema: flag(source.ema, 'source.ema'),
      notes: list(source.notes, 'source.notes', MAX_NOTES).map((note) => text(note, 'source.notes', 1_000)),
    },
  };
}
