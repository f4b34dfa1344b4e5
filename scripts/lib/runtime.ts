/** onnxruntime-web's WASM build in Node: the one that the page uses, so that the numbers are the same. */
import { createRequire } from 'node:module';
import path from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import type { MakeGraphRunner } from '../../src/convert';
import { openGraph } from '../../src/engine/graph-runner';

let prepared = false;

/**
 * The runtime. One thread unless it is asked for more, because the order of sums, and so the last bits, may depend
 * on threads; what the first caller says holds.
 */
export function prepareRuntime(threads = 1): typeof ort {
  if (!prepared) {
    const folder = path.dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm'));
    ort.env.wasm.wasmPaths = `file://${folder}/`;
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = 'error';
    prepared = true;
  }
  return ort;
}

/** Runs parts of the layout network for the converter. */
export const makeGraphRunner: MakeGraphRunner = async (model) => openGraph(prepareRuntime(), model);
