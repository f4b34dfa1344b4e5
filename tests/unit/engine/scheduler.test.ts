import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NewestWins } from '../../../src/engine/scheduler';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A job that takes a number of ticks and may notice that it is superseded. */
function scheduler(log: string[], ticks: number): NewestWins<number> {
  return new NewestWins<number>(
    async (job, { superseded }) => {
      for (let step = 0; step < ticks; step++) {
        if (superseded()) {
          log.push(`stopped ${job}`);
          return;
        }
        await tick();
      }
      log.push(`done ${job}`);
    },
    (error, job) => log.push(`failed ${job}: ${String(error)}`),
  );
}

describe('the newest job wins', () => {
  it('skips the jobs between the running and the newest one', async () => {
    const log: string[] = [];
    const jobs = scheduler(log, 3);
    for (const job of [1, 2, 3, 4]) jobs.submit(job);
    for (let n = 0; n < 20; n++) await tick();
    expect(log).toEqual(['stopped 1', 'done 4']);
  });

  it('always runs the last job to its end, whatever the timing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { minLength: 1, maxLength: 20 }),
        fc.nat(4),
        async (pauses, ticks) => {
          const log: string[] = [];
          const jobs = scheduler(log, ticks);
          for (const [job, pause] of pauses.entries()) {
            jobs.submit(job);
            for (let n = 0; n < pause; n++) await tick();
          }
          for (let n = 0; n < 12; n++) await tick();
          expect(log.at(-1)).toBe(`done ${pauses.length - 1}`);
          expect(new Set(log).size).toBe(log.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('goes on after a job that fails', async () => {
    const log: string[] = [];
    const jobs = new NewestWins<number>(
      async (job) => {
        if (job === 1) throw new Error('no memory');
        log.push(`done ${job}`);
      },
      (error, job) => log.push(`failed ${job}: ${(error as Error).message}`),
    );
    jobs.submit(1);
    await tick();
    jobs.submit(2);
    await tick();
    expect(log).toEqual(['failed 1: no memory', 'done 2']);
  });
});
