/** Runs graphs on both providers and compares every value. */
import type * as Ort from 'onnxruntime-web/wasm';
import type { Layout } from '../../../../src/blobgan';
import { webglForm } from '../../../../src/convert/webgl/form';
import type { Shaped } from '../../../../src/engine/drawing-inputs';
import { Pipeline, type Runtime } from '../../../../src/engine/pipeline';
import { drawsRight } from '../../../../src/engine/self-test';
import { WEBGL_OPTIONS, importWebglBuild, joinRuntimes } from '../../../../src/engine/webgl/runtime';
import type { WebglRuntime } from '../../../../src/engine/webgl/stage-session';
import { stageOutputs } from '../../../../scripts/lib/stage-outputs';
import { median } from '../../../../scripts/bench/median';
import { compare, valuesFor } from './compare';
import { faultyGraphs } from './faults';
import type { FaultRow, RoomRow, ValueRow, WebglReport, WebglRequest } from './main';
import { openedModel } from './model';

const scope = self as unknown as DedicatedWorkerGlobalScope;
type Feeds = Record<string, Ort.Tensor>;
type Request<Type extends WebglRequest['type']> = Extract<WebglRequest, { type: Type }>;

async function builds(): Promise<{ webgl: WebglRuntime; wasm: Runtime }> {
  const wasm = await import('onnxruntime-web/wasm');
  wasm.env.wasm.numThreads = Math.min(2, navigator.hardwareConcurrency);
  wasm.env.logLevel = 'error';
  return { webgl: await importWebglBuild(), wasm };
}

function driverOf(context: WebGL2RenderingContext | undefined): string {
  const names = context?.getExtension('WEBGL_debug_renderer_info');
  return names ? String(context!.getParameter(names.UNMASKED_RENDERER_WEBGL)) : 'unknown';
}

/** Smaller textures than the driver has: other drivers lay maps out so. */
function limitTextures(side: number): void {
  const { prototype } = WebGL2RenderingContext;
  const original = prototype.getParameter;
  prototype.getParameter = function (name: number): unknown {
    return name === this.MAX_TEXTURE_SIZE ? side : original.call(this, name);
  };
}

async function timed(
  session: Ort.InferenceSession,
  feeds: Feeds,
  into: number[],
): Promise<Ort.InferenceSession.OnnxValueMapType> {
  const start = performance.now();
  const results = await session.run(feeds);
  into.push(performance.now() - start);
  return results;
}

function rowOf(name: string, got: Ort.Tensor, expected: Ort.Tensor): ValueRow {
  const [difference, largest] = compare(got.data as Float32Array, expected.data as Float32Array);
  return { name, dims: expected.dims, difference, largest };
}

async function stage(request: Request<'stage'>): Promise<WebglReport> {
  const { model, blobs, runs, textureSide } = request;
  if (textureSide !== undefined) limitTextures(textureSide);
  const { webgl, wasm } = await builds();
  const onWebgl = (file: Uint8Array): Promise<Ort.InferenceSession> =>
    webgl.InferenceSession.create(file, WEBGL_OPTIONS);
  const { manifest, read } = await openedModel(model);
  const plan = manifest.stages[request.stage];
  if (!plan) return { stage: null, driver: '' };
  // A stage after the first takes maps of half its side, in all models.
  const { resolution: side } = plan;
  const half = side / 2;
  const sides = {
    ...{ blobs, regions: blobs + 1 },
    ...{ height: side, width: side, half_height: half, half_width: half },
  };
  const file = await read(plan.file);
  const every = webglForm(file, sides, { everyValue: true });
  const plain = webglForm(file, sides);
  const feeds: Feeds = {};
  for (const [name, values, dims] of valuesFor(file, every.inputs)) {
    feeds[name] = new wasm.Tensor('float32', values, dims);
  }
  const expected = await (await wasm.InferenceSession.create(every.file)).run(feeds);
  const got = await (await onWebgl(every.file)).run(feeds);
  const rows = every.outputs.map((name) => rowOf(name, got[name]!, expected[name]!));
  const times: [number[], number[]] = [[], []];
  if (runs) {
    const [tested, original] = [await onWebgl(plain.file), await wasm.InferenceSession.create(file)];
    // The second run finds what a first one left behind.
    await tested.run(feeds);
    await original.run(feeds);
    for (let run = 0; run < runs; run++) {
      const drawn = await timed(tested, feeds, times[0]);
      const right = await timed(original, feeds, times[1]);
      if (run > 0) continue;
      for (const name of original.outputNames) rows.push(rowOf(`= ${name}`, drawn[name]!, right[name]!));
    }
  }
  const { textureBytes } = plain;
  const medians = { webgl: median(times[0]), wasm: median(times[1]) };
  const driver = driverOf(webgl.context());
  return { stage: { stage: plan.file, blobs, rows, textureBytes, ...medians }, driver };
}

/** Every stage's outputs, each stage fed with what its own provider made of the one before. */
async function rooms({ model, more }: Request<'rooms'>): Promise<WebglReport> {
  const { webgl, wasm } = await builds();
  const { manifest, read } = await openedModel(model);
  const open = (options: Ort.InferenceSession.SessionOptions): Promise<Pipeline> =>
    Pipeline.create(joinRuntimes(webgl, wasm), manifest, read, options);
  const tested = await open(WEBGL_OPTIONS);
  const reference = await open({ executionProviders: ['wasm'] });
  const drawn = async (
    pipeline: Pipeline,
    seed: number,
    blobs: number,
  ): Promise<[ReadonlyMap<string, Shaped>, number]> => {
    const [sampled] = await reference.sample([seed], 0);
    const layout = withBlobs(sampled!, blobs);
    const start = performance.now();
    return [await stageOutputs(pipeline, layout, pipeline.noiseOf(seed)), performance.now() - start];
  };
  const rows: RoomRow[] = [];
  for (const [seed, blobs] of more.entries()) {
    const [got, onWebgl] = await drawn(tested, seed, blobs);
    const [expected, onWasm] = await drawn(reference, seed, blobs);
    let [worst, picture] = [0, Infinity];
    for (const [name, { data }] of expected) {
      const [difference, largest] = compare(got.get(name)!.data, data);
      worst = Math.max(worst, difference / Math.max(1, largest));
      if (name === `rgb_${manifest.shape.resolution}`) picture = difference;
    }
    rows.push({
      seed,
      blobs: manifest.shape.blobCount + blobs,
      worst,
      picture,
      webgl: onWebgl,
      wasm: onWasm,
    });
  }
  return { rooms: rows, driver: driverOf(webgl.context()) };
}

/** A layout with blobs more or fewer: the first ones once more, a little smaller, in front. */
function withBlobs(layout: Layout, more: number): Layout {
  const count = layout.count + more;
  const parts = (data: Float32Array, each: number, before = 0): Float32Array => {
    const own = data.length;
    return Float32Array.from({ length: before + count * each }, (_, at) =>
      at < own ? data[at]! : data[before + ((at - before) % (own - before))]!,
    );
  };
  const { features, styles } = layout;
  const [featureDim, styleDim] = [features, styles].map((all) => all.length / (layout.count + 1));
  return {
    count,
    positions: parts(layout.positions, 2),
    sizes: parts(layout.sizes, 1).map((size, at) => (at < layout.count ? size : size / 2)),
    covariances: parts(layout.covariances, 3),
    features: parts(features, featureDim!, featureDim!),
    styles: parts(styles, styleDim!, styleDim!),
  };
}

async function faults(): Promise<WebglReport> {
  const { webgl, wasm } = await builds();
  const rows: FaultRow[] = [];
  for (const { name, file, used, feeds: given } of faultyGraphs()) {
    const feeds = Object.fromEntries(
      given.map(([key, values, dims]) => [key, new wasm.Tensor('float32', values, dims)]),
    );
    const expected = await (await wasm.InferenceSession.create(file)).run(feeds);
    const apart = async (candidate: Uint8Array): Promise<number | string> => {
      try {
        const session = await webgl.InferenceSession.create(candidate, WEBGL_OPTIONS);
        await session.run(feeds);
        const got = await session.run(feeds);
        return Math.max(
          ...Object.keys(expected).map(
            (key) => compare(got[key]!.data as Float32Array, expected[key]!.data as Float32Array)[0],
          ),
        );
      } catch (error) {
        return error instanceof Error ? error.message.split('\n')[0]! : String(error);
      }
    };
    rows.push({ name, plain: await apart(file), used: await apart(used) });
  }
  return { faults: rows, driver: driverOf(webgl.context()) };
}

/** The proof that the editor asks for. */
async function proof(): Promise<WebglReport> {
  const { webgl, wasm } = await builds();
  const start = performance.now();
  const right = await drawsRight(joinRuntimes(webgl, wasm), WEBGL_OPTIONS, false);
  return { right, seconds: (performance.now() - start) / 1000, driver: driverOf(webgl.context()) };
}

function answer(request: WebglRequest): Promise<WebglReport> {
  if (request.type === 'stage') return stage(request);
  if (request.type === 'rooms') return rooms(request);
  return request.type === 'faults' ? faults() : proof();
}

scope.onmessage = ({ data }: MessageEvent<WebglRequest>) => {
  answer(data).then(
    (report) => scope.postMessage({ report }),
    (error: unknown) =>
      scope.postMessage({ message: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
};
