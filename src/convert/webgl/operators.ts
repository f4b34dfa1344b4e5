/**
 * How each operator of the decoder's stages is said to onnxruntime-web's WebGL provider, at opset 12. What the
 * provider lacks (CumSum, Max, Reciprocal) is said in other words, and what it does wrongly is not asked of it:
 * - Conv with a kernel that the graph computes: such a kernel stays in a texture of one number a texel and is read
 *   as one of four (here: MatMul);
 * - texel-by-texel operators on views (LoweredGraph);
 * - Gemm: without a third operand it does not run (here: Transpose, MatMul, Add);
 * - Slice with an end beyond 2^31 - 1 (here: ends are known).
 * scripts/bench/webgl.md has the figures.
 */
import { fault } from '../../faults';
import type { NodeMessage } from '../onnx/wire';
import { type LoweredGraph, type Shape, sameShape } from './lowered-graph';

/** Sigmoid of more is 1 in float32, of less 0; beyond, a shader's exponential may be no number. */
const SATURATED = 80;
const LARGEST = 3e38;

type Lower = (graph: LoweredGraph, node: NodeMessage, inputs: readonly string[]) => string | string[];

const integer = ({ attributes }: NodeMessage, name: string, otherwise: number): number => {
  const value = attributes[name];
  return typeof value === 'number' ? value : otherwise;
};
const list = ({ attributes }: NodeMessage, name: string, otherwise: readonly number[]): readonly number[] => {
  const value = attributes[name];
  return Array.isArray(value) ? (value as readonly number[]) : otherwise;
};
const float = ({ attributes }: NodeMessage, name: string, otherwise: number): number => {
  const value = attributes[name];
  return typeof value === 'object' && 'float' in value ? value.float : otherwise;
};
const replaced = (shape: Shape, axis: number, side: number): number[] =>
  shape.map((old, at) => (at === axis ? side : old));
const product = (shape: Shape): number => shape.reduce((all, side) => all * side, 1);
const positive = (axis: number, shape: Shape): number => (axis < 0 ? axis + shape.length : axis);

function broadcast(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, at) => {
    const [one, other] = [a[at - rank + a.length] ?? 1, b[at - rank + b.length] ?? 1];
    if (one !== other && one !== 1 && other !== 1) {
      throw fault('noWebglForm', { part: `${a.join(' x ')} + ${b.join(' x ')}` });
    }
    return Math.max(one, other);
  });
}

/** On a view it runs on what that is a view of. */
function unary(
  graph: LoweredGraph,
  type: string,
  input: string,
  more: readonly string[] = [],
  node?: NodeMessage,
): string {
  const base = graph.baseOf(input);
  const result = graph.node(type, [base, ...more], graph.shapeOf(base), node?.attributes);
  return graph.view(result, graph.shapeOf(input));
}

function binary(graph: LoweredGraph, type: string, a: string, b: string): string {
  const [left, right] = [graph.shapeOf(a), graph.shapeOf(b)];
  const shape = broadcast(left, right);
  if (!sameShape(left, right) || !(graph.isView(a) || graph.isView(b)))
    return graph.node(type, [a, b], shape);
  // Of another rank one of them is looked up by index, and then so are both.
  if (right[0] === 1 && right.length > 1) return graph.node(type, [a, graph.view(b, right.slice(1))], shape);
  const own = (value: string): string => (graph.isView(value) ? graph.copy(value) : value);
  return graph.node(type, [own(a), own(b)], shape);
}

function clip(graph: LoweredGraph, input: string, least: number, most: number): string {
  return unary(graph, 'Clip', input, [graph.constant([least], []), graph.constant([most], [])]);
}

function transpose(graph: LoweredGraph, input: string, perm: readonly number[]): string {
  const shape = graph.shapeOf(input);
  const turned = perm.map((axis) => shape[axis]!);
  const constant = graph.constantOf(input);
  if (!constant || shape.length !== 2 || perm[0] !== 1)
    return graph.node('Transpose', [input], turned, { perm });
  const [rows, columns] = shape as [number, number];
  const values = Float32Array.from({ length: rows * columns }, (_, at) => {
    return constant.values[(at % rows) * columns + Math.floor(at / rows)]!;
  });
  return graph.carry(`${input}.transposed`, turned, values);
}

function matMul(graph: LoweredGraph, a: string, b: string): string {
  return graph.node('MatMul', [a, b], [graph.shapeOf(a)[0]!, graph.shapeOf(b)[1]!]);
}

function gemm(graph: LoweredGraph, node: NodeMessage, [a, b, c]: readonly string[]): string {
  const turned = (value: string, name: string): string =>
    integer(node, name, 0) ? transpose(graph, value, [1, 0]) : value;
  const alpha = float(node, 'alpha', 1);
  const sum = matMul(graph, turned(a!, 'transA'), turned(b!, 'transB'));
  const scaled = alpha === 1 ? sum : binary(graph, 'Mul', sum, graph.constant([alpha]));
  if (float(node, 'beta', 1) !== 1) throw fault('noWebglForm', { part: 'Gemm.beta' });
  return c === undefined ? scaled : binary(graph, 'Add', scaled, c);
}

/** Exclusive, from the end, along the first axis: a product with a triangle of ones. */
function sumOfLater(graph: LoweredGraph, node: NodeMessage, [input, axis]: readonly string[]): string {
  const shape = graph.shapeOf(input!);
  if (graph.valuesOf(axis!)[0] !== 0 || !integer(node, 'exclusive', 0) || !integer(node, 'reverse', 0)) {
    throw fault('noWebglForm', { part: node.type });
  }
  const side = shape[0]!;
  const ones = Array.from({ length: side * side }, (_, at) => (at % side > Math.floor(at / side) ? 1 : 0));
  const flat = graph.view(input!, [side, product(shape) / side]);
  return graph.view(matMul(graph, graph.constant(ones, [side, side]), flat), shape);
}

function convolution(graph: LoweredGraph, node: NodeMessage, inputs: readonly string[]): string {
  const [input, kernel, bias] = inputs as [string, string, string?];
  const [shape, sides] = [graph.shapeOf(input), graph.shapeOf(kernel)];
  const [height, width] = [2, 3].map((axis) => {
    const pads = list(node, 'pads', [0, 0, 0, 0]);
    const steps = shape[axis]! + pads[axis - 2]! + pads[axis]! - sides[axis]!;
    return Math.floor(steps / list(node, 'strides', [1, 1])[axis - 2]!) + 1;
  }) as [number, number];
  const result = [1, sides[0]!, height, width];
  if (graph.constantOf(kernel)) {
    const grouped = integer(node, 'group', 1) > 1;
    // Otherwise the patches are laid out first, four numbers a texel.
    if (!grouped) graph.textureBytes += height * width * Math.ceil(product(sides.slice(1)) / 4) * 16;
    return graph.node('Conv', inputs, result, node.attributes);
  }
  if (sides[2] !== 1 || sides[3] !== 1 || bias !== undefined) {
    throw fault('noWebglForm', { part: node.type });
  }
  const flat = graph.view(input, [shape[1]!, height * width]);
  return graph.view(matMul(graph, graph.view(kernel, [sides[0]!, sides[1]!]), flat), result);
}

function transposedConvolution(graph: LoweredGraph, node: NodeMessage, inputs: readonly string[]): string {
  const [shape, sides] = [graph.shapeOf(inputs[0]!), graph.shapeOf(inputs[1]!)];
  const strides = list(node, 'strides', [1, 1]);
  const [height, width] = [0, 1].map((at) => (shape[at + 2]! - 1) * strides[at]! + sides[at + 2]!) as [
    number,
    number,
  ];
  return graph.node('ConvTranspose', inputs, [1, sides[1]!, height, width], node.attributes);
}

function depthToSpace(graph: LoweredGraph, node: NodeMessage, [input]: readonly string[]): string {
  const [, channels, height, width] = graph.shapeOf(input!) as [number, number, number, number];
  const block = integer(node, 'blocksize', 1);
  const depth = channels / block ** 2;
  // As the provider does it, whose own DepthToSpace gives a view that nobody knows of.
  const parts = graph.view(input!, [1, block, block, depth, height, width]);
  const turned = graph.node('Transpose', [parts], [1, depth, height, block, width, block], {
    perm: [0, 3, 4, 1, 5, 2],
  });
  return graph.view(turned, [1, depth, height * block, width * block]);
}

function slice(graph: LoweredGraph, _node: NodeMessage, [input, ...bounds]: readonly string[]): string {
  const [starts, ends, axes] = bounds.map((name) => graph.valuesOf(name)) as [number[], number[], number[]];
  let shape = graph.shapeOf(input!);
  const known = axes.map((axis, at) => {
    const side = shape[axis]!;
    const place = (bound: number): number => Math.min(side, bound < 0 ? bound + side : bound);
    return [place(starts[at]!), place(ends[at]!)] as const;
  });
  axes.forEach((axis, at) => (shape = replaced(shape, axis, known[at]![1] - known[at]![0])));
  const integers = [known.map(([start]) => start), known.map(([, end]) => end), axes];
  return graph.node('Slice', [input!, ...integers.map((values) => graph.integers(values))], shape);
}

function reduce(graph: LoweredGraph, node: NodeMessage, [input, given]: readonly string[]): string {
  const shape = graph.shapeOf(input!);
  const asked = given === undefined ? list(node, 'axes', []) : graph.valuesOf(given);
  const axes = asked.map((axis) => positive(axis, shape));
  if (integer(node, 'keepdims', 1) !== 1) throw fault('noWebglForm', { part: node.type });
  const result = axes.reduce((sides: Shape, axis) => replaced(sides, axis, 1), shape);
  return graph.node(node.type, [input!], result, { axes, keepdims: 1 });
}

function unsqueeze(graph: LoweredGraph, _node: NodeMessage, [input, axes]: readonly string[]): string {
  const shape = [...graph.shapeOf(input!)];
  for (const axis of graph.valuesOf(axes!).sort((a, b) => a - b)) shape.splice(axis, 0, 1);
  return graph.view(input!, shape);
}

const plainUnary: Lower = (graph, node, [input]) => unary(graph, node.type, input!, [], node);
const plainBinary: Lower = (graph, node, [a, b]) => binary(graph, node.type, a!, b!);

export const OPERATORS: Readonly<Record<string, Lower>> = {
  Add: plainBinary,
  Sub: plainBinary,
  Mul: plainBinary,
  Div: plainBinary,
  Exp: plainUnary,
  Log: plainUnary,
  Sqrt: plainUnary,
  Relu: plainUnary,
  LeakyRelu: plainUnary,
  Sigmoid: (graph, _node, [input]) => unary(graph, 'Sigmoid', clip(graph, input!, -SATURATED, SATURATED)),
  Reciprocal: (graph, _node, [input]) => binary(graph, 'Div', graph.constant([1]), input!),
  Clip: (graph, _node, [input, least, most]) =>
    clip(graph, input!, graph.valuesOf(least!)[0]!, graph.valuesOf(most!)[0]!),
  // Of a value and a bound.
  Max: (graph, _node, [input, bound]) => clip(graph, input!, graph.valuesOf(bound!)[0]!, LARGEST),
  CumSum: sumOfLater,
  ReduceSum: reduce,
  ReduceMean: reduce,
  Unsqueeze: unsqueeze,
  Slice: slice,
  Gemm: gemm,
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  DepthToSpace: depthToSpace,
  Transpose: (graph, node, [input]) => transpose(graph, input!, list(node, 'perm', [])),
  AveragePool: (graph, node, [input]) => {
    const [batch, channels, height, width] = graph.shapeOf(input!) as [number, number, number, number];
    return graph.node('AveragePool', [input!], [batch, channels, height / 2, width / 2], node.attributes);
  },
  Concat: (graph, node, inputs) => {
    const first = graph.shapeOf(inputs[0]!);
    const axis = positive(integer(node, 'axis', 0), first);
    const side = inputs.reduce((sum, input) => sum + graph.shapeOf(input)[axis]!, 0);
    return graph.node('Concat', inputs, replaced(first, axis, side), { axis });
  },
  Split: (graph, node, [input]) => {
    const shape = graph.shapeOf(input!);
    const axis = positive(integer(node, 'axis', 0), shape);
    const part = replaced(shape, axis, shape[axis]! / node.outputs.length);
    return graph.nodeWithResults(
      'Split',
      [input!],
      node.outputs.map(() => part),
      { axis },
    );
  },
};
