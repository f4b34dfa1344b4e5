/**
 * What is drawn while the hand moves, decided from measured times alone: neither the provider's name nor the size of
 * the model says how fast this machine is now.
 */

/** Milliseconds between two frames of a common screen: a decode within it needs no preview. */
export const FRAME_MS = 1000 / 60;
/** A whole picture as often as this (ms) still follows the hand. */
export const LIVE_MS = 60;
/** A preview within this (ms) is as good as an earlier one: of the stages that make it, the finest is shown. */
export const SOON_MS = 2 * FRAME_MS;
/** A preview that takes more of the whole than this comes too late to help. */
const MOST_PREVIEW_SHARE = 0.75;
/** A plan is left only when the times speak clearly against it: pictures must not flicker between two kinds. */
const HYSTERESIS = 1.3;
/** Durations that are kept per stage. */
const KEPT = 5;

export interface Plan {
  /** The stage whose picture is shown before the whole one, null for none. */
  readonly preview: number | null;
  /** Draw the whole picture even when a newer layout waits. */
  readonly finish: boolean;
}

/** Before anything was measured: show something soon, and let the newest layout in. */
export const FIRST_PLAN: Plan = { preview: 0, finish: false };

/**
 * @param stages milliseconds that each stage took lately, showing its picture included
 * @param before the plan that is in force
 */
export function planDrawing(stages: readonly number[], before: Plan = FIRST_PLAN): Plan {
  if (!stages.length) return before;
  let whole = 0;
  const ends = stages.map((time) => (whole += time));
  const limit = (value: number, inForce: boolean): number =>
    inForce ? value * HYSTERESIS : value / HYSTERESIS;
  const inForce = before.preview !== null;
  const preview =
    whole > (inForce ? FRAME_MS / HYSTERESIS : FRAME_MS * HYSTERESIS)
      ? bestPreview(ends, before.preview, limit)
      : null;
  // Without previews every layout that is begun is finished, or a moving hand would see nothing at all.
  return { preview, finish: preview === null || whole <= limit(LIVE_MS, before.finish) };
}

/**
 * The finest stage that is there soon, else the first; null when even that takes nearly as long as the whole.
 * @param ends milliseconds from the start to each stage's picture
 */
function bestPreview(
  ends: readonly number[],
  before: number | null,
  limit: (value: number, inForce: boolean) => number,
): number | null {
  const whole = ends.at(-1)!;
  const last = ends.length - 1;
  const worth = (stage: number): boolean =>
    stage < last && ends[stage]! <= limit(MOST_PREVIEW_SHARE, before === stage) * whole;
  for (let stage = last - 1; stage > 0; stage--)
    if (worth(stage) && ends[stage]! <= limit(SOON_MS, before === stage)) return stage;
  return worth(0) ? 0 : null;
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
