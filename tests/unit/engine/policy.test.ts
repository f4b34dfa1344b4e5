import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIRST_PLAN, FRAME_MS, LIVE_MS, SOON_MS, StageClock, planDrawing } from '../../../src/engine/policy';

const settled = (stages: readonly number[]): ReturnType<typeof planDrawing> =>
  planDrawing(stages, planDrawing(stages, planDrawing(stages)));

describe('the plan for drawing', () => {
  it('shows no preview where a whole picture fits into a frame', () => {
    expect(settled([3, 3, 4])).toEqual({ preview: null, finish: true });
  });

  it('shows previews where it does not, and finishes only what still follows the hand', () => {
    expect(settled([10, 10, 20])).toEqual({ preview: 1, finish: true });
    expect(settled([100, 100, 150])).toEqual({ preview: 0, finish: false });
  });

  it('previews the finest stage that is there soon, else the first', () => {
    expect(settled([4, 6, 40, 100])).toMatchObject({ preview: 1 });
    expect(settled([4, 60, 40, 100])).toMatchObject({ preview: 0 });
    expect(settled([80, 60, 40, 100])).toMatchObject({ preview: 0 });
  });

  it('shows no preview that takes nearly as long as the whole', () => {
    expect(settled([300, 5])).toEqual({ preview: null, finish: true });
    expect(settled([300])).toEqual({ preview: null, finish: true });
  });

  it('begins with previews before anything was measured', () => {
    expect(planDrawing([])).toEqual(FIRST_PLAN);
  });

  it('always shows something while the hand moves: a preview, or everything that was begun', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double({ min: 0, max: 5_000, noNaN: true }), { minLength: 1, maxLength: 5 })),
        (measured) => {
          let plan = FIRST_PLAN;
          for (const stages of measured) {
            plan = planDrawing(stages, plan);
            expect(plan.preview !== null || plan.finish).toBe(true);
          }
        },
      ),
    );
  });

  it('does not flicker: small changes of the times around a limit change nothing', () => {
    const shares = { two: [1 / 3, 2 / 3], three: [1 / 6, 1 / 6, 2 / 3] };
    for (const [middle, parts] of [
      [FRAME_MS, shares.two],
      [LIVE_MS, shares.two],
      [3 * SOON_MS, shares.three],
    ] as const) {
      const stages = (whole: number): number[] => parts.map((part) => part * whole);
      for (const start of [0.5, 2]) {
        const plan = settled(stages(middle * start));
        let now = plan;
        for (const by of [0.9, 1.1, 0.95, 1.2, 0.85]) now = planDrawing(stages(middle * by), now);
        expect(now).toEqual(plan);
      }
    }
  });
});

describe('measured times', () => {
  it('are medians, which one hiccup does not move, and none until all stages were measured', () => {
    const clock = new StageClock();
    for (const time of [10, 11, 900, 10, 9]) clock.record(0, time);
    expect(clock.medians(2)).toEqual([]);
    clock.record(1, 20);
    expect(clock.medians(2)).toEqual([10, 20]);
  });

  it('follow a machine that became slower', () => {
    const clock = new StageClock();
    for (const time of [10, 10, 10, 10, 10, 30, 30, 30]) clock.record(0, time);
    expect(clock.medians(1)).toEqual([30]);
  });
});
