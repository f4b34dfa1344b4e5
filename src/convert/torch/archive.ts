/** A file of `torch.save`: a zip with one pickle that describes everything, and an entry per storage. */
import { ConvertError } from '../errors';
import { ELEMENT_BYTES } from '../pickle/known-names';
import { MAX_PICKLE_BYTES, unpickle } from '../pickle/unpickler';
import type { Tensor, Value } from '../pickle/values';
import { readExactly, type ByteSource } from '../source';
import { nameForeignFile } from './foreign-files';
import { decodeTensor } from './tensor-data';
import { openZip, type ZipDirectory } from './zip-directory';

/** Published checkpoints' largest storage is 28 MB. */
const MAX_STORAGE_BYTES = 512 * 2 ** 20;

export interface TorchArchive {
  readonly source: ByteSource;
  /** What was saved, as data. */
  readonly root: Value;
  readonly directory: ZipDirectory;
  /**
   * Numbers of a tensor, last axis fastest.
   * @throws ConvertError when its storage is missing, too short or damaged
   */
  readTensor(tensor: Tensor): Promise<Float32Array<ArrayBuffer>>;
}

function findPrefix(source: ByteSource, directory: ZipDirectory): string {
  const names = [...directory.entries.keys()];
  const pickles = names.filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickles.length === 1) return pickles[0]!.slice(0, -'data.pkl'.length);
  const sample = names.slice(0, 3).join(', ');
  throw new ConvertError(
    `${source.name} is a zip file, but no PyTorch checkpoint: it holds ${sample || 'nothing'}. Open the .ckpt file itself.`,
  );
}

/**
 * Opens a checkpoint: reads its directory and its pickle, no weights.
 * @throws ConvertError when the file is none, is of the format before PyTorch 1.6, or is damaged
 */
export async function openTorchArchive(source: ByteSource): Promise<TorchArchive> {
  const head = await readExactly(source, 0, Math.min(source.size, 512));
  const foreign = nameForeignFile(head);
  if (foreign) throw new ConvertError(`${source.name} ${foreign}`);
  const directory = await openZip(source);
  const prefix = findPrefix(source, directory);
  if (directory.entries.has(`${prefix}constants.pkl`)) {
    throw new ConvertError(
      `${source.name} is a TorchScript program, not a checkpoint. Save the model's state_dict with torch.save.`,
    );
  }
  const order = directory.entries.get(`${prefix}byteorder`);
  if (order && new TextDecoder().decode(await directory.read(order, 64)) !== 'little') {
    throw new ConvertError(
      `${source.name} was written on a big-endian machine. Load it and save it again on an ordinary one.`,
    );
  }
  const root = unpickle(await directory.read(directory.entries.get(`${prefix}data.pkl`)!, MAX_PICKLE_BYTES));

  // Two tensors of one storage usually come one after the other.
  let last: { key: string; bytes: Uint8Array<ArrayBuffer> } | undefined;
  const readTensor = async (tensor: Tensor): Promise<Float32Array<ArrayBuffer>> => {
    const { key, dataType, length } = tensor.storage;
    if (last?.key !== key) {
      last = undefined;
      const entry = directory.entries.get(`${prefix}data/${key}`);
      if (!entry)
        throw new ConvertError(
          `${source.name} is damaged (storage ${key.slice(0, 40)} is missing). Fetch it again.`,
        );
      const bytes = await directory.read(entry, MAX_STORAGE_BYTES);
      if (bytes.length !== length * (dataType ? ELEMENT_BYTES[dataType] : 1)) {
        throw new ConvertError(
          `${source.name} is damaged (storage ${key.slice(0, 40)} has another size than its description). Fetch it again.`,
        );
      }
      last = { key, bytes };
    }
    return decodeTensor(tensor, last.bytes);
  };
  return { source, root, directory, readTensor };
}
