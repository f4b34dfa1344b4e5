/** What a file of torch.save holds, in words, for the sentence that says why it cannot be used. */
import { type Reason, because } from '../faults';
import { PyDict, PyList, PyObject, Tensor, type Value } from './pickle/values';

/** The dictionary of tensors: Lightning's `state_dict`, or the whole file when it is one itself. */
export function stateDictOf(root: Value): PyDict | null {
  if (!(root instanceof PyDict)) return null;
  const inner = root.get('state_dict');
  return inner instanceof PyDict ? inner : root;
}

const keysOf = (dict: PyDict): string[] =>
  [...dict.entries.keys()].filter((key): key is string => typeof key === 'string');

/** @returns what follows the file's name in a sentence */
export function describeContents(root: Value): Reason {
  if (root instanceof Tensor) {
    return root.shape.length === 1
      ? because('holdsVector', { count: root.shape[0]! })
      : because('holdsTensor', { shape: root.shape.join(' x ') });
  }
  if (root instanceof PyList) return because('holdsList');
  if (root instanceof PyObject) return because('holdsObject', { type: root.className.slice(0, 80) });
  const state = stateDictOf(root);
  if (!state) return because('holdsNoNetworks');
  const keys = keysOf(state);
  const some = (test: RegExp): boolean => keys.some((key) => test.test(key));
  if (some(/^inverter\./)) return because('holdsInverter');
  if (some(/^g_ema$/) || some(/(^|\.)input\.input$/)) return because('holdsStyleGan2');
  if (some(/(^|\.)layout_net(_ema)?\./)) return because('holdsNoDecoder');
  if (some(/^attribute_encoder(_ema)?\./)) return because('holdsNoTrainedLayout');
  if (some(/(^|\.)generator(_ema)?\.conv1\./)) return because('holdsNoLayout');
  if (!keys.length) return because('holdsEmptyDictionary');
  const prefixes = [...new Set(keys.map((key) => key.split('.')[0]!.slice(0, 40)))];
  const names = prefixes.slice(0, 5).join(', ');
  return prefixes.length > 5 ? because('holdsMoreNames', { names }) : because('holdsNames', { names });
}
