/**
 * The proof that a graphics provider must give on a person's own machine before it draws for them: the stages of a
 * tiny decoder, compared with WASM output by output. Drivers have faults that no error tells of.
 */
import type * as Ort from 'onnxruntime-web/wasm';
import { type Layout, NOISE_STREAM, ScorePyramid, gaussian } from '../blobgan';
import { TINY_SHAPE, writeTinyStages } from '../convert/graphs/tiny-stages';
import { Fault, explain } from '../faults';
import { readModel } from '../convert/onnx/model-file';
import { drawingInputs } from './drawing-inputs';
import type { Runtime } from './pipeline';

type SessionOptions = Ort.InferenceSession.SessionOptions;
export type Outputs = ReadonlyMap<string, Float32Array>;

/** Of the largest number of each output (a picture's are about [-1, 1], so this is half a step of its 8 bits). */
export const LIMIT = 1 / 255;

/** What a provider drew for a model is not what WASM draws. */
export class WrongPicture extends Fault {
  constructor() {
    super(explain('wrongPicture'));
  }
}

const WASM: SessionOptions = { executionProviders: ['wasm'] };

/**
 * Whether every number is as near to the reference as it has to be. An output that is missing, of another length, or
 * not a number is not near.
 * @param within of the largest number of each output, which counts as 1 at least
 */
export function agrees(reference: Outputs, tested: Outputs, within = LIMIT): boolean {
  for (const [name, expected] of reference) {
    const got = tested.get(name);
    if (got?.length !== expected.length) return false;
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const limit = within * Math.max(1, largest);
    // Turned round, so that what is not a number is found.
    if (!expected.every((value, at) => Math.abs(value - got[at]!) <= limit)) return false;
  }
  return true;
}

/** A blob in front that hides, one that is hardly there, one that is not, and ellipses that lie across. */
function tinyLayout(count: number): Layout {
  const { featureDim, styleDim } = TINY_SHAPE;
  const places = [0.3, 0.4, 0.6, 0.55, 0.5, 0.5, 0.35, 0.45, 0.7, 0.3];
  const sizes = [3, 1, -60, 0.2, 12];
  const covariances = [0.03, 0.01, 0.05, 0.08, -0.02, 0.02, 0.03, 0, 0.03, 0.06, 0.05, 0.06, 0.01, 0, 0.01];
  return {
    count,
    positions: Float32Array.from(places.slice(0, count * 2)),
    sizes: Float32Array.from(sizes.slice(0, count)),
    covariances: Float32Array.from(covariances.slice(0, count * 3)),
    features: gaussian(2, 0, (count + 1) * featureDim),
    styles: gaussian(2, 1, (count + 1) * styleDim),
  };
}

/** Every output of every tiny stage. */
async function draw(
  runtime: Runtime,
  sessions: readonly Ort.InferenceSession[],
  inputNames: readonly (readonly string[])[],
  layout: Layout,
): Promise<Outputs> {
  const noise = [16, 32, 32, 64, 64, 128, 128].map((side, at) => gaussian(3, NOISE_STREAM + at, side * side));
  const scores = new ScorePyramid(TINY_SHAPE.resolution, TINY_SHAPE.inputSize).of(layout);
  const values = Object.fromEntries(
    Object.entries(drawingInputs(TINY_SHAPE, layout, scores, noise)).map(([name, { data, dims }]) => [
      name,
      new runtime.Tensor('float32', data, dims) as Ort.Tensor,
    ]),
  );
  const outputs = new Map<string, Float32Array>();
  const made: Ort.Tensor[] = [];
  try {
    for (const [at, session] of sessions.entries()) {
      const feeds = Object.fromEntries(inputNames[at]!.map((name) => [name, values[name]!]));
      for (const [name, value] of Object.entries(await session.run(feeds))) {
        const result = value as Ort.Tensor;
        made.push(result);
        values[name] = result;
        outputs.set(name, (await result.getData()).slice() as Float32Array);
      }
    }
  } finally {
    for (const result of made) result.dispose();
  }
  return outputs;
}

/**
 * Runs the tiny stages on a provider and on WASM, with two numbers of blobs, and the first again: what a run leaves
 * behind may spoil the next.
 * @param options of a session on the provider; the runtime also has WASM
 * @param withMaps whether the provider is to draw models whose blobs have maps of their own
 * @throws Error when the provider cannot run them at all
 */
export async function drawsRight(
  runtime: Runtime,
  options: SessionOptions,
  withMaps: boolean,
): Promise<boolean> {
  const files = await writeTinyStages(withMaps);
  const inputNames = files.map((file) => readModel(file).inputs.map(({ name }) => name));
  const tested: Ort.InferenceSession[] = [];
  const reference: Ort.InferenceSession[] = [];
  try {
    for (const file of files) {
      reference.push(await runtime.InferenceSession.create(file, WASM));
      tested.push(await runtime.InferenceSession.create(file, options));
    }
    for (const count of [4, 5, 4]) {
      const layout = tinyLayout(count);
      const expected = await draw(runtime, reference, inputNames, layout);
      if (!agrees(expected, await draw(runtime, tested, inputNames, layout))) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof WrongPicture) return false;
    throw error;
  } finally {
    for (const session of [...reference, ...tested]) await session.release();
  }
}

/** Where proofs are kept. */
export interface ProofStore {
  get(key: string): Promise<boolean | undefined>;
  set(key: string, right: boolean): Promise<void>;
}

/**
 * What was found before under this key, or what the test finds now. A test that cannot run is not remembered.
 * @param key names everything that the result depends on: provider, driver, browser, version of the page
 */
export async function remembered(
  store: ProofStore,
  key: string,
  test: () => Promise<boolean>,
): Promise<boolean> {
  // A device that keeps nothing is tested every time.
  const known = await store.get(key).catch(() => undefined);
  if (known !== undefined) return known;
  const right = await test();
  await store.set(key, right).catch(() => undefined);
  return right;
}
