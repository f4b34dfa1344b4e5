/** onnxruntime-web's WASM build in Node: the one that the page uses, so that the numbers are the same. */
import { createRequire } from 'node:module';
import path from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import type { MakeTrunkRunner } from '../../src/convert';

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

/** Runs the layout network's first layers for the converter, which computes the mean latent with them. */
export const makeTrunkRunner: MakeTrunkRunner = async (model) => {
  const { InferenceSession, Tensor } = prepareRuntime();
  const session = await InferenceSession.create(model, { executionProviders: ['wasm'] });
  return {
    async run(z, rows) {
      const results = await session.run({ z: new Tensor('float32', z, [rows, z.length / rows]) });
      return results.hidden!.data as Float32Array;
    },
    release: () => session.release(),
  };
};
