/** How long a whole picture takes with each provider on this device, measured when a model is first opened here. */
import type { Pipeline } from './pipeline';
import type { ProviderId } from './protocol';

/** Milliseconds of a whole picture, of the providers that drew one. */
export type DrawTimes = Readonly<Partial<Record<ProviderId, number>>>;

/** What was measured of a model on this device. */
export interface DrawTimesStore {
  get(): Promise<DrawTimes | undefined>;
  set(times: DrawTimes): Promise<void>;
}

/** A provider further down the table must be so many times as fast: it needs the processor, which has the page to run, too. */
const MARGIN = 1.1;
const RUNS = 3;

/**
 * Milliseconds from a layout to its pixels, the median of three. Shaders are compiled and memory is laid out by an earlier drawing.
 * @throws what the runtime throws
 */
export async function drawTime(pipeline: Pipeline, now = (): number => performance.now()): Promise<number> {
  const [layout] = await pipeline.sample([0], 0);
  const noise = pipeline.noiseOf(0);
  const times: number[] = [];
  while (times.length < RUNS) {
    const start = now();
    await pipeline.draw(layout!, noise);
    times.push(now() - start);
  }
  return times.sort((a, b) => a - b)[RUNS >> 1]!;
}

/** Whether a provider is to draw instead of one that comes before it in the table. */
export function isFaster(time: number, than: number): boolean {
  return time * MARGIN < than;
}

/**
 * The order in which providers are tried that were all measured: the one that is to draw, then the others as they were.
 * @param ids in the order of the table
 */
export function inOrderOfTime(ids: readonly ProviderId[], times: DrawTimes): ProviderId[] {
  const best = ids.reduce((best, id) => (isFaster(times[id]!, times[best]!) ? id : best));
  return [best, ...ids.filter((id) => id !== best)];
}
