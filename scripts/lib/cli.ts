/** What the command-line scripts share: an error is one sentence and exit code 1, wrong usage is exit code 2. */

import { i18n, sentenceOf } from '../../src/editor/i18n';
import { Fault, messageOf } from '../../src/faults';

/** Wrong arguments; the message is the usage. */
export class UsageError extends Error {}

/** What a terminal shows of an error: the page's own sentence in English, or what a script or the system said. */
export const saidOf = (error: unknown): string =>
  error instanceof Fault ? sentenceOf(i18n.getFixedT('en'), error.explanation) : messageOf(error);

/** Runs a script's main function. */
export function runScript(main: () => Promise<number>): void {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(saidOf(error));
      process.exitCode = error instanceof UsageError ? 2 : 1;
    },
  );
}

/** A number option within bounds, or undefined when it was not given. */
export function numberOption(
  name: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new UsageError(`--${name} is a number from ${least} to ${most}; "${text}" is not.`);
}
