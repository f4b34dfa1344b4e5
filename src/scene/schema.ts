/**
 * What a document from outside must be. Every reader ends here: a link's, a file's, a picture's. One schema checks it
 * and is published as JSON Schema beside the page (`scripts/scene-schema.ts`).
 */
import * as v from 'valibot';
import { MAX_BLOBS, MAX_PICKS, MAX_SEED } from '../blobgan';
import { MAX_NAME } from './edits';
import type { SceneError } from './errors';
import { BOUNDS } from './grid';
import type { Scene } from './types';

/** Longest id of a model or a blob, in characters. */
export const MAX_ID = 64;

const number = ([least, most]: readonly [number, number]) =>
  v.pipe(
    v.number(`is no number`),
    v.minValue(least, `is below ${least}`),
    v.maxValue(most, `is above ${most}`),
  );
const whole = (least: number, most: number) =>
  v.pipe(
    v.number('is no number'),
    v.integer('is no whole number'),
    v.minValue(least, `is below ${least}`),
    v.maxValue(most, `is above ${most}`),
  );
const text = (most: number) =>
  v.pipe(
    v.string('is no text'),
    v.minLength(1, 'is empty'),
    v.maxLength(most, `is longer than ${most} characters`),
    // Control characters would hide in a list of things; what is left is shown as text, never as markup.
    // eslint-disable-next-line no-control-regex -- those are meant
    v.regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, 'has characters that cannot be shown'),
  );
/** Below 0 are the latents that a model's authors picked; the noise has none of those. */
const seed = whole(-MAX_PICKS, MAX_SEED);
const flag = v.boolean('is neither true nor false');

const SlotSourceSchema = v.strictObject(
  { seed, truncation: number([0, 1]), slot: whole(-1, MAX_BLOBS - 1) },
  'is no source of a seed, a truncation and a slot',
);
const MixSourceSchema = v.strictObject(
  { a: SlotSourceSchema, b: SlotSourceSchema, weight: number([0, 1]) },
  'is no mix of two sources',
);
export const SourceSchema = v.union([SlotSourceSchema, MixSourceSchema], 'is no source');

const BlobSchema = v.strictObject(
  {
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
  },
  'is no blob',
);

export const SceneSchema = v.strictObject(
  {
    model: text(MAX_ID),
    seed,
    truncation: number([0, 1]),
    noiseSeed: whole(0, MAX_SEED),
    background: v.strictObject({ feature: SourceSchema, style: SourceSchema }, 'is no background'),
    blobs: v.pipe(
      v.array(BlobSchema, 'is no list'),
      v.maxLength(MAX_BLOBS, `has more than ${MAX_BLOBS} blobs`),
    ),
  },
  'is no scene',
) satisfies v.GenericSchema<unknown, Scene>;

/** A schema's first complaint: where it is and what is wrong there. */
export function complaint(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const [issue] = issues;
  // The path comes from outside too: a name that is no word, or a long one, is not worth reading out.
  const where = (/^\w+(\.\w+)*/.exec(v.getDotPath(issue) ?? '')?.[0] ?? 'it').slice(0, 60);
  return `${where} ${issue.message}`;
}

/**
 * Checks a document of unknown origin.
 * @param describe makes the sentence from what is wrong
 * @throws SceneError
 */
export function checkScene(value: unknown, describe: (what: string) => SceneError): Scene {
  const result = v.safeParse(SceneSchema, value, { abortEarly: true });
  if (!result.success) throw describe(complaint(result.issues));
  const scene: Scene = result.output;
  if (new Set(scene.blobs.map(({ id }) => id)).size !== scene.blobs.length) {
    throw describe('two of its blobs have the same id');
  }
  return scene;
}
