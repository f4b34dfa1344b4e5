/** The graphs of what a model's things can be told to be, for checkpoints that have a reader of vectors. */
import type { Attributes } from './attributes';
import { readAttributesForm } from './attributes-form';
import { stateDictOf } from './describe';
import { requireFinite } from './graphs/decoder-weights';
import { writeEncoder, writeReader } from './graphs/attribute-graphs';
import { under } from './lookup';
import type { ManifestFile } from './manifest';
import { toPlain } from './pickle/plain';
import { PyDict } from './pickle/values';
import type { TorchArchive } from './torch/archive';

/** Hands on a file and says what the manifest says of it. */
export type KeepFile = (file: string, bytes: Uint8Array<ArrayBuffer>) => Promise<ManifestFile>;

/**
 * Writes them, with weights in float16: what is told is a difference, and both sides of it are made by the same weights.
 * @param ema whether the averaged encoder is used
 * @returns what the manifest says of them, to be read by its strict reader; undefined where the checkpoint has no reader
 * @throws Fault when a tensor does not fit
 */
export async function convertAttributes(
  archive: TorchArchive,
  ema: boolean,
  keep: KeepFile,
): Promise<Attributes | undefined> {
  const { root, source } = archive;
  const state = stateDictOf(root);
  if (!state || !(root instanceof PyDict)) return undefined;
  const network = under(state, '', source.name);
  const form = readAttributesForm(network, toPlain(root.get('schema')), ema);
  if (!form) return undefined;
  const read = async (name: string): Promise<Float32Array> =>
    requireFinite(await archive.readTensor(network.get(name)), name);
  const [encoder, reader] = [writeEncoder(form, read, 'float16'), writeReader(form, read, 'int8')];
  return {
    encoder: await keep(`${encoder.name}.onnx`, await encoder.serialise()),
    reader: await keep(`${reader.name}.onnx`, await reader.serialise()),
    schema: toPlain(root.get('attributes')) as unknown as Attributes['schema'],
  };
}
