/** Runs graphs on both providers and compares every value. */
import type * as Ort from 'onnxruntime-web/wasm';
import { gaussian } from '../../../../src/blobgan';
import { bytesSource, convertCheckpoint } from '../../../../src/convert';
import { readModel } from '../../../../src/convert/onnx/model-file';
import { webglForm } from '../../../../src/convert/webgl/form';
import { drawsRight } from '../../../../src/engine/self-test';
import { WEBGL_OPTIONS, importWebglBuild, joinRuntimes } from '../../../../src/engine/webgl/runtime';
import type { WebglRuntime } from '../../../../src/engine/webgl/stage-session';
import { faultyGraphs } from './faults';
import type { FaultRow, StageRows, ValueRow, WebglReport, WebglRequest } from './main';

const scope = self as unknown as DedicatedWorkerGlobalScope;
type Feeds = Record<string, Ort.Tensor>;
type Build = Pick<typeof Ort, 'InferenceSession' | 'Tensor'>;

async function builds(): Promise<{ webgl: WebglRuntime; wasm: Build }> {
  const wasm = await import('onnxruntime-web/wasm');
  wasm.env.wasm.numThreads = Math.min(2, navigator.hardwareConcurrency);
  wasm.env.logLevel = 'error';
  return { webgl: await importWebglBuild(), wasm };
}

function driverOf(context: WebGL2RenderingContext | undefined): string {
  const names = context?.getExtension('WEBGL_debug_renderer_info');
  return names ? String(context!.getParameter(names.UNMASKED_RENDERER_WEBGL)) : 'unknown';
}

function compare(a: Float32Array, b: Float32Array): [difference: number, largest: number] {
  let [difference, largest] = [a.length === b.length ? 0 : Infinity, 0];
  for (let at = 0; at < b.length; at++) {
    const apart = Math.abs(a[at]! - b[at]!);
    if (!(apart <= difference)) difference = Number.isNaN(apart) ? Infinity : apart;
    largest = Math.max(largest, Math.abs(b[at]!));
  }
  return [difference, largest];
}

const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;

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

function feedsOf(file: Uint8Array, shapes: ReadonlyMap<string, readonly number[]>, wasm: Build): Feeds {
  return Object.fromEntries(
    readModel(file).inputs.map(({ name }, stream) => {
      const dims = shapes.get(name)!;
      const values = gaussian(
        5,
        stream,
        dims.reduce((all, side) => all * side, 1),
      );
      if (name === 'covariances') values.set(values.map((_, at) => [0.03, 0.01, 0.05][at % 3]!));
      if (name === 'positions') values.set(values.map((value) => 0.5 + 0.2 * value));
      if (name.startsWith('scores')) values.set(values.map((value) => 1 / (1 + Math.exp(-value))));
      return [name, new wasm.Tensor('float32', values, dims)];
    }),
  );
}

async function stages(request: Extract<WebglRequest, { type: 'stages' }>): Promise<WebglReport> {
  const { webgl, wasm } = await builds();
  const response = await fetch(new URL(`golden/${request.checkpoint}`, scope.location.origin));
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { manifest, files } = await convertCheckpoint(bytesSource(bytes, request.checkpoint), {
    name: 'golden',
    meanLatent: new Float32Array(request.latent),
  });
  const all: StageRows[] = [];
  for (const stage of manifest.stages) {
    const { resolution: side } = stage;
    const { blobs } = request;
    const sides = {
      blobs,
      regions: blobs + 1,
      height: side,
      width: side,
      half_height: side / 2,
      half_width: side / 2,
    };
    const file = files.get(stage.file)!;
    const every = webglForm(file, sides, { everyValue: true });
    const plain = webglForm(file, sides);
    const feeds = feedsOf(file, every.inputs, wasm);
    const expected = await (await wasm.InferenceSession.create(every.file)).run(feeds);
    const observed = await webgl.InferenceSession.create(every.file, { executionProviders: ['webgl'] });
    const got = await observed.run(feeds);
    const rows: ValueRow[] = every.outputs.map((name) => {
      const [difference, largest] = compare(
        got[name]!.data as Float32Array,
        expected[name]!.data as Float32Array,
      );
      return { name, dims: got[name]!.dims, difference, largest };
    });
    const onWebgl = await webgl.InferenceSession.create(plain.file, { executionProviders: ['webgl'] });
    const onWasm = await wasm.InferenceSession.create(file);
    const times: [number[], number[]] = [[], []];
    // The second run finds what a first one left behind.
    await onWebgl.run(feeds);
    await onWasm.run(feeds);
    for (let run = 0; run < request.runs; run++) {
      const drawn = await timed(onWebgl, feeds, times[0]);
      const right = await timed(onWasm, feeds, times[1]);
      if (run > 0) continue;
      for (const name of onWasm.outputNames) {
        const [difference, largest] = compare(
          drawn[name]!.data as Float32Array,
          right[name]!.data as Float32Array,
        );
        rows.push({ name: `= ${name}`, dims: right[name]!.dims, difference, largest });
      }
    }
    all.push({
      stage: stage.file,
      blobs,
      rows,
      textureBytes: plain.textureBytes,
      webgl: median(times[0]),
      wasm: median(times[1]),
    });
  }
  return { stages: all, driver: driverOf(webgl.context()) };
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
        const session = await webgl.InferenceSession.create(candidate, { executionProviders: ['webgl'] });
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
  const right = await drawsRight(joinRuntimes(webgl, wasm), WEBGL_OPTIONS);
  return { right, seconds: (performance.now() - start) / 1000, driver: driverOf(webgl.context()) };
}

const ANSWERS = { faults, proof };

scope.onmessage = ({ data }: MessageEvent<WebglRequest>) => {
  (data.type === 'stages' ? stages(data) : ANSWERS[data.type]()).then(
    (report) => scope.postMessage({ report }),
    (error: unknown) =>
      scope.postMessage({ message: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
};
