/** What a file of torch.save holds, in words, for the sentence that says why it cannot be used. */
import { PyDict, PyList, PyObject, Tensor, type Value } from './pickle/values';

/** The dictionary of tensors: Lightning's `state_dict`, or the whole file when it is one itself. */
export function stateDictOf(root: Value): PyDict | null {
  if (!(root instanceof PyDict)) return null;
  const inner = root.get('state_dict');
  return inner instanceof PyDict ? inner : root;
}

const keysOf = (dict: PyDict): string[] =>
  [...dict.entries.keys()].filter((key): key is string => typeof key === 'string');

/** @returns the rest of a sentence that begins with the file's name */
export function describeContents(root: Value): string {
  if (root instanceof Tensor) {
    const size = root.shape.join(' x ');
    return root.shape.length === 1
      ? `holds one tensor of ${size} numbers: a mean latent, which goes with a checkpoint`
      : `holds one tensor of ${size} numbers: a list of latents, which goes with a checkpoint`;
  }
  if (root instanceof PyList) return 'holds a list';
  if (root instanceof PyObject) return `holds an object of the class ${root.className.slice(0, 80)}`;
  const state = stateDictOf(root);
  if (!state) return 'holds no networks';
  const keys = keysOf(state);
  const some = (test: RegExp): boolean => keys.some((key) => test.test(key));
  if (some(/^inverter\./)) return 'is the photo encoder of a BlobGAN, not the model itself';
  if (some(/^g_ema$/) || some(/(^|\.)input\.input$/)) return 'is a StyleGAN2 checkpoint';
  if (some(/(^|\.)layout_net(_ema)?\./)) return 'has a layout network but no decoder of a BlobGAN';
  if (some(/^attribute_encoder(_ema)?\./)) return 'has a decoder whose layout network is not trained yet';
  if (some(/(^|\.)generator(_ema)?\.conv1\./))
    return 'has a decoder but no layout network: a GAN without blobs';
  if (!keys.length) return 'holds an empty dictionary';
  const prefixes = [...new Set(keys.map((key) => key.split('.')[0]!.slice(0, 40)))];
  return `holds ${prefixes.slice(0, 5).join(', ')}${prefixes.length > 5 ? ' and more' : ''}`;
}
