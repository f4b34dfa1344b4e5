/**
 * Latents that the model's authors picked, from their `*_cherrypicked.pt`: one tensor, a latent z per row. A list of
 * such rows is taken, too.
 */
import { MAX_PICKS } from '../blobgan';
import { because, fault } from '../faults';
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
 * @throws Fault when it holds something else
 */
export async function readPicks(source: ByteSource, latentDim: number): Promise<Float32Array<ArrayBuffer>> {
  const archive = await openTorchArchive(source);
  const tensors = tensorsOf(archive.root);
  const isRows = (value: Value): value is Tensor =>
    value instanceof Tensor && value.shape.at(-1) === latentDim && elementCount(value.shape) > 0;
  if (!tensors.length || !tensors.every(isRows)) {
    const [first] = tensors;
    const holds =
      first instanceof Tensor
        ? because('holdsTensorOf', { shape: first.shape.join(' x ') })
        : because('holdsNoTensor');
    throw fault('noPicks', { file: source.name, holds, wanted: latentDim });
  }
  const count = tensors.reduce((sum, { shape }) => sum + elementCount(shape), 0) / latentDim;
  if (count > MAX_PICKS) {
    throw fault('tooManyPicks', { file: source.name, count, most: MAX_PICKS });
  }
  const out = new Float32Array(count * latentDim);
  let at = 0;
  for (const tensor of tensors) {
    const rows = await archive.readTensor(tensor);
    if (!rows.every(Number.isFinite)) {
      throw fault('picksNotFinite', { file: source.name });
    }
    out.set(rows, at);
    at += rows.length;
  }
  return out;
}
