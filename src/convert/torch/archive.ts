/** A file of `torch.save`: a zip with one pickle that describes everything, and an entry per storage. */
import { type Fault, type Reason, because, fault } from '../../faults';
import { ELEMENT_BYTES } from '../pickle/known-names';
import { MAX_PICKLE_BYTES, unpickle } from '../pickle/unpickler';
import type { Tensor, Value } from '../pickle/values';
import { readExactly, type ByteSource } from '../source';
import { foreignFile } from './foreign-files';
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
   * @throws Fault when its storage is missing, too short or damaged
   */
  readTensor(tensor: Tensor): Promise<Float32Array<ArrayBuffer>>;
}

function findPrefix(source: ByteSource, directory: ZipDirectory): string {
  const names = [...directory.entries.keys()];
  const pickles = names.filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickles.length === 1) return pickles[0]!.slice(0, -'data.pkl'.length);
  const sample = names.slice(0, 3).join(', ');
  throw fault('zipWithoutCheckpoint', { file: source.name, holds: sample || because('holdsNothing') });
}

/**
 * Opens a checkpoint: reads its directory and its pickle, no weights.
 * @throws Fault when the file is none, is of the format before PyTorch 1.6, or is damaged
 */
export async function openTorchArchive(source: ByteSource): Promise<TorchArchive> {
  const head = await readExactly(source, 0, Math.min(source.size, 512));
  const foreign = foreignFile(head, source.name);
  if (foreign) throw foreign;
  const directory = await openZip(source);
  const prefix = findPrefix(source, directory);
  if (directory.entries.has(`${prefix}constants.pkl`)) {
    throw fault('torchScript', { file: source.name });
  }
  const order = directory.entries.get(`${prefix}byteorder`);
  if (order && new TextDecoder().decode(await directory.read(order, 64)) !== 'little') {
    throw fault('bigEndian', { file: source.name });
  }
  const root = unpickle(await directory.read(directory.entries.get(`${prefix}data.pkl`)!, MAX_PICKLE_BYTES));

  const damaged = (why: Reason): Fault => fault('archiveDamaged', { file: source.name, why });
  // Two tensors of one storage usually come one after the other.
  let last: { key: string; bytes: Uint8Array<ArrayBuffer> } | undefined;
  const readTensor = async (tensor: Tensor): Promise<Float32Array<ArrayBuffer>> => {
    const { key, dataType, length } = tensor.storage;
    if (last?.key !== key) {
      last = undefined;
      const entry = directory.entries.get(`${prefix}data/${key}`);
      if (!entry) throw damaged(because('storageMissing', { storage: key.slice(0, 40) }));
      const bytes = await directory.read(entry, MAX_STORAGE_BYTES);
      if (bytes.length !== length * (dataType ? ELEMENT_BYTES[dataType] : 1)) {
        throw damaged(because('storageOtherSize', { storage: key.slice(0, 40) }));
      }
      last = { key, bytes };
    }
    return decodeTensor(tensor, last.bytes);
  };
  return { source, root, directory, readTensor };
}
