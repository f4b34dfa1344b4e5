/**
 * What went wrong, as a code and values. No layer writes sentences: they stand in src/editor/i18n, one for each code
 * and language, and what is kept (in a state, in a message of a worker) is a `Explanation`, so that it reads right in
 * whatever language the page speaks by then. Lint refuses any other error in the layers that people hear from.
 */
import type { ConvertFaults, ConvertReasons } from './convert-codes';
import type { EngineFaults, EngineReasons } from './engine-codes';
import type { PageFaults } from './page-codes';
import type { SceneFaults, SceneReasons } from './scene-codes';

/** A code that says everything. */
export type None = Record<never, never>;

interface GeneralFaults {
  /** Nobody foresaw it, or a programmer was wrong. What was said of it is for a report. */
  unexpected: { detail: string };
}

/** Sentences: what is wrong and what to do, with the values that each names. */
export type FaultValues = GeneralFaults & SceneFaults & ConvertFaults & EngineFaults & PageFaults;
export type FaultCode = keyof FaultValues;

/** Parts of sentences. */
export type ReasonValues = SceneReasons & ConvertReasons & EngineReasons;
export type ReasonCode = keyof ReasonValues;

interface Coded<Code, Values> {
  readonly code: Code;
  readonly values: Readonly<Values>;
}

/** A sentence for a person. Plain data: it may be sent and stored. */
export type Explanation = { [C in FaultCode]: Coded<C, FaultValues[C]> }[FaultCode];

/** Part of a sentence. Plain data. */
export type Reason = { [C in ReasonCode]: Coded<C, ReasonValues[C]> }[ReasonCode];

/** What something was caused by: one of ours, or the words of a browser, a runtime or a system. */
export type Cause = Explanation | Reason | string;

type Given<Values> = keyof Values extends never ? [] : [values: Values];

export const explain = <C extends FaultCode>(code: C, ...[values]: Given<FaultValues[C]>): Explanation =>
  ({ code, values: values ?? {} }) as unknown as Explanation;

export const because = <C extends ReasonCode>(code: C, ...[values]: Given<ReasonValues[C]>): Reason =>
  ({ code, values: values ?? {} }) as unknown as Reason;

/** Something that a person is told in one sentence. */
export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(readonly explanation: Explanation) {
    super(`${explanation.code} ${JSON.stringify(explanation.values)}`);
  }
}

/** To be thrown: a person is told this. */
export const fault = <C extends FaultCode>(code: C, ...values: Given<FaultValues[C]>): Fault =>
  new Fault(explain(code, ...values));

/** A programmer was wrong. Its message is English, for whoever mends it; people are told that it was unexpected. */
export class Defect extends Error {
  override readonly name = 'Defect';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a person is told of anything that was thrown. */
export function explanationOf(error: unknown): Explanation {
  return error instanceof Fault ? error.explanation : explain('unexpected', { detail: messageOf(error) });
}
