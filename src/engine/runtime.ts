/** onnxruntime-web in this worker: which build, and how many threads. */
import type * as Ort from 'onnxruntime-web/wasm';
import type { MakeGraphRunner } from '../convert';
import type { Runtime } from './pipeline';
import { openGraph } from './graph-runner';

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

/** Runs parts of the layout network for the converter. */
export const makeGraphRunner: MakeGraphRunner = async (model) => openGraph(await importWasm(), model);
