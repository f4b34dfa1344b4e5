/** What runtimes and browsers throw, as far as it is known what it means. */
import { type Cause, type Explanation, Fault, messageOf, explain } from '../faults';

/** How browsers, WebAssembly and the runtime say that memory is short. */
const MEMORY =
  /out of memory|allocation failed|could not allocate|bad_alloc|failed to grow|memory access out of bounds/i;

/** Longest text of a runtime that a person is shown: what follows is for its makers. */
const MOST_CHARACTERS = 200;

/** The explanation shown to the person. */
export function explanationIn(error: unknown): Explanation {
  if (error instanceof Fault) return error.explanation;
  const detail = messageOf(error);
  return MEMORY.test(detail)
    ? explain('outOfMemory')
    : explain('unexpected', { detail: detail.slice(0, MOST_CHARACTERS) });
}

/** What something was caused by, to be told within another sentence. */
export function causeIn(error: unknown): Cause {
  const told = explanationIn(error);
  return told.code === 'unexpected' ? told.values.detail : told;
}
