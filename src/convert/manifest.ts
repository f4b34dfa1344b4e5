/**
 * `manifest.json` of a converted model: what the engine must know before it loads a file, and what a person may
 * want to know about where the model comes from. One schema gives the types and is the strict reader: the file may come
 * from anywhere.
 */
import * as v from 'valibot';
import { MAX_BLOBS, MAX_PICKS } from '../blobgan';
import { type Reason, because, fault } from '../faults';
import { AttributesSchema, checkAttributes } from './attributes';
import {
  FILE,
  fields,
  flag,
  invalid,
  isObject,
  list,
  matching,
  number,
  positive,
  powerOfTwo,
  saying,
  sha256,
  text,
  whole,
} from './manifest-fields';
import { FIRST_STAGE, FORMER_FIRST_STAGE } from './names';
import type { Plain } from './pickle/plain';

export const MANIFEST_FORMAT = 1;
export const MANIFEST_FILE = 'manifest.json';

const MAX_NOTES = 50;
const MAX_TRAINING_CHARACTERS = 65_536;

const dim = whole(1, 8_192);

/** A value that goes into or comes out of a stage. A side is a number, or a name where it is dynamic. */
const ValueSchema = fields({
  name: text(),
  shape: list(
    v.lazy((given) => (typeof given === 'string' ? text() : whole(1, 2 ** 24))),
    8,
  ),
});

const ManifestSchema = fields({
  format: v.literal(MANIFEST_FORMAT),
  /** Short hash of the model's files: what a link calls the model. */
  id: matching(/^[0-9a-f]{12}$/, because('isNoId')),
  name: text(),
  shape: fields({
    resolution: powerOfTwo(64, 1024),
    inputSize: powerOfTwo(4, 64),
    featureDim: dim,
    styleDim: dim,
    latentDim: dim,
    blobCount: whole(1, MAX_BLOBS),
    abNorm: positive(),
  }),
  /** c of MODEL.md (`c_model`). */
  width: positive(),
  /** How far from their middle blobs have maps or outlines of their own, in half extents; not there in a model without. */
  mapReach: v.optional(positive()),
  layout: fields(FILE),
  /** In the order in which they run. */
  stages: list(
    fields({
      ...FILE,
      /** Side of the picture after this stage. */
      resolution: powerOfTwo(FIRST_STAGE, 1024),
      inputs: list(ValueSchema, 64),
      outputs: list(ValueSchema, 64),
      /** Of a whole picture with the model's own number of blobs. */
      multiplyAdds: whole(1, Number.MAX_SAFE_INTEGER),
    }),
    6,
  ),
  /** One per SConv, in the order of the inputs `noise_0`, `noise_1`, ... */
  noise: list(
    fields({
      /** Side of the map of `noise_i`. */
      resolution: whole(1, 1024),
      /** False when the model gives this noise no weight: any map will do, zeros for instance. */
      used: flag,
    }),
    64,
  ),
  /** The layout network's blobs, by slot. */
  blobs: list(
    fields({
      slot: whole(0, MAX_BLOBS - 1),
      name: text(),
      /**
       * Where its things stand (`Standing`). Null where nobody knows: for slots without names of their own, and in models that
       * were converted before it was measured.
       */
      standing: v.optional(
        v.nullable(fields({ low: number(), high: number(), slope: number(), correlation: number() })),
        null,
      ),
    }),
    MAX_BLOBS,
  ),
  /**
   * Latents that the model's authors picked: float32, little-endian, `latentDim` numbers each. Null when the model came
   * without, or was converted before there were any. Not part of the model's id: they draw nothing.
   */
  picks: v.optional(v.nullable(fields({ count: whole(1, MAX_PICKS), ...FILE })), null),
  /** Not there in a model that can only be told by seeds what things are. */
  attributes: v.optional(AttributesSchema),
  /** How the decoder's large weights are stored; they are computed with in float32. */
  storage: v.picklist(['float32', 'float16'], saying(because('isNoStorage'))),
  /** What the trainer wrote about the training, if it did. */
  training: v.optional(
    v.pipe(
      v.custom<{ readonly [key: string]: Plain }>(isObject, saying(because('isNoObject'))),
      v.check(
        (training) => JSON.stringify(training).length <= MAX_TRAINING_CHARACTERS,
        saying(because('isTooLong')),
      ),
    ),
    {},
  ),
  /** Null when nobody said. */
  licence: v.nullable(text(2_000)),
  source: fields({
    file: text(500),
    bytes: whole(1, Number.MAX_SAFE_INTEGER),
    /** SHA-256 of the checkpoint's zip directory, which has the checksum of everything in it. */
    directorySha256: sha256,
    /** Whether the averaged networks were used. */
    ema: flag,
    notes: list(text(1_000), MAX_NOTES),
  }),
});

export type Manifest = v.InferOutput<typeof ManifestSchema>;
export type ManifestFile = Manifest['layout'];
export type ManifestStage = Manifest['stages'][number];
export type ManifestBlob = Manifest['blobs'][number];

/** The files that a first picture needs. */
export function firstFilesOf({ layout, stages, picks }: Manifest): ManifestFile[] {
  return [layout, ...stages, ...(picks ? [picks] : [])];
}

/** Every file of a model but the manifest itself: those of the first picture, then those that are loaded on demand. */
export function filesOf(manifest: Manifest): ManifestFile[] {
  const { attributes } = manifest;
  return [...firstFilesOf(manifest), ...(attributes ? [attributes.encoder, attributes.reader] : [])];
}

/** Bytes of all of them. */
export const sizeOf = (manifest: Manifest): number =>
  filesOf(manifest).reduce((sum, { bytes }) => sum + bytes, 0);

/** `stages[1].inputs[0].name` */
function pathOf({ path }: v.BaseIssue<unknown>): string | Reason {
  if (!path) return because('itself');
  const names = path.map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return names.join('').slice(1);
}

function checkStages({ stages, shape: { resolution, inputSize } }: Manifest): void {
  const first = stages[0]?.resolution === FORMER_FIRST_STAGE ? FORMER_FIRST_STAGE : FIRST_STAGE;
  stages.forEach((stage, index) => {
    const wanted = Math.max(first, inputSize) * 2 ** index;
    if (stage.resolution !== wanted)
      throw invalid(`stages[${index}].resolution`, because('isInstead', { value: stage.resolution, wanted }));
  });
  if (stages.at(-1)?.resolution !== resolution)
    throw invalid('stages', because('endsElsewhere', { pixels: resolution }));
}

/** @throws Fault when a field is not what others make necessary */
function checkFit(manifest: Manifest): void {
  const { shape, noise, blobs, picks, attributes } = manifest;
  const same = (where: string, value: number, wanted: number): void => {
    if (value !== wanted) throw invalid(where, because('isNot', { wanted }));
  };
  const counted = (where: 'noise' | 'blobs', wanted: number): void => {
    const count = manifest[where].length;
    if (count !== wanted) throw invalid(where, because('hasInstead', { count, wanted }));
  };
  checkStages(manifest);
  // One map per SConv: one at the input grid, two at every further level.
  noise.forEach(({ resolution }, index) =>
    same(`noise[${index}].resolution`, resolution, shape.inputSize * 2 ** Math.ceil(index / 2)),
  );
  counted('noise', 1 + 2 * Math.log2(shape.resolution / shape.inputSize));
  blobs.forEach(({ slot }, index) => same(`blobs[${index}].slot`, slot, index));
  counted('blobs', shape.blobCount);
  if (picks) same('picks.bytes', picks.bytes, picks.count * shape.latentDim * 4);
  if (attributes) checkAttributes(attributes);
}

/**
 * Reads a manifest.
 * @param json what JSON.parse gave
 * @throws Fault that names the field and its fault
 */
export function parseManifest(json: unknown): Manifest {
  const format = isObject(json) ? (json as { readonly format?: unknown }).format : MANIFEST_FORMAT;
  if (format !== MANIFEST_FORMAT)
    throw fault('manifestFormat', { format: String(format).slice(0, 20), newest: MANIFEST_FORMAT });
  const result = v.safeParse(ManifestSchema, json, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    throw invalid(pathOf(issue), JSON.parse(issue.message) as Reason);
  }
  checkFit(result.output);
  return result.output;
}
