/** A converted model in Node, for scripts and tests: the page's own pipeline on onnxruntime-web's WASM build. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ConvertedModel, MANIFEST_FILE, parseManifest } from '../../src/convert';
import { AttributeNetworks } from '../../src/engine/attributes/networks';
import { Pipeline } from '../../src/engine/pipeline';
import { prepareRuntime } from './runtime';

const OPTIONS = { executionProviders: ['wasm'] };

const readIn =
  (folder: string) =>
  async (name: string): Promise<Uint8Array> =>
    new Uint8Array(await readFile(path.join(folder, name)));

/** What the things of a model in a folder can be told. */
export const loadAttributes = (folder: string, pipeline: Pipeline): AttributeNetworks =>
  new AttributeNetworks(prepareRuntime(), pipeline, pipeline.manifest, readIn(folder));

/** A model in a folder. */
export async function loadModel(folder: string): Promise<Pipeline> {
  const read = readIn(folder);
  const text = await readFile(path.join(folder, MANIFEST_FILE), 'utf8');
  return Pipeline.create(prepareRuntime(), parseManifest(JSON.parse(text)), read, OPTIONS);
}

/** A model that was just converted. */
export function fromConverted({ manifest, files }: ConvertedModel): Promise<Pipeline> {
  return Pipeline.create(prepareRuntime(), manifest, async (name) => files.get(name)!, OPTIONS);
}
