/** Everything that is found out without the editor, in a worker as its engine is. */
import { bytesSource, convertCheckpoint, MANIFEST_FILE } from '../../../../src/convert';
import { fetchModel } from '../../../../src/engine/files';
import { Pipeline } from '../../../../src/engine/pipeline';
import { compareAll, levelsApart } from '../../../lib/golden-cases';
import { randomModelOver } from '../../../lib/random-model';
import { readSafetensors } from '../../../lib/safetensors';
import { median } from '../../median';
import { type Model, open, rooms, times } from './drawing';
import { type Finding, type Plain, find } from './tell';

export interface Asked {
  /** Golden folders below golden/. */
  readonly golden: readonly string[];
  readonly renders: number;
  /** Width of a decoder like the published ones, at 256 px. */
  readonly publishedWidth: number;
  /** A tiny decoder with random weights in the default one's place, for adapters that take minutes for that. */
  readonly tiny: boolean;
  /** Whole pictures that each time is the median of. */
  readonly rounds: number;
}

const scope = self as unknown as DedicatedWorkerGlobalScope;
const tell = async (name: string, act: () => Promise<Plain>): Promise<void> =>
  scope.postMessage(await find(name, act));

async function fetched(path: string): Promise<Uint8Array | null> {
  const response = await fetch(new URL(path, scope.location.origin));
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
}

async function adapter(): Promise<Plain> {
  const found = await navigator.gpu?.requestAdapter();
  if (!found) throw new Error('there is no adapter');
  const { vendor, architecture, device, description } = found.info;
  const { maxBufferSize, maxStorageBufferBindingSize, maxComputeInvocationsPerWorkgroup } = found.limits;
  const limits = { maxBufferSize, maxStorageBufferBindingSize, maxComputeInvocationsPerWorkgroup };
  return { vendor, architecture, device, description, features: [...found.features].sort(), limits };
}

async function golden(folder: string): Promise<Plain> {
  const at = (name: string): Promise<Uint8Array | null> => fetched(`golden/${folder}/${name}`);
  const tensors = readSafetensors((await at('golden.safetensors'))!);
  const mean = await at('mean_latent.pt');
  const { manifest, files } = await convertCheckpoint(bytesSource((await at('blobgan.ckpt'))!, 'blobgan.ckpt'), {
    name: 'golden',
    meanLatent: mean ? bytesSource(mean, 'mean_latent.pt') : tensors.get('mean_latent')?.data,
  });
  const { pipeline } = await open('webgpu', { manifest, read: async (name) => files.get(name)! });
  const rows = await compareAll(pipeline, tensors, false, () => undefined);
  await pipeline.release();
  const worst = (values: readonly (number | null)[]): number => Math.max(...values.map((value) => value ?? 0));
  return {
    rows: rows.length,
    'picture, of its deviation': worst(rows.map(({ image }) => image)),
    layout: worst(rows.map(({ layout }) => layout)),
  };
}

/** Pictures of WebGPU and of WASM, of the same scenes. */
async function compared(model: Model): Promise<Plain> {
  const [device, processor] = [await open('webgpu', model), await open('wasm', model)];
  const most: number[] = [];
  for (const seed of [1, 2, 3, 4]) {
    const [layout] = await processor.pipeline.sample([seed], 0);
    const draw = async (pipeline: Pipeline): Promise<Float32Array> =>
      (await pipeline.draw(layout!, pipeline.noiseOf(seed)))!.slice();
    most.push(levelsApart(await draw(device.pipeline), await draw(processor.pipeline)));
  }
  await processor.pipeline.release();
  await device.pipeline.release();
  return { 'levels of 255': most };
}

async function timed(provider: 'webgpu' | 'webgl' | 'wasm', model: Model, rounds: number): Promise<Plain> {
  const { pipeline, building } = await open(provider, model);
  const found = await times(pipeline, rounds);
  await pipeline.release();
  return { building: Math.round(building), ...found };
}

/** Whole pictures, as many as are asked for; memory is read by whoever hears the marks. */
async function many(model: Model, count: number): Promise<Plain> {
  const { pipeline } = await open('webgpu', model);
  const { moved } = await rooms(pipeline);
  const noise = pipeline.noiseOf(1);
  const spent: number[] = [];
  const render = async (step: number): Promise<void> => {
    const start = performance.now();
    await pipeline.draw(moved(step), noise);
    spent.push(performance.now() - start);
  };
  for (let step = 0; step < 20; step++) await render(step);
  const before: unknown = await (await fetch(new URL('/memory', scope.location.origin))).json();
  for (let step = 0; step < count; step++) await render(step);
  const after: unknown = await (await fetch(new URL('/memory', scope.location.origin))).json();
  await pipeline.release();
  return { before: before as Plain, after: after as Plain, renders: count, whole: median(spent) };
}

/** The default model with another decoder. */
async function withDecoder(model: Model, resolution: number, width: number): Promise<Model> {
  const layout = (await model.read(model.manifest.layout.file)).slice();
  const { manifest, files } = await randomModelOver({ resolution, width }, model.manifest, layout);
  return { manifest, read: async (name) => files.get(name)! };
}

async function run({ golden: folders, renders, publishedWidth, tiny, rounds }: Asked): Promise<void> {
  await tell('adapter', adapter);
  const url = new URL(`/models/default/${MANIFEST_FILE}`, scope.location.origin).href;
  const shipped = await fetchModel(url, () => undefined);
  const model = tiny ? await withDecoder(shipped, 64, 1) : shipped;
  const called = tiny ? 'tiny decoder' : 'default model';
  await tell(`${called}, WebGPU`, () => timed('webgpu', model, rounds));
  await tell(`${called}, WASM`, () => timed('wasm', model, rounds));
  await tell(`${called}, WebGPU beside WASM`, () => compared(model));
  for (const folder of folders) await tell(`golden ${folder}`, () => golden(folder));
  if (publishedWidth) {
    await tell(`256 px, width ${publishedWidth}, WebGPU`, async () =>
      timed('webgpu', await withDecoder(shipped, 256, publishedWidth), rounds),
    );
  }
  await tell(`${called}, WebGL`, () => timed('webgl', model, rounds));
  await tell(`memory over ${renders} renders`, () => many(model, renders));
}

scope.onmessage = ({ data }: MessageEvent<Asked>) => {
  run(data).then(
    () => scope.postMessage(null),
    (error: unknown) => {
      const failed: Finding = { name: 'run', error: String(error), seconds: 0 };
      scope.postMessage(failed);
      scope.postMessage(null);
    },
  );
};
