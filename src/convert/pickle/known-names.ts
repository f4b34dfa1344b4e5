/**
 * The names that a checkpoint may use and get something built for. A name that is not here is data: an object of
 * it becomes a record of its name, arguments and state (values.ts). Nothing in a file can make this code call
 * anything else.
 */
import { type Fault, type Reason, because, fault } from '../../faults';
import {
  PyDict,
  PyGlobal,
  PyList,
  PyObject,
  PySet,
  PyTuple,
  Storage,
  Tensor,
  type DataType,
  type Value,
} from './values';

const STORAGE_TYPES: ReadonlyMap<string, DataType | null> = new Map([
  ['torch.DoubleStorage', 'float64'],
  ['torch.FloatStorage', 'float32'],
  ['torch.HalfStorage', 'float16'],
  ['torch.BFloat16Storage', 'bfloat16'],
  ['torch.LongStorage', 'int64'],
  ['torch.IntStorage', 'int32'],
  ['torch.ShortStorage', 'int16'],
  ['torch.CharStorage', 'int8'],
  ['torch.ByteStorage', 'uint8'],
  ['torch.BoolStorage', 'bool'],
  ['torch.storage.UntypedStorage', null],
  ['torch.UntypedStorage', null],
]);

/** `torch.float32` and so on, as `_rebuild_tensor_v3` names its type. */
const DATA_TYPES: ReadonlyMap<string, DataType> = new Map([
  ['torch.float64', 'float64'],
  ['torch.float32', 'float32'],
  ['torch.float16', 'float16'],
  ['torch.bfloat16', 'bfloat16'],
  ['torch.int64', 'int64'],
  ['torch.int32', 'int32'],
  ['torch.int16', 'int16'],
  ['torch.int8', 'int8'],
  ['torch.uint8', 'uint8'],
  ['torch.bool', 'bool'],
]);

export const ELEMENT_BYTES: Readonly<Record<DataType, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
};

const MAX_DIMENSIONS = 8;

const badTensor = (why: Reason): Fault => fault('tensorDamaged', { why });

const isIndex = (value: Value | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function indices(value: Value | undefined, otherwise: Reason): number[] {
  if (!(value instanceof PyTuple) || value.items.length > MAX_DIMENSIONS || !value.items.every(isIndex)) {
    throw badTensor(otherwise);
  }
  return [...value.items] as number[];
}

function buildTensor(
  storage: Value | undefined,
  offset: Value | undefined,
  size: Value | undefined,
  stride: Value | undefined,
  dataType?: DataType,
): Tensor {
  if (!(storage instanceof Storage)) throw badTensor(because('noStorage'));
  const type = dataType ?? storage.dataType ?? 'uint8';
  if (!isIndex(offset)) throw badTensor(because('offsetNotWhole'));
  const shape = indices(size, because('shapeNoTuple'));
  const strides = indices(stride, because('strideNoTuple'));
  if (shape.length !== strides.length) throw badTensor(because('otherDimensions'));
  const available =
    storage.dataType === null ? Math.floor(storage.length / ELEMENT_BYTES[type]) : storage.length;
  const count = shape.reduce((product, side) => product * side, 1);
  const last = shape.reduce((sum, side, axis) => sum + (side - 1) * strides[axis]!, offset);
  // A tensor with more numbers than its storage repeats some (stride 0): no weight does, and it would let a small
  // file claim any amount of memory.
  if (count > available || (count > 0 && last >= available)) throw badTensor(because('outsideStorage'));
  return new Tensor(storage, type, offset, shape, strides);
}

const pairsInto = (dict: PyDict, value: Value): void => {
  if (value instanceof PyDict) {
    for (const [key, item] of value.entries) dict.entries.set(key, item);
    return;
  }
  for (const pair of sequence(value)) {
    const [key, item, ...rest] = sequence(pair);
    if (key === undefined || item === undefined || rest.length) {
      throw fault('pickleDamaged', { why: because('noPairs') });
    }
    dict.entries.set(key, item);
  }
};

function sequence(value: Value): readonly Value[] {
  if (value instanceof PyTuple || value instanceof PyList || value instanceof PySet) return value.items;
  throw fault('pickleDamaged', { why: because('noSequence') });
}

type Builder = (args: readonly Value[]) => Value;

const makeDict: Builder = (args) => {
  const dict = new PyDict();
  if (args[0] !== undefined) pairsInto(dict, args[0]);
  return dict;
};
const items = (args: readonly Value[]): readonly Value[] => (args[0] === undefined ? [] : sequence(args[0]));
const makeList: Builder = (args) => new PyList([...items(args)]);
const makeTuple: Builder = (args) => new PyTuple([...items(args)]);
const makeSet: Builder = (args) => new PySet([...items(args)]);

/** `_codecs.encode(text, 'latin1')`: how protocol 2 writes bytes. */
const makeBytes: Builder = ([text, encoding]) => {
  if (typeof text !== 'string' || encoding !== 'latin1') {
    throw fault('pickleDamaged', { why: because('otherEncoding') });
  }
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
};

const BUILDERS: ReadonlyMap<string, Builder> = new Map<string, Builder>([
  ['collections.OrderedDict', makeDict],
  ...['builtins', '__builtin__'].flatMap((module): [string, Builder][] => [
    [`${module}.dict`, makeDict],
    [`${module}.list`, makeList],
    [`${module}.tuple`, makeTuple],
    [`${module}.set`, makeSet],
    [`${module}.frozenset`, makeSet],
  ]),
  ['torch.Size', makeTuple],
  ['_codecs.encode', makeBytes],
  // The first four arguments of each are storage, offset, shape, stride.
  ['torch._utils._rebuild_tensor', ([storage, ...rest]) => buildTensor(storage, rest[0], rest[1], rest[2])],
  [
    'torch._utils._rebuild_tensor_v2',
    ([storage, ...rest]) => buildTensor(storage, rest[0], rest[1], rest[2]),
  ],
  [
    'torch._utils._rebuild_tensor_v3',
    (args) => {
      const named = args[6];
      const type = named instanceof PyGlobal ? DATA_TYPES.get(named.name) : undefined;
      // A type that this reader has no use for (complex, float8) is not an error until somebody wants the numbers.
      if (!type) return new PyObject('torch._utils._rebuild_tensor_v3', args);
      return buildTensor(args[0], args[1], args[2], args[3], type);
    },
  ],
  [
    'torch._utils._rebuild_parameter',
    ([data]) => {
      if (data instanceof Tensor || data instanceof PyObject) return data;
      throw badTensor(because('noParameter'));
    },
  ],
]);

/** What `callable(*args)` of the pickle becomes. Only names of the list are built; the rest is recorded. */
export function reduce(callable: Value, args: readonly Value[]): Value {
  if (!(callable instanceof PyGlobal)) return new PyObject('', args);
  const build = BUILDERS.get(callable.name);
  return build ? build(args) : new PyObject(callable.name, args);
}

/** A persistent id: `('storage', type, key, location, length)`. */
export function persistent(id: Value): Storage {
  if (id instanceof PyTuple && id.items[0] === 'storage') {
    const [, type, key, , length] = id.items;
    if (type instanceof PyGlobal && typeof key === 'string' && isIndex(length)) {
      const dataType = STORAGE_TYPES.get(type.name);
      if (dataType !== undefined) return new Storage(key, dataType, length);
      throw badTensor(because('otherStorage', { type: type.name.slice(0, 60) }));
    }
  }
  throw badTensor(because('storageUnnamed'));
}
