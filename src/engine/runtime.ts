/** onnxruntime-web in this worker: which build, and how many threads. */
import type * as Ort from 'onnxruntime-web/wasm';
import type { MakeTrunkRunner } from '../convert';
import type { Runtime } from './pipeline';

/** Beyond this, threads only cost. */
const MAX_THREADS = 8;

export function threadCount(): number {
  return globalThis.crossOriginIsolated ? Math.min(MAX_THREADS, navigator.hardwareConcurrency || 1) : 1;
}

function prepared<R extends typeof Ort>(ort: R): R {
  ort.env.wasm.numThreads = threadCount();
  ort.env.logLevel = 'error';
  return ort;
}

// Chunks of their own: the runtime's threads start from the file that it lives in, and must not start this one.
// Which one is needed shows only here, so that a page on WASM never fetches the larger build.
export const importWasm = async (): Promise<Runtime> => prepared(await import('onnxruntime-web/wasm'));
export const importWebgpu = async (): Promise<Runtime> => prepared(await import('onnxruntime-web/webgpu'));

/** Runs the layout network's first layers for the converter, which computes a missing mean latent with them. */
export const makeTrunkRunner: MakeTrunkRunner = async (model) => {
  const { InferenceSession, Tensor } = await importWasm();
  const session = await InferenceSession.create(model, { executionProviders: ['wasm'] });
  return {
    async run(z, rows) {
      const results = await session.run({ z: new Tensor('float32', z, [rows, z.length / rows]) });
      return results['hidden']!.data as Float32Array;
    },
    release: () => session.release(),
  };
};
