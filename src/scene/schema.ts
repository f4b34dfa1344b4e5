/**
 * What a document from outside must be. Every reader ends here: a link's, a file's, a picture's. One schema checks it
 * and is published as JSON Schema beside the page (`scripts/scene-schema.ts`).
 */
import * as v from 'valibot';
import { MAX_BLOBS, MAX_PICKS, MAX_SEED } from '../blobgan';
import { MAX_NAME } from './edits';
import { type Fault, type Reason, because } from '../faults';
import { BOUNDS } from './grid';
import type { Scene } from './types';

/** Longest id of a model or a blob, in characters. */
export const MAX_ID = 64;

const number = ([least, most]: readonly [number, number]) =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most));
const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const text = (most: number) =>
  v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(most),
    // Control characters would hide in a list of things; what is left is shown as text, never as markup.
    // eslint-disable-next-line no-control-regex -- those are meant
    v.regex(/^[^\u0000-\u001f\u007f-\u009f]*$/),
  );
/** Below 0 are the latents that a model's authors picked; the noise has none of those. */
const seed = whole(-MAX_PICKS, MAX_SEED);
const flag = v.boolean();

const SlotSourceSchema = v.strictObject({ seed, truncation: number([0, 1]), slot: whole(-1, MAX_BLOBS - 1) });
const MixSourceSchema = v.strictObject({ a: SlotSourceSchema, b: SlotSourceSchema, weight: number([0, 1]) });
export const SourceSchema = v.union([SlotSourceSchema, MixSourceSchema]);

const BLOB = {
  id: text(MAX_ID),
  name: text(MAX_NAME),
  x: number(BOUNDS.position),
  y: number(BOUNDS.position),
  size: number(BOUNDS.size),
  aspect: number(BOUNDS.aspect),
  angle: number([-Math.PI, Math.PI]),
  hidden: flag,
  locked: flag,
  feature: SourceSchema,
  style: SourceSchema,
};

const SCENE = {
  model: text(MAX_ID),
  seed,
  truncation: number([0, 1]),
  noiseSeed: whole(0, MAX_SEED),
  background: v.strictObject({ feature: SourceSchema, style: SourceSchema }),
};

const blobsOf = <Blob extends v.GenericSchema>(schema: Blob) =>
  v.pipe(v.array(schema), v.maxLength(MAX_BLOBS));

/** A scene of before there were groups. */
export const UngroupedSceneSchema = v.strictObject({ ...SCENE, blobs: blobsOf(v.strictObject(BLOB)) });

export const SceneSchema = v.strictObject({
  ...SCENE,
  blobs: blobsOf(v.strictObject({ ...BLOB, group: v.exactOptional(whole(1, MAX_BLOBS)) })),
}) satisfies v.GenericSchema<unknown, Scene>;

/** What an issue says is wrong. Words are for the table of texts: a schema gives its kind and its limit. */
function faultIn({ type, kind, requirement, input }: Issue): Reason {
  const limit = Number(requirement);
  if (type === 'min_value') return because('isBelow', { least: limit });
  if (type === 'max_value') return because('isAbove', { most: limit });
  if (type === 'min_length') return because('isEmpty');
  if (type === 'max_length')
    return Array.isArray(input)
      ? because('hasTooMany', { most: limit })
      : because('isLonger', { most: limit });
  if (type === 'integer') return because('isNotWhole');
  if (type === 'regex') return because('isUnprintable');
  if (kind === 'schema' && type === 'number') return because('isNoNumber');
  if (kind === 'schema' && type === 'string') return because('isNoText');
  if (kind === 'schema' && type === 'boolean') return because('isNoFlag');
  return because('isOfAnotherForm');
}

type Issue = v.BaseIssue<unknown>;

/** A schema's first complaint: where it is and what is wrong there. */
export function complaint(issues: readonly [Issue, ...Issue[]]): Reason {
  const [issue] = issues;
  // The path comes from outside too: a name that is no word, or a long one, is not worth reading out.
  const path = /^\w+(\.\w+)*/.exec(v.getDotPath(issue) ?? '')?.[0].slice(0, 60);
  return because('field', { where: path ?? because('itself'), fault: faultIn(issue) });
}

/**
 * Checks a document of unknown origin.
 * @param damaged makes the fault from what is wrong
 * @throws Fault
 */
export function checkScene(value: unknown, damaged: (why: Reason) => Fault): Scene {
  const result = v.safeParse(SceneSchema, value, { abortEarly: true });
  if (!result.success) throw damaged(complaint(result.issues));
  const scene: Scene = result.output;
  if (new Set(scene.blobs.map(({ id }) => id)).size !== scene.blobs.length) throw damaged(because('sameIds'));
  return scene;
}
