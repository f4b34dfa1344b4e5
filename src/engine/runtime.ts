/** onnxruntime-web in this worker, set up once: which provider, how many threads, and why not more. */
import type * as Ort from 'onnxruntime-web/wasm';
import type { MakeTrunkRunner } from '../convert';
import type { RuntimeStatus } from './protocol';

/** Beyond this, threads only cost. */
const MAX_THREADS = 8;

export const SESSION_OPTIONS = {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
} as const satisfies Ort.InferenceSession.SessionOptions;

export function runtimeStatus(): RuntimeStatus {
  if (globalThis.crossOriginIsolated) {
    const threads = Math.min(MAX_THREADS, navigator.hardwareConcurrency || 1);
    return { provider: 'wasm', threads, limit: null };
  }
  return {
    provider: 'wasm',
    threads: 1,
    limit: 'One thread only: this host does not isolate the page (COOP and COEP headers).',
  };
}

export async function loadRuntime(): Promise<typeof Ort> {
  // A chunk of its own: the runtime's threads start from the file that it lives in, and must not start this one.
  const ort = await import('onnxruntime-web/wasm');
  ort.env.wasm.numThreads = runtimeStatus().threads;
  ort.env.logLevel = 'error';
  return ort;
}

/** Runs the layout network's first layers for the converter, which computes a missing mean latent with them. */
export const makeTrunkRunner: MakeTrunkRunner = async (model) => {
  const { InferenceSession, Tensor } = await loadRuntime();
  const session = await InferenceSession.create(model, SESSION_OPTIONS);
  return {
    async run(z, rows) {
      const results = await session.run({ z: new Tensor('float32', z, [rows, z.length / rows]) });
      return results['hidden']!.data as Float32Array;
    },
    release: () => session.release(),
  };
};
