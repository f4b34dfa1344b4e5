/**
 * Where the things of each slot stand, and how their size goes with it: measured on layouts that the layout network makes. The
 * nearer a thing stands on the floor, the lower it is in the picture, and the larger.
 */
import { LATENT_STREAM, type Layout, type ModelShape, gaussian } from '../blobgan';
import type { GraphRunner } from './graph-runner';

export interface Standing {
  /** y of the middles of nearly all: 0 is the picture's top, 1 its bottom. */
  readonly low: number;
  readonly high: number;
  /** Of the line through ln(size) over y. */
  readonly slope: number;
  /** How well the sizes lie on that line, -1 to 1. */
  readonly correlation: number;
}

/** Layouts that are made, and how many at once. */
const SAMPLES = 2_048;
const BATCH = 16;
/** A slot in fewer of them says too little. */
const LEAST = 24;
/** A fainter thing has no outline that one could measure. */
const LEAST_SIZE = 0.02;
/** Part of the layouts at either end that is left out of the range: a network has odd days. */
const ODD = 0.005;
/** Seeds of this project's rooms begin at 0: these are others. */
const FIRST_SEED = 1_000_000;

type Places = Pick<Layout, 'positions' | 'sizes'>;

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Fits it to layouts.
 * @returns for each slot; null where it is empty in nearly all
 */
export function fitStanding(layouts: readonly Places[], slots: number): (Standing | null)[] {
  return Array.from({ length: slots }, (_, slot) => {
    const there = layouts.filter(({ sizes }) => sizes[slot]! > LEAST_SIZE);
    if (there.length < LEAST) return null;
    const heights = there.map(({ positions }) => positions[2 * slot + 1]!);
    const sizes = there.map((layout) => Math.log(layout.sizes[slot]!));
    const [height, size] = [meanOf(heights), meanOf(sizes)];
    const across = meanOf(heights.map((y) => (y - height) ** 2));
    const along = meanOf(sizes.map((s) => (s - size) ** 2));
    const both = meanOf(heights.map((y, at) => (y - height) * (sizes[at]! - size)));
    const sorted = [...heights].sort((a, b) => a - b);
    const odd = Math.floor(ODD * sorted.length);
    return {
      low: rounded(sorted[odd]!),
      high: rounded(sorted.at(-1 - odd)!),
      slope: across > 0 ? rounded(both / across) : 0,
      correlation: across * along > 0 ? rounded(both / Math.sqrt(across * along)) : 0,
    };
  });
}

/**
 * Measures it on layouts of a layout network.
 * @param runner of its graph
 * @param onBatch called with the part of the work that was done, 0..1
 */
export async function measureStanding(
  runner: GraphRunner,
  { latentDim, blobCount }: ModelShape,
  onBatch: (part: number) => void,
  signal?: AbortSignal,
): Promise<(Standing | null)[]> {
  const layouts: Places[] = [];
  const truncation = { data: new Float32Array(BATCH), dims: [BATCH] };
  for (let start = 0; start < SAMPLES; start += BATCH) {
    // A macrotask, so that a worker hears of a cancel.
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    const z = new Float32Array(BATCH * latentDim);
    for (let at = 0; at < BATCH; at++)
      z.set(gaussian(FIRST_SEED + start + at, LATENT_STREAM, latentDim), at * latentDim);
    const made = await runner.run({ z: { data: z, dims: [BATCH, latentDim] }, truncation });
    const part = (name: string, at: number, numbers: number): Float32Array =>
      made[name]!.slice(at * numbers, (at + 1) * numbers);
    for (let at = 0; at < BATCH; at++)
      layouts.push({
        positions: part('positions', at, 2 * blobCount),
        sizes: part('sizes', at, blobCount),
      });
    onBatch(BATCH / SAMPLES);
  }
  return fitStanding(layouts, blobCount);
}
