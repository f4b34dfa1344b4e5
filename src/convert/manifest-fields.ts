/** Fields of a manifest: schemas whose complaints are reasons that every language has a text for. */
import * as v from 'valibot';
import { type Fault, type Reason, because, fault } from '../faults';

const MAX_TEXT = 200;
const MAX_FILE_BYTES = 2 ** 31;

/** A schema's message is a text: of ours, which is for every language, it holds the data. */
export const saying = (reason: Reason): string => JSON.stringify(reason);

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const noObject = v.never(saying(because('isNoObject')));

/** An object with at least these fields; a missing field is reported like a wrong one. */
export function fields<const Entries extends v.ObjectEntries>(entries: Entries) {
  const missing = ({ path }: v.BaseIssue<unknown>): string =>
    v.safeParse(entries[path!.at(-1)!.key as string]!, undefined).issues![0].message;
  const object = v.object(entries, missing);
  const schema: v.GenericSchema = v.lazy((value) => (isObject(value) ? object : noObject));
  return schema as v.GenericSchema<unknown, Readonly<v.InferOutput<typeof object>>>;
}
export function list<Item extends v.GenericSchema>(item: Item, most: number) {
  const said = saying(because('isNoListOf', { most }));
  return v.pipe(v.array(item, said), v.maxLength(most, said), v.readonly());
}
export function text(most = MAX_TEXT) {
  const said = saying(because('isNoTextOf', { most }));
  return v.pipe(v.string(said), v.minLength(1, said), v.maxLength(most, said));
}
export function whole(least: number, most: number) {
  const said = saying(because('isNotWholeWithin', { least, most }));
  return v.pipe(v.number(said), v.integer(said), v.minValue(least, said), v.maxValue(most, said));
}
export function positive() {
  const said = saying(because('isNotPositive'));
  return v.pipe(v.number(said), v.gtValue(0, said), v.maxValue(1e6, said));
}
export function number() {
  const said = saying(because('isNoNumber'));
  return v.pipe(v.number(said), v.finite(said));
}
export const flag = v.boolean(saying(because('isNoFlag')));
export function powerOfTwo(least: number, most: number) {
  const isPower = (value: number): boolean => Number.isInteger(Math.log2(value));
  return v.pipe(whole(least, most), v.check(isPower, saying(because('isNoPowerOfTwo'))));
}
export function matching(pattern: RegExp, reason: Reason) {
  return v.pipe(v.string(saying(reason)), v.regex(pattern, saying(reason)));
}

export const sha256 = matching(/^[0-9a-f]{64}$/, because('isNoSha256'));

export const FILE = {
  /** Beside the manifest, no path: the files are fetched from there and from nowhere else. */
  file: matching(/^[a-z0-9][a-z0-9._-]{0,99}$/i, because('isNoFileName')),
  bytes: whole(1, MAX_FILE_BYTES),
  sha256,
};

/** @param where the field's path */
export const invalid = (where: string | Reason, why: Reason): Fault =>
  fault('manifestDamaged', { where, fault: why });
