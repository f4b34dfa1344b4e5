import { convertFaults, convertReasons } from './convert';
import { engineFaults, engineReasons } from './engine';
import { pageFaults } from './page';
import { sceneFaults, sceneReasons } from './scene';
import type { FaultValues, ReasonValues } from '../../../../faults';

type Placeholder<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

/** Texts by code: every code has one, and a text names no value that its code does not have. */
type Complete<Texts, Values> = {
  readonly [Code in keyof Values]: Code extends keyof Texts
    ? [Placeholder<Texts[Code]>] extends [keyof Values[Code]]
      ? string
      : never
    : string;
};

const complete =
  <Values>() =>
  <const Texts extends Complete<Texts, Values>>(texts: Texts): Texts =>
    texts;

/** One sentence for each code: what is wrong and what to do. */
export const faults = complete<FaultValues>()({
  ...pageFaults,
  ...sceneFaults,
  ...convertFaults,
  ...engineFaults,
} as const);

/** Parts of those sentences. */
export const reasons = complete<ReasonValues>()({
  ...sceneReasons,
  ...convertReasons,
  ...engineReasons,
} as const);
