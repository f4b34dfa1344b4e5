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

const threads = new Set<Worker>();
let threadsAreKept = false;

/**
 * Holds every thread that the runtime starts, for as long as this worker lives. While one starts, only promises hold it that wait for
 * itself, which Firefox seems to collect as garbage now and then: the runtime then waits without end (12 of 88 starts; so held, 2 of 110).
 */
function keepThreads(): void {
  if (threadsAreKept || typeof Worker === 'undefined') return;
  threadsAreKept = true;
  globalThis.Worker = class extends Worker {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given);
      threads.add(this);
    }
    override terminate(): void {
      threads.delete(this);
      super.terminate();
    }
  };
}

function prepared<R extends typeof Ort>(ort: R): R {
  ort.env.wasm.numThreads = threadCount();
  ort.env.logLevel = 'error';
  return ort;
}

// Chunks of their own: the runtime's threads start from the file that it lives in, and must not start this one.
// Which one is needed shows only here, so that a page on WASM never fetches the larger build.
export async function importWasm(): Promise<Runtime> {
  keepThreads();
  return prepared(await import('onnxruntime-web/wasm'));
}

export async function importWebgpu(): Promise<Runtime> {
  keepThreads();
  return prepared(await import('onnxruntime-web/webgpu'));
}

/** Runs parts of the layout network for the converter. */
export const makeGraphRunner: MakeGraphRunner = async (model) => openGraph(await importWasm(), model);
