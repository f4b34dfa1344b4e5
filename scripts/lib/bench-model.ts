/**
 * A model of another size than the one that ships, for benchmarks and browser tests: random decoder weights under
 * the default model's own layout network, so that its scenes are rooms. Made on the fly, never kept.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type ConvertedModel,
  MANIFEST_FILE,
  type Manifest,
  bytesSource,
  convertCheckpoint,
  parseManifest,
} from '../../src/convert';
import { randomCheckpoint } from './random-checkpoint';

export const DEFAULT_MODEL = 'models/default';

/**
 * @param form the decoder's side in pixels and its width (c)
 * @param base folder of the model whose layout network is used
 */
export async function randomModel(
  form: { readonly resolution: number; readonly width: number },
  base = DEFAULT_MODEL,
): Promise<ConvertedModel> {
  const own = parseManifest(JSON.parse(await readFile(path.join(base, MANIFEST_FILE), 'utf8')));
  const { featureDim, styleDim, latentDim, inputSize, blobCount, abNorm } = own.shape;
  const { writer, root } = randomCheckpoint({
    ...form,
    inputSize,
    featureDim,
    styleDim,
    latentDim,
    hiddenDim: 8,
    layers: 3,
    blobCount,
  });
  const { manifest, files } = await convertCheckpoint(bytesSource(writer.toBytes(root), 'random.ckpt'), {
    name: `Random ${form.resolution} px, width ${form.width}`,
    meanLatent: new Float32Array(8),
    storage: 'float16',
  });
  const joined: Manifest = {
    ...manifest,
    shape: { ...manifest.shape, abNorm },
    layout: own.layout,
    blobs: own.blobs,
  };
  const layout = new Uint8Array(await readFile(path.join(base, own.layout.file)));
  return {
    manifest: joined,
    files: new Map([
      ...files,
      [own.layout.file, layout],
      [MANIFEST_FILE, new TextEncoder().encode(`${JSON.stringify(joined, null, 2)}\n`)],
    ]),
  };
}
