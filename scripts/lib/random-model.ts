/** A decoder with random weights under another model's layout network. No platform in it: it is also made in a page. */
import {
  type ConvertedModel,
  MANIFEST_FILE,
  type Manifest,
  bytesSource,
  convertCheckpoint,
} from '../../src/convert';
import { randomCheckpoint } from './random-checkpoint';

export interface RandomDecoder {
  /** Side of its pictures. */
  readonly resolution: number;
  /** c: 8 c channels up to 64 px. */
  readonly width: number;
}

/** @param layout file of the model's layout network */
export async function randomModelOver(
  form: RandomDecoder,
  own: Manifest,
  layout: Uint8Array<ArrayBuffer>,
): Promise<ConvertedModel> {
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
  return {
    manifest: joined,
    files: new Map([
      ...files,
      [own.layout.file, layout],
      [MANIFEST_FILE, new TextEncoder().encode(`${JSON.stringify(joined, null, 2)}\n`)],
    ]),
  };
}
