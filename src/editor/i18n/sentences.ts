/** The sentences of what went wrong (src/faults), in the language of a `TFunction`. */
import type { TFunction } from 'i18next';
import type { Cause, Explanation } from '../../faults';
import { en } from './en';

type Value = string | number | Cause;

const isSentence = (code: string): code is keyof typeof en.faults => Object.hasOwn(en.faults, code);

/** What was caught as plain data may come from another version of the page: any code. */
function textOf(t: TFunction, { code, values }: { readonly code: string; readonly values: object }): string {
  const explanation = Object.entries(values).map(([name, value]: [string, Value]) => [
    name,
    valueOf(t, value),
  ]);
  const key = isSentence(code) ? `faults.${code}` : `reasons.${code}`;
  return (t as (key: string, values: object) => string)(key, Object.fromEntries(explanation) as object);
}

const isCoded = (value: Value): value is Exclude<Cause, string> => typeof value === 'object';

function valueOf(t: TFunction, value: Value): string | number {
  return isCoded(value) || typeof value === 'string' ? causeText(t, value) : value;
}

/** Within another sentence: without its own full stop. */
export function causeText(t: TFunction, cause: Cause): string {
  const text = isCoded(cause) ? textOf(t, cause) : cause;
  return text.replace(/[.\s]+$/, '');
}

/** What a person reads: one sentence. */
export const sentenceOf = (t: TFunction, explanation: Explanation): string => textOf(t, explanation);
