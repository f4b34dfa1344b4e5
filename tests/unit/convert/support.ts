/** Small checkpoints for the converter's tests. */
import { Fault } from '../../../src/faults';
import { inEnglish } from '../../explanations';
import {
  bytesSource,
  convertCheckpoint,
  type ConvertedModel,
  type ConvertOptions,
} from '../../../src/convert';
import type { Item } from '../../../scripts/lib/pickle-writer';
import {
  randomCheckpoint,
  type RandomForm,
  type RandomOptions,
} from '../../../scripts/lib/random-checkpoint';
import { orderedDict, TorchWriter, type ZipOptions } from '../../../scripts/lib/torch-writer';

export const TINY: RandomForm = {
  resolution: 64,
  inputSize: 16,
  width: 1,
  featureDim: 6,
  styleDim: 5,
  latentDim: 7,
  hiddenDim: 9,
  layers: 3,
  blobCount: 3,
};

export const MEAN_LATENT = Float32Array.from({ length: TINY.hiddenDim }, (_, at) => at / 10 - 0.3);

/** A checkpoint's bytes; `form` and `options` change what is said here. */
export function tinyBytes(
  form: Partial<RandomForm> = {},
  options: RandomOptions = {},
  zip: ZipOptions = {},
): Uint8Array<ArrayBuffer> {
  const { writer, root } = randomCheckpoint({ ...TINY, ...form }, options);
  return writer.toBytes(root, zip);
}

export function convertBytes(
  bytes: Uint8Array,
  options: Partial<ConvertOptions> = {},
  name = 'room.ckpt',
): Promise<ConvertedModel> {
  return convertCheckpoint(bytesSource(bytes, name), { name: 'room', meanLatent: MEAN_LATENT, ...options });
}

/** A file of torch.save with the given contents; `fill` may add tensors. */
export function savedBytes(
  fill: (writer: TorchWriter) => Item,
  zip: ZipOptions = {},
): Uint8Array<ArrayBuffer> {
  const writer = new TorchWriter();
  return writer.toBytes(fill(writer), zip);
}

/** A float32 tensor that counts from 0 in steps of `step`. */
const counting = (writer: TorchWriter, step: number, ...shape: number[]): Item => {
  const numbers = new Float32Array(shape.reduce((product, side) => product * side, 1));
  numbers.forEach((_, at) => (numbers[at] = at * step));
  return writer.tensor({ storageType: 'FloatStorage', shape, bytes: new Uint8Array(numbers.buffer) });
};

/** A float32 tensor of zeros. */
export const zeros = (writer: TorchWriter, ...shape: number[]): Item => counting(writer, 0, ...shape);

/** A Lightning checkpoint with these tensors in its state_dict: zeros, but for those named, which count from 0. */
export const stateBytes = (
  shapes: Readonly<Record<string, number[]>>,
  counted: readonly string[] = [],
): Uint8Array<ArrayBuffer> =>
  savedBytes((writer) => {
    const tensors = Object.entries(shapes).map(
      ([name, shape]) => [name, counting(writer, counted.includes(name) ? 1 : 0, ...shape)] as const,
    );
    return new Map<string, Item>([['state_dict', orderedDict(new Map(tensors))]]);
  });

/**
 * The sentence with which a file is refused.
 * @throws what was thrown instead of a sentence for a person, and an Error when the file is not refused
 */
export async function refusalOf(bytes: Uint8Array, options: Partial<ConvertOptions> = {}): Promise<string> {
  try {
    await convertBytes(bytes, options);
  } catch (error) {
    if (error instanceof Fault) return inEnglish(error.explanation);
    throw error;
  }
  throw new Error('The file was not refused.');
}
