/** Converts a golden checkpoint and compares its pictures, with the converter and the pipeline of the editor. */
import { type GoldenRow, compareAll } from '../../../../scripts/lib/golden-cases';
import { readSafetensors } from '../../../../scripts/lib/safetensors';
import { bytesSource, convertCheckpoint } from '../../../../src/convert';
import { startRuntime } from '../../../../src/engine/opening';
import { Pipeline } from '../../../../src/engine/pipeline';
import { PROVIDERS, WASM_OPTIONS } from '../../../../src/engine/providers';
import type { FromGoldenWorker, GoldenReport, GoldenRequest } from './main';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const send = (message: FromGoldenWorker): void => scope.postMessage(message);

async function fetchBytes(name: string): Promise<Uint8Array> {
  const response = await fetch(new URL(`golden/${name}`, scope.location.origin));
  if (!response.ok) throw new Error(`${name} could not be fetched (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Counts what is sent to a GPU: a picture that WASM drew after all would pass as well. */
function countDispatches(): () => number {
  let count = 0;
  if (typeof GPUComputePassEncoder !== 'undefined') {
    const { prototype } = GPUComputePassEncoder;
    const original = prototype.dispatchWorkgroups;
    prototype.dispatchWorkgroups = function (...sides) {
      count++;
      return original.apply(this, sides);
    };
  }
  const { prototype } = WebGL2RenderingContext;
  const original = prototype.drawArrays;
  prototype.drawArrays = function (...what) {
    count++;
    return original.apply(this, what);
  };
  return () => count;
}

async function run(request: GoldenRequest): Promise<GoldenReport> {
  const dispatches = countDispatches();
  const tensors = readSafetensors(await fetchBytes(request.golden));
  const meanLatent = request.meanLatent
    ? bytesSource(await fetchBytes(request.meanLatent), request.meanLatent)
    : tensors.get('mean_latent')?.data;
  const { manifest, files } = await convertCheckpoint(
    bytesSource(await fetchBytes(request.checkpoint), request.checkpoint),
    { name: 'golden', meanLatent },
  );
  const provider = PROVIDERS.find(({ id }) => id === request.provider)!;
  // With the proof that the provider gives on a person's machine: what it leaves behind is there for the pictures.
  const started = await startRuntime(provider, true);
  if ('limit' in started) throw new Error(`${request.provider} is not used here: ${started.limit.code}.`);
  const read = async (name: string): Promise<Uint8Array> => files.get(name)!;
  const { stageOptions } = provider;
  const model = await Pipeline.create(started.runtime, manifest, read, WASM_OPTIONS, { stageOptions });
  const onRow = (row: GoldenRow): void => send({ type: 'row', row });
  const rows = await compareAll(model, tensors, provider.mapsInMemory, onRow, request.names);
  return { rows, dispatches: dispatches() };
}

scope.onmessage = ({ data }: MessageEvent<GoldenRequest>) => {
  run(data).then(
    (report) => send({ type: 'done', report }),
    (error: unknown) =>
      send({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
};
