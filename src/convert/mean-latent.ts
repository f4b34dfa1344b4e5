/**
 * The mean latent: where truncation pulls to. As published, it is the mean of the last layer's input over 10,000
 * latents; the latents come from the seeded generator, so every machine gets the same one.
 */
import { LATENT_STREAM, gaussian } from '../blobgan';
import { type Reason, because, fault } from '../faults';
import type { GraphRunner, MakeGraphRunner } from './graph-runner';
import { scaled } from './graphs/decoder-weights';
import { writeTrunk } from './graphs/layout-graph';
import type { TrunkWeights } from './graphs/trunk-weights';
import { PyDict, Tensor, type Value } from './pickle/values';
import { openTorchArchive, type TorchArchive } from './torch/archive';
import type { ByteSource } from './source';

const SAMPLES = 10_000;
/** Divides the number of samples. */
const BATCH = 80;
const SEED = 0;

/** How a mean latent in the file, or in a file beside it, may be called. */
const MEAN_LATENT_KEY = 'mean_latent';

/** @throws Fault when it is not `length` finite numbers */
export function checkMeanLatent(numbers: Float32Array, length: number, where: Reason): Float32Array {
  if (numbers.length !== length) {
    throw fault('meanLatentLength', { where, count: numbers.length, wanted: length });
  }
  if (numbers.every(Number.isFinite)) return numbers;
  throw fault('meanLatentNotFinite', { where });
}

async function readVector(archive: TorchArchive, value: Value, length: number): Promise<Float32Array> {
  const file = archive.source.name;
  if (!(value instanceof Tensor)) {
    throw fault('noMeanLatent', { file });
  }
  return checkMeanLatent(await archive.readTensor(value), length, because('meanLatentIn', { file }));
}

/** From a `*_mean_latent.pt`. */
export async function readMeanLatentFile(source: ByteSource, length: number): Promise<Float32Array> {
  const archive = await openTorchArchive(source);
  return readVector(archive, archive.root, length);
}

/** From the checkpoint itself, where this project's trainer keeps it; null when it has none. */
export async function readMeanLatent(archive: TorchArchive, length: number): Promise<Float32Array | null> {
  const value = archive.root instanceof PyDict ? archive.root.get(MEAN_LATENT_KEY) : undefined;
  return value === undefined || value === null ? null : readVector(archive, value, length);
}

/** Runs z -> h, the layout network without its last layer; a host with a runtime does it ten times faster than this code. */
interface TrunkRunner {
  /** @returns [rows, hidden] for z [rows, latentDim] */
  run(z: Float32Array, rows: number): Promise<Float32Array>;
  release(): Promise<void>;
}

function graphRunner(runner: GraphRunner): TrunkRunner {
  return {
    run: async (z, rows) => {
      const { hidden } = await runner.run({ z: { data: z, dims: [rows, z.length / rows] } });
      return hidden!;
    },
    release: () => runner.release(),
  };
}

/**
 * y = leakyReLU(x W^T + b) * sqrt(2) for a batch of rows, four outputs and two rows at a time, so that each number
 * that is loaded is used more than once.
 */
function layer(x: Float32Array, rows: number, weight: Float32Array, bias: Float32Array): Float32Array {
  const out = bias.length;
  const into = weight.length / out;
  const y = new Float32Array(rows * out);
  const put = (row: number, column: number, sum: number): void => {
    const value = sum + bias[column]!;
    y[row * out + column] = Math.SQRT2 * (value > 0 ? value : 0.2 * value);
  };
  let column = 0;
  for (; column + 4 <= out; column += 4) {
    const w = column * into;
    for (let row = 0; row < rows; row += 2) {
      const x0 = row * into;
      // The last of an odd number of rows is done twice.
      const x1 = Math.min(row + 1, rows - 1) * into;
      let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let at = 0; at < into; at++) {
        const p = x[x0 + at]!;
        const q = x[x1 + at]!;
        const w0 = weight[w + at]!;
        const w1 = weight[w + into + at]!;
        const w2 = weight[w + 2 * into + at]!;
        const w3 = weight[w + 3 * into + at]!;
        a0 += p * w0;
        a1 += p * w1;
        a2 += p * w2;
        a3 += p * w3;
        b0 += q * w0;
        b1 += q * w1;
        b2 += q * w2;
        b3 += q * w3;
      }
      [a0, a1, a2, a3].forEach((sum, index) => put(row, column + index, sum));
      if (row + 1 < rows) [b0, b1, b2, b3].forEach((sum, index) => put(row + 1, column + index, sum));
    }
  }
  for (; column < out; column++) {
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let at = 0; at < into; at++) sum += x[row * into + at]! * weight[column * into + at]!;
      put(row, column, sum);
    }
  }
  return y;
}

function normalise(x: Float32Array, width: number): Float32Array {
  const y = new Float32Array(x.length);
  for (let start = 0; start < x.length; start += width) {
    let sum = 0;
    for (let at = start; at < start + width; at++) sum += x[at]! ** 2;
    const factor = 1 / Math.sqrt(sum / width + 1e-5);
    for (let at = start; at < start + width; at++) y[at] = x[at]! * factor;
  }
  return y;
}

/** The same as the graph, without a runtime. */
async function plainRunner({ checkpoint, read }: TrunkWeights): Promise<TrunkRunner> {
  const rate = checkpoint.learningRateMultiplier;
  const layers: { weight: Float32Array; bias: Float32Array }[] = [];
  for (const name of checkpoint.layoutLayers.slice(0, -1)) {
    const weight = await read(`${name}.weight`);
    const bias = await read(`${name}.bias`);
    layers.push({
      weight: scaled(weight, rate / Math.sqrt(weight.length / bias.length)),
      bias: scaled(bias, rate),
    });
  }
  return {
    run(z, rows) {
      let x = normalise(z, z.length / rows);
      for (const { weight, bias } of layers) x = layer(x, rows, weight, bias);
      return Promise.resolve(x);
    },
    release: () => Promise.resolve(),
  };
}

/**
 * Computes it.
 * @throws Fault when the layout network is a flow, whose mean latent its trainer keeps
 * @param makeRunner the host's runtime; without one it takes about a minute for a network of the published size
 * @param onProgress called with a fraction, 0..1
 */
export async function computeMeanLatent(
  weights: TrunkWeights,
  makeRunner: MakeGraphRunner | undefined,
  onProgress: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const { shape, hiddenDim, flow } = weights.checkpoint;
  if (flow) {
    throw fault('flowWithoutMean');
  }
  const runner = makeRunner
    ? graphRunner(await makeRunner(await writeTrunk(weights).serialise()))
    : await plainRunner(weights);
  try {
    const sum = new Float64Array(hiddenDim);
    const latents = gaussian(SEED, LATENT_STREAM, SAMPLES * shape.latentDim);
    for (let start = 0; start < SAMPLES; start += BATCH) {
      // A macrotask, so that a worker hears of a cancel.
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
      const z = latents.subarray(start * shape.latentDim, (start + BATCH) * shape.latentDim);
      const hidden = await runner.run(z, BATCH);
      for (let at = 0; at < hidden.length; at++) sum[at % hiddenDim]! += hidden[at]!;
      onProgress((start + BATCH) / SAMPLES);
    }
    return Float32Array.from(sum, (total) => total / SAMPLES);
  } finally {
    await runner.release();
  }
}
