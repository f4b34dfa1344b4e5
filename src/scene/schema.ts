/**
 * What a document from outside must be. Every reader ends here: a link's, a file's, a picture's. One schema checks it
 * and is published as JSON Schema beside the page (`scripts/scene-schema.ts`).
 */
import * as v from 'valibot';
import { MAX_BLOBS, MAX_PICKS, MAX_SEED } from '../blobgan';
import { MAX_NAME } from './edits';
import { type Fault, type Reason, because, fault } from '../faults';
import { BOUNDS } from './grid';
import type { ChangeName, Scene } from './types';

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

const colour = v.pipe(v.string(), v.regex(/^#[0-9a-fA-F]{6}$/));

/** By kind of change. */
const CHANGE_VALUES = {
  colour,
  value: text(MAX_ID),
  number: number([-1_000, 1_000]),
  flag,
  degrees: number([-360, 360]),
} as const;

/** What is said of a thing by name; a name that is not known here is of a newer version. */
export const ChangesSchema = v.strictObject({
  colour: v.exactOptional(CHANGE_VALUES.colour),
  wood: v.exactOptional(CHANGE_VALUES.colour),
  accent: v.exactOptional(CHANGE_VALUES.colour),
  accent2: v.exactOptional(CHANGE_VALUES.colour),
  bedding: v.exactOptional(CHANGE_VALUES.colour),
  shade: v.exactOptional(CHANGE_VALUES.colour),
  colourA: v.exactOptional(CHANGE_VALUES.colour),
  colourB: v.exactOptional(CHANGE_VALUES.colour),
  colourC: v.exactOptional(CHANGE_VALUES.colour),
  pattern: v.exactOptional(CHANGE_VALUES.value),
  sky: v.exactOptional(CHANGE_VALUES.value),
  model: v.exactOptional(CHANGE_VALUES.value),
  patternScale: v.exactOptional(CHANGE_VALUES.number),
  patternAcross: v.exactOptional(CHANGE_VALUES.flag),
  lampOn: v.exactOptional(CHANGE_VALUES.flag),
  round: v.exactOptional(CHANGE_VALUES.flag),
  facing: v.exactOptional(CHANGE_VALUES.degrees),
} satisfies Record<ChangeName, v.GenericSchema>);
const changes = v.exactOptional(ChangesSchema);

const light = v.exactOptional(
  v.strictObject({
    preset: v.exactOptional(text(MAX_ID)),
    night: v.exactOptional(flag),
    warmth: v.exactOptional(number([-1, 1])),
    strength: v.exactOptional(number([-1, 1])),
  }),
);

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

const group = v.exactOptional(whole(1, MAX_BLOBS));

/** A scene of before anything could be changed by name. */
export const UnchangedSceneSchema = v.strictObject({
  ...SCENE,
  blobs: blobsOf(v.strictObject({ ...BLOB, group })),
});

export const SceneSchema = v.strictObject({
  ...SCENE,
  background: v.strictObject({ feature: SourceSchema, style: SourceSchema, changes }),
  light,
  blobs: blobsOf(v.strictObject({ ...BLOB, group, changes })),
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

/** A name in the changes of a thing, or in the light, that is not known here; null when the complaint is another one. */
function unknownName({ type, path }: Issue): string | null {
  const keys = path?.map(({ key }) => key) ?? [];
  if (type !== 'strict_object' || !['changes', 'light'].includes(String(keys.at(-2)))) return null;
  return /^[\w.-]{1,40}$/.exec(String(keys.at(-1)))?.[0] ?? '…';
}

/**
 * The fault of a schema's first complaint: where it is and what is wrong there.
 * @param damaged makes it from what is wrong
 */
export function faultOf(issues: readonly [Issue, ...Issue[]], damaged: (why: Reason) => Fault): Fault {
  const [issue] = issues;
  const name = unknownName(issue);
  if (name !== null) return fault('changeUnknown', { name });
  // The path comes from outside too: a name that is no word, or a long one, is not worth reading out.
  const path = /^\w+(\.\w+)*/.exec(v.getDotPath(issue) ?? '')?.[0].slice(0, 60);
  return damaged(because('field', { where: path ?? because('itself'), fault: faultIn(issue) }));
}

/**
 * Checks a document of unknown origin.
 * @param damaged makes the fault from what is wrong
 * @throws Fault
 */
export function checkScene(value: unknown, damaged: (why: Reason) => Fault): Scene {
  const result = v.safeParse(SceneSchema, value, { abortEarly: true });
  if (!result.success) throw faultOf(result.issues, damaged);
  const scene: Scene = result.output;
  if (new Set(scene.blobs.map(({ id }) => id)).size !== scene.blobs.length) throw damaged(because('sameIds'));
  return scene;
}
