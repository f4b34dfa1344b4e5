/**
 * Latents that the model's authors picked, from their `*_cherrypicked.pt`: one tensor, a latent z per row. A list of
 * such rows is taken, too.
 */
import { MAX_PICKS } from '../blobgan';
import { ConvertError } from './errors';
import { PyList, PyTuple, Tensor, type Value } from './pickle/values';
import type { ByteSource } from './source';
import { openTorchArchive } from './torch/archive';
import { elementCount } from './torch/tensor-data';

export const PICKS_FILE = 'picks.bin';

const tensorsOf = (root: Value): readonly Value[] =>
  root instanceof PyList || root instanceof PyTuple ? root.items : [root];

/**
 * Reads the file.
 * @param latentDim numbers in a latent of the model that it belongs to
 * @returns the latents one after the other
 * @throws ConvertError when it holds something else
 */
export async function readPicks(source: ByteSource, latentDim: number): Promise<Float32Array<ArrayBuffer>> {
  const archive = await openTorchArchive(source);
  const tensors = tensorsOf(archive.root);
  const isRows = (value: Value): value is Tensor =>
    value instanceof Tensor && value.shape.at(-1) === latentDim && elementCount(value.shape) > 0;
  if (!tensors.length || !tensors.every(isRows)) {
    const [first] = tensors;
    const there = first instanceof Tensor ? `a tensor of ${first.shape.join(' x ')} numbers` : 'no tensor';
    throw new ConvertError(
      `${source.name} holds ${there} where latents of ${latentDim} numbers were expected. Use the *_cherrypicked.pt that belongs to the checkpoint.`,
    );
  }
  const count = tensors.reduce((sum, { shape }) => sum + elementCount(shape), 0) / latentDim;
  if (count > MAX_PICKS) {
    throw new ConvertError(
      `${source.name} holds ${count} latents; at most ${MAX_PICKS} are kept. Choose the best of them.`,
    );
  }
  const out = new Float32Array(count * latentDim);
  let at = 0;
  for (const tensor of tensors) {
    const rows = await archive.readTensor(tensor);
    if (!rows.every(Number.isFinite)) {
      throw new ConvertError(
        `${source.name} holds numbers that are not finite. Use the *_cherrypicked.pt that belongs to the checkpoint.`,
      );
    }
    out.set(rows, at);
    at += rows.length;
  }
  return out;
}
