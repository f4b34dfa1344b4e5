/** A converted model in Node, for scripts and tests: the page's own pipeline on onnxruntime-web's WASM build. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ConvertedModel, MANIFEST_FILE, parseManifest } from '../../src/convert';
import { Pipeline } from '../../src/engine/pipeline';
import { prepareRuntime } from './runtime';

const OPTIONS = { executionProviders: ['wasm'] };

/** A model in a folder. */
export async function loadModel(folder: string): Promise<Pipeline> {
  const read = async (name: string): Promise<Uint8Array> =>
    new Uint8Array(await readFile(path.join(folder, name)));
  const text = await readFile(path.join(folder, MANIFEST_FILE), 'utf8');
  return Pipeline.create(prepareRuntime(), parseManifest(JSON.parse(text)), read, OPTIONS);
}

/** A model that was just converted. */
export function fromConverted({ manifest, files }: ConvertedModel): Promise<Pipeline> {
  return Pipeline.create(prepareRuntime(), manifest, async (name) => files.get(name)!, OPTIONS);
}
