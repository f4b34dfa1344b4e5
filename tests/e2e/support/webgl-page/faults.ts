/** The smallest graphs that show each fault of the WebGL provider which the decoder's stages met. */
import { gaussian } from '../../../../src/blobgan';
import { type ModelGraph, type StoredTensor, writeModel } from '../../../../src/convert/onnx/model-file';
import type { NodeMessage, ValueMessage } from '../../../../src/convert/onnx/wire';

export interface Fault {
  readonly name: string;
  /** The operators as one would write them, and as the WebGL form has them. */
  readonly file: Uint8Array;
  readonly used: Uint8Array;
  readonly feeds: readonly (readonly [string, Float32Array, readonly number[]])[];
}

const node = (
  type: string,
  inputs: readonly string[],
  outputs: string | readonly string[],
  attributes: NodeMessage['attributes'] = {},
): NodeMessage => ({ type, inputs, outputs: [outputs].flat(), attributes });

const floats = (name: string, shape: readonly number[], values?: readonly number[]): StoredTensor => {
  const count = shape.reduce((all, side) => all * side, 1);
  const numbers = values ? Float32Array.from(values) : gaussian(1, name.length, count);
  return { name, type: 'float32', shape, data: new Uint8Array(numbers.slice().buffer) };
};
const integers = (name: string, values: readonly number[]): StoredTensor => ({
  name,
  type: 'int64',
  shape: [values.length],
  data: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
});

const OPSET = 12;

interface Pair {
  readonly name: string;
  readonly inputs: readonly ValueMessage[];
  readonly outputs: readonly ValueMessage[];
  readonly tensors: readonly StoredTensor[];
  readonly plain: readonly NodeMessage[];
  readonly used: readonly NodeMessage[];
}

const ONE = floats('one', [1], [1]);

const PAIRS: readonly Pair[] = [
  {
    name: 'Conv 1 x 1 [1, 11, 8, 8] with a computed kernel [6, 11, 1, 1]',
    inputs: [
      { name: 'x', shape: [1, 11, 8, 8] },
      { name: 'k', shape: [6, 11] },
    ],
    outputs: [{ name: 'y', shape: [1, 6, 8, 8] }],
    tensors: [ONE, integers('flat', [11, 64]), integers('maps', [1, 6, 8, 8])],
    plain: [
      node('Mul', ['k', 'one'], 'made'),
      node('Unsqueeze', ['made'], 'kernel', { axes: [2, 3] }),
      node('Conv', ['x', 'kernel'], 'y'),
    ],
    used: [
      node('Mul', ['k', 'one'], 'made'),
      node('Reshape', ['x', 'flat'], 'rows'),
      node('MatMul', ['made', 'rows'], 'product'),
      node('Reshape', ['product', 'maps'], 'y'),
    ],
  },
  {
    name: 'Mul of [1, 6, 8, 8] and a Reshape of [6, 64] to it',
    inputs: [
      { name: 'x', shape: [1, 6, 8, 8] },
      { name: 'm', shape: [6, 64] },
    ],
    outputs: [{ name: 'y', shape: [1, 6, 8, 8] }],
    tensors: [integers('maps', [1, 6, 8, 8]), integers('lower', [6, 8, 8])],
    plain: [node('Reshape', ['m', 'maps'], 'style'), node('Mul', ['x', 'style'], 'y')],
    used: [node('Reshape', ['m', 'lower'], 'style'), node('Mul', ['x', 'style'], 'y')],
  },
  {
    name: 'Exp of a Reshape of [6, 64] to [6, 8, 8]',
    inputs: [{ name: 'm', shape: [6, 64] }],
    outputs: [{ name: 'y', shape: [6, 8, 8] }],
    tensors: [integers('shape', [6, 8, 8])],
    plain: [node('Reshape', ['m', 'shape'], 'r'), node('Exp', ['r'], 'y')],
    used: [node('Exp', ['m'], 'r'), node('Reshape', ['r', 'shape'], 'y')],
  },
  {
    name: 'Add of [1, 3, 8, 8] and a DepthToSpace of [1, 12, 4, 4]',
    inputs: [
      { name: 'x', shape: [1, 3, 8, 8] },
      { name: 's', shape: [1, 12, 4, 4] },
    ],
    outputs: [{ name: 'y', shape: [1, 3, 8, 8] }],
    tensors: [integers('split', [1, 2, 2, 3, 4, 4]), integers('lower', [3, 8, 8])],
    plain: [node('DepthToSpace', ['s'], 'd', { blocksize: 2 }), node('Add', ['x', 'd'], 'y')],
    used: [
      node('Reshape', ['s', 'split'], 'parts'),
      node('Transpose', ['parts'], 'turned', { perm: [0, 3, 4, 1, 5, 2] }),
      node('Reshape', ['turned', 'lower'], 'd'),
      node('Add', ['x', 'd'], 'y'),
    ],
  },
  {
    name: 'two Gemm of [6, 6] and [6, 6], one with transB',
    inputs: [
      { name: 'a', shape: [6, 6] },
      { name: 'b', shape: [6, 6] },
    ],
    outputs: [
      { name: 'y', shape: [6, 6] },
      { name: 'z', shape: [6, 6] },
    ],
    tensors: [],
    plain: [node('Gemm', ['a', 'b'], 'y', { transB: 1 }), node('Gemm', ['a', 'b'], 'z')],
    used: [
      node('Transpose', ['b'], 'turned', { perm: [1, 0] }),
      node('MatMul', ['a', 'turned'], 'y'),
      node('MatMul', ['a', 'b'], 'z'),
    ],
  },
  {
    name: 'Reshape of a stored [6, 64], run twice',
    inputs: [{ name: 'x', shape: [6, 64] }],
    outputs: [{ name: 'y', shape: [3, 128] }],
    tensors: [ONE, floats('stored', [6, 64]), integers('shape', [3, 128])],
    plain: [
      node('Reshape', ['stored', 'shape'], 'r'),
      node('Reshape', ['x', 'shape'], 'v'),
      node('Mul', ['v', 'one'], 'w'),
      node('Add', ['r', 'r'], 'doubled'),
      node('Add', ['doubled', 'w'], 'y'),
    ],
    used: [
      node('Mul', ['stored', 'one'], 'copied'),
      node('Reshape', ['copied', 'shape'], 'r'),
      node('Mul', ['r', 'one'], 's'),
      node('Reshape', ['x', 'shape'], 'v'),
      node('Mul', ['v', 'one'], 'w'),
      node('Add', ['s', 's'], 'doubled'),
      node('Add', ['doubled', 'w'], 'y'),
    ],
  },
  {
    name: 'an Identity output of a value [4, 8] that goes on',
    inputs: [{ name: 'x', shape: [4, 8] }],
    outputs: [
      { name: 'first', shape: [4, 8] },
      { name: 'second', shape: [4, 8] },
    ],
    tensors: [],
    plain: [
      node('Exp', ['x'], 'a'),
      node('Identity', ['a'], 'first'),
      node('Sqrt', ['a'], 'b'),
      node('Identity', ['b'], 'second'),
      node('Sqrt', ['b'], 'unused'),
    ],
    used: [node('Exp', ['x'], 'first'), node('Sqrt', ['first'], 'second')],
  },
  {
    name: 'Slice of [5, 4] from 1 to 2^31',
    inputs: [{ name: 'x', shape: [5, 4] }],
    outputs: [{ name: 'y', shape: [4, 4] }],
    tensors: [integers('from', [1]), integers('to', [2 ** 31]), integers('end', [5]), integers('axis', [0])],
    plain: [node('Slice', ['x', 'from', 'to', 'axis'], 'y')],
    used: [node('Slice', ['x', 'from', 'end', 'axis'], 'y')],
  },
];

/** Graphs and what to feed them; every feed is gaussian. */
export function faultyGraphs(): Fault[] {
  return PAIRS.map(({ name, inputs, outputs, tensors, plain, used }) => {
    const write = (nodes: readonly NodeMessage[]): Uint8Array => {
      const needed = tensors.filter((tensor) => nodes.some((one) => one.inputs.includes(tensor.name)));
      const graph: ModelGraph = { name: 'fault', nodes, inputs, outputs, tensors: needed };
      return writeModel(graph, OPSET);
    };
    const feeds = inputs.map(({ name: input, shape }, at) => {
      const sides = shape.map(Number);
      return [
        input,
        gaussian(
          9,
          at,
          sides.reduce((all, side) => all * side, 1),
        ),
        sides,
      ] as const;
    });
    return { name, file: write(plain), used: write(used), feeds };
  });
}
