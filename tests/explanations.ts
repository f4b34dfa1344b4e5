/** What a person hears of what was thrown, for tests: `expect(() => ...).toTell('...')`, and the same after `rejects`. */
import { expect } from 'vitest';
import { i18n, sentenceOf } from '../src/editor/i18n';
import { Fault, type Explanation, explanationOf } from '../src/faults';

const english = i18n.getFixedT('en');

export const inEnglish = (explanation: Explanation): string => sentenceOf(english, explanation);
const saidOf = (error: unknown): string => inEnglish(explanationOf(error));

const NOTHING = Symbol('nothing was thrown');

function thrownBy(received: unknown): unknown {
  if (typeof received !== 'function') return received;
  try {
    (received as () => unknown)();
  } catch (error) {
    return error;
  }
  return NOTHING;
}

expect.extend({
  /** @param wanted part of the English sentence; what was thrown has to be a `Fault`, so that it has a French one */
  toTell(received: unknown, wanted: string | RegExp) {
    const error = thrownBy(received);
    const said = error instanceof Fault ? saidOf(error) : null;
    const pass = said !== null && (typeof wanted === 'string' ? said.includes(wanted) : wanted.test(said));
    return {
      pass,
      message: () =>
        error === NOTHING
          ? 'Nothing was thrown.'
          : said === null
            ? `No Fault was thrown, but ${String(error)}.`
            : `It tells "${said}"; ${this.isNot ? 'not ' : ''}wanted was ${String(wanted)}.`,
    };
  },
});

declare module 'vitest' {
  interface Assertion<T> {
    toTell(wanted: string | RegExp): T extends Promise<unknown> ? Promise<T> : T;
  }
}
