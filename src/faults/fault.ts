/**
 * What went wrong, as a code and values. No layer writes sentences: they stand in src/editor/i18n, one for each code
 * and language, and what is kept (in a state, in a message of a worker) is a `Explanation`, so that it reads right in
 * whatever language the page speaks by then. Lint refuses any other error in the layers that people hear from.
 */
import type { ConvertFaults, ConvertReasons } from './convert-codes';
import type { EngineFaults, EngineReasons } from './engine-codes';
import type { PageFaults } from './page-codes';
import type { SceneFaults, SceneReasons } from './scene-codes';

interface GeneralFaults {
  /** Nobody foresaw it, or a programmer was wrong. What was said of it is for a report. */
  unexpected: { detail: string };
}

// A sentence holds reasons, and what something was caused by is a sentence again. The tables do not know of that: they
// take those types from here, and the codes are known without them.
type FaultTable<Reason, Cause> = GeneralFaults &
  SceneFaults<Reason> &
  ConvertFaults<Reason> &
  EngineFaults<Cause> &
  PageFaults;
type ReasonTable<Reason> = SceneReasons<Reason> & ConvertReasons & EngineReasons;

export type FaultCode = keyof FaultTable<never, never>;
export type ReasonCode = keyof ReasonTable<never>;

/** Sentences: what is wrong and what to do, with the values that each names. */
export type FaultValues = FaultTable<Reason, Cause>;

/** Parts of sentences. */
export type ReasonValues = ReasonTable<Reason>;

interface CodedFault<C extends FaultCode> {
  readonly code: C;
  readonly values: Readonly<FaultValues[C]>;
}

interface CodedReason<C extends ReasonCode> {
  readonly code: C;
  readonly values: Readonly<ReasonValues[C]>;
}

/** A sentence for a person. Plain data: it may be sent and stored. */
export type Explanation = { [C in FaultCode]: CodedFault<C> }[FaultCode];

/** Part of a sentence. Plain data. */
export type Reason = { [C in ReasonCode]: CodedReason<C> }[ReasonCode];

/** What something was caused by: one of ours, or the words of a browser, a runtime or a system. */
export type Cause = Explanation | Reason | string;

type Given<Values> = keyof Values extends never ? [] : [values: Values];

export const explain = <C extends FaultCode>(code: C, ...[values]: Given<FaultValues[C]>): Explanation =>
  ({ code, values: values ?? {} }) as unknown as Explanation;

export const because = <C extends ReasonCode>(code: C, ...[values]: Given<ReasonValues[C]>): Reason =>
  ({ code, values: values ?? {} }) as unknown as Reason;

/** An error that is explained to the person in one sentence. */
export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(readonly explanation: Explanation) {
    super(`${explanation.code} ${JSON.stringify(explanation.values)}`);
  }
}

/** Makes a fault to throw. */
export const fault = <C extends FaultCode>(code: C, ...values: Given<FaultValues[C]>): Fault =>
  new Fault(explain(code, ...values));

/** A mistake in the code. Its message is English, for developers; the page only says that something unexpected happened. */
export class Defect extends Error {
  override readonly name = 'Defect';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The explanation of anything that was thrown. */
export function explanationOf(error: unknown): Explanation {
  return error instanceof Fault ? error.explanation : explain('unexpected', { detail: messageOf(error) });
}
