import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layout } from '../../../src/blobgan';
import { Renderer, type Job, type PictureMessage } from '../../../src/engine/renderer';
import type { NoiseMaps } from '../../../src/engine/drawing-inputs';
import type { DrawOptions, Pipeline } from '../../../src/engine/pipeline';
import { NewestWins } from '../../../src/engine/scheduler';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Two blobs, of which one stays; each room has its own. */
const layoutOf = (room: number, x: number): Layout => ({
  count: 2,
  positions: Float32Array.of(0.5, 0.5, x, 0.5),
  sizes: Float32Array.of(1, 1),
  covariances: Float32Array.of(0.02, 0, 0.02, 0.02, 0, 0.02),
  features: Float32Array.of(0, room, room),
  styles: Float32Array.of(0, 0, 0),
});
/** Every one of another room. */
const job = (id: number): Job => ({ id, layout: layoutOf(id, 0.5), noiseSeed: 1 });
/** Every one an edit of the same room. */
const edit = (id: number): Job => ({ id, layout: layoutOf(0, 0.2 + 0.01 * id), noiseSeed: 1 });

const side = (stage: number): number => 2 ** stage;

/** Stages that take a number of ticks each; a clock in which a tick is so many milliseconds. */
function machine(ticks: readonly number[], speed: number | (() => number) = 10) {
  let now = 0;
  const millisecondsPerTick = typeof speed === 'number' ? () => speed : speed;
  const pipeline = {
    manifest: { stages: ticks.map((_, stage) => ({ resolution: side(stage) })) },
    running: 0,
    noiseOf: () => [],
    async draw(_: Layout, __: NoiseMaps, { stopped, onStage }: DrawOptions) {
      for (const [stage, count] of ticks.entries()) {
        if (stopped?.()) return null;
        for (let n = 0; n < count; n++) await tick();
        now += count * millisecondsPerTick();
        pipeline.running += count * millisecondsPerTick();
        const rgb = new Float32Array(3 * side(stage) ** 2);
        await onStage?.({
          resolution: side(stage),
          last: stage === ticks.length - 1,
          read: async () => rgb,
        });
      }
      return null;
    },
  };
  const pictures: PictureMessage[] = [];
  const renderer = new Renderer(pipeline as unknown as Pipeline, false, {
    onPicture: (picture) => pictures.push(picture),
    breathe: tick,
    now: () => now,
  });
  const jobs = new NewestWins<Job>(
    (one, control) => renderer.draw(one, control),
    (error) => {
      throw error;
    },
  );
  const idle = async (): Promise<void> => {
    while (jobs.busy) await tick();
  };
  return { pictures, renderer, jobs, idle };
}

describe('drawing what the hand asks for', () => {
  it('always ends in the whole picture of the last layout, in order, whatever the timing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(8), { minLength: 1, maxLength: 25 }),
        fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(0.1, 10, 200),
        async (pauses, ticks, speed) => {
          const { pictures, jobs, idle } = machine(ticks, speed);
          for (const [id, pause] of pauses.entries()) {
            jobs.submit(job(id));
            for (let n = 0; n < pause; n++) await tick();
          }
          await idle();
          const last = pictures.at(-1)!;
          expect([last.id, last.final]).toEqual([pauses.length - 1, true]);
          expect(last.resolution).toBe(2 ** (ticks.length - 1));
          const ids = pictures.map(({ id }) => id);
          expect(ids).toEqual([...ids].sort((a, b) => a - b));
          const finals = pictures.filter(({ final }) => final).map(({ id }) => id);
          expect(new Set(finals).size).toBe(finals.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows pictures that become finer, and the whole one, when the hand rests on a slow machine', async () => {
    const { pictures, jobs, idle } = machine([1, 2, 2], 40);
    for (const id of [1, 2]) {
      jobs.submit(job(id));
      await idle();
    }
    expect(pictures.map(({ id, resolution, final }) => [id, resolution, final])).toEqual([
      [1, 1, false],
      [1, 2, false],
      [1, 4, true],
      [2, 1, false],
      [2, 2, false],
      [2, 4, true],
    ]);
    expect(pictures.at(-1)).toMatchObject({ milliseconds: 200, running: 200, stages: [40, 80, 80] });
  });

  it('shows whole pictures alone when they are fast enough', async () => {
    const { pictures, jobs, idle } = machine([1, 1, 1], 2);
    for (let id = 0; id < 8; id++) {
      jobs.submit(job(id));
      await idle();
    }
    expect(pictures.slice(-4).map(({ final }) => final)).toEqual([true, true, true, true]);
  });

  it.each([
    ['rooms', job],
    ['edits', edit],
  ])('shows previews of %s alone while the hand moves on a slow machine, and always some', async (_, of) => {
    const { pictures, jobs, idle } = machine([1, 4, 4], 50);
    jobs.submit(of(0));
    await idle();
    pictures.length = 0;
    for (let id = 1; id <= 12; id++) {
      jobs.submit(of(id));
      await tick();
      await tick();
    }
    await idle();
    const finals = pictures.filter(({ final }) => final).map(({ id }) => id);
    expect(finals).toEqual([12]);
    expect(pictures.length).toBeGreaterThan(4);
  });
});

describe('an edit', () => {
  it('is shown at full size from the first preview on, whatever the stages take', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(8), { minLength: 1, maxLength: 15 }),
        fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }),
        fc.array(fc.constantFrom(0.1, 10, 200), { minLength: 1, maxLength: 3 }),
        async (pauses, ticks, speeds) => {
          let at = 0;
          const { pictures, jobs, idle } = machine(ticks, () => speeds[at % speeds.length]!);
          jobs.submit(edit(0));
          await idle();
          const before = pictures.splice(0);
          expect(before.at(-1)).toMatchObject({ id: 0, final: true });
          for (const [id, pause] of pauses.entries()) {
            // A machine that becomes slow or fast in the middle shows something all the same.
            at++;
            jobs.submit(edit(id + 1));
            for (let n = 0; n < pause; n++) await tick();
          }
          await idle();
          expect(pictures.at(-1)).toMatchObject({ id: pauses.length, final: true });
          for (const { resolution, rgba } of pictures) {
            expect([resolution, rgba.length]).toEqual([side(ticks.length - 1), 4 * resolution ** 2]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('whole pictures that are asked for', () => {
  it('are the last stage alone, and leave the live drawing as it is', async () => {
    const { pictures, renderer } = machine([1, 1, 2]);
    const whole = await renderer.render(job(0), false, () => false);
    expect(whole).toMatchObject({ resolution: 4 });
    expect(whole!.rgba).toHaveLength(4 * 4 * 4);
    expect(pictures).toEqual([]);
  });

  it('stop between stages when something matters more', async () => {
    const { renderer } = machine([1, 1, 1]);
    let asked = 0;
    expect(await renderer.render(job(0), false, () => ++asked > 2)).toBeNull();
    expect(asked).toBe(3);
  });
});
