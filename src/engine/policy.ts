/**
 * What is drawn while the hand moves, decided from measured times alone: neither the provider's name nor the size of
 * the model says how fast this machine is now.
 */

/** Milliseconds between two frames of a common screen: a decode within it needs no preview. */
export const FRAME = 1000 / 60;
/** A whole picture as often as this (ms) still follows the hand. */
export const LIVE = 60;
/** A preview that takes more of the whole than this comes too late to help. */
const WORTH = 0.75;
/** A plan is left only when the times speak clearly against it: pictures must not flicker between two kinds. */
const CLEARLY = 1.3;
/** Durations that are kept per stage. */
const KEPT = 5;

export interface Plan {
  /** Show the first stage's picture before the whole one. */
  readonly preview: boolean;
  /** Draw the whole picture even when a newer layout waits. */
  readonly finish: boolean;
}

/** Before anything was measured: show something soon, and let the newest layout in. */
export const FIRST_PLAN: Plan = { preview: true, finish: false };

/**
 * @param stages milliseconds that each stage took lately, showing its picture included
 * @param before the plan that is in force
 */
export function planDrawing(stages: readonly number[], before: Plan = FIRST_PLAN): Plan {
  const [first] = stages;
  if (first === undefined) return before;
  const whole = stages.reduce((sum, time) => sum + time, 0);
  const limit = (value: number, inForce: boolean): number => (inForce ? value * CLEARLY : value / CLEARLY);
  const worth = stages.length > 1 && first <= limit(WORTH, before.preview) * whole;
  const preview = worth && whole > (before.preview ? FRAME / CLEARLY : FRAME * CLEARLY);
  // Without previews every layout that is begun is finished, or a moving hand would see nothing at all.
  return { preview, finish: !preview || whole <= limit(LIVE, before.finish) };
}

/** The last durations of each stage; their medians are not moved by one hiccup. */
export class StageClock {
  private readonly times: number[][] = [];

  record(stage: number, milliseconds: number): void {
    const kept = (this.times[stage] ??= []);
    kept.push(milliseconds);
    if (kept.length > KEPT) kept.shift();
  }

  /** Empty until every one of `count` stages was measured. */
  medians(count: number): number[] {
    const known = this.times.slice(0, count);
    if (known.length < count || known.includes(undefined as never)) return [];
    return known.map((kept) => [...kept].sort((a, b) => a - b)[kept.length >> 1]!);
  }
}
