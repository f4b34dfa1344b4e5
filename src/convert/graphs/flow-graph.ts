/** A layout network that is a flow, as a graph (scripts/training/networks/flow.py has the same, number by number). */
import { COVARIANCE_EPSILON } from '../../blobgan';
import { ConvertError } from '../errors';
import { FLOW_GEOMETRY, type FlowForm } from '../flow-form';
import type { GraphBuilder, Ref } from '../onnx/graph-builder';
import type { TrunkWeights } from './layout-graph';
import { pixelNorm } from './pixel-norm';

const LENGTH_EPSILON = 1e-12;
const SIZE_UNIT = 0.5;
/** Presence within this of 0 fades. */
const FADE = 0.25;
const MOST_SIZE_CODE = 8;
const MOST_LOG_ASPECT = 4;
/** Size of what is not there. */
const ABSENT_SIZE = -8;

const clip = (graph: GraphBuilder, x: Ref, least: number, most: number): Ref =>
  graph.node('Min', [graph.node('Max', [x, graph.scalar(least)]), graph.scalar(most)]);

/**
 * Indices that a checkpoint keeps as numbers.
 * @throws ConvertError when one is none
 */
export function asIndices(numbers: Float32Array, below: number, name: string): number[] {
  if (numbers.every((value) => Number.isInteger(value) && value >= 0 && value < below)) return [...numbers];
  throw new ConvertError(
    `The layout network's ${name} should be whole numbers below ${below}, and is not. Save the checkpoint again with the trainer.`,
  );
}

/** z [N, n] -> code [N, n], where truncation acts. */
export function writeFlow(graph: GraphBuilder, weights: TrunkWeights, form: FlowForm, z: Ref): Ref {
  const { numbers, width, depth, evaluations } = form;
  const row = 2 * depth * width + numbers;
  let table: Promise<Float32Array> | undefined;
  const time = (evaluation: number, first: number, count: number, one: number): Ref =>
    graph.weights(`times.${evaluation}.${first}`, [count], async () => {
      const start = evaluation * row + first;
      return (await (table ??= weights.read('times')))
        .slice(start, start + count)
        .map((value) => value + one);
    });
  const linear = (name: string, x: Ref, into: number, out: number): Ref => {
    const stored = (part: string, shape: readonly number[]): Ref =>
      graph.shared(`${name}.${part}`, () =>
        graph.weights(`${name}.${part}`, shape, () => weights.read(`${name}.${part}`)),
      );
    const [matrix, bias] = [stored('weight', [out, into]), stored('bias', [out])];
    graph.multiplyAdds += out * into;
    return graph.node('Gemm', [x, matrix, bias], { transB: 1 });
  };
  const velocity = (x: Ref, evaluation: number): Ref => {
    let y = linear('velocity.enter', x, numbers, width);
    for (let block = 0; block < depth; block++) {
      const at = 2 * block * width;
      const scaled = graph.node('Mul', [pixelNorm(graph, y), time(evaluation, at, width, 1)]);
      const shifted = graph.node('Add', [scaled, time(evaluation, at + width, width, 0)]);
      const wide = linear(`velocity.blocks.${block}.widen`, shifted, width, width);
      const active = graph.node('Mul', [wide, graph.node('Sigmoid', [wide])]);
      y = graph.node('Add', [y, linear(`velocity.blocks.${block}.narrow`, active, width, width)]);
    }
    const own = graph.node('Mul', [time(evaluation, 2 * depth * width, numbers, 0), x]);
    return graph.node('Add', [linear('velocity.leave', pixelNorm(graph, y), width, numbers), own]);
  };
  const along = (x: Ref, speed: Ref, length: number): Ref =>
    graph.node('Add', [x, graph.node('Mul', [speed, graph.scalar(length)])]);
  const length = 2 / evaluations;
  let x = z;
  for (let evaluation = 0; evaluation < evaluations; evaluation += 2) {
    const middle = along(x, velocity(x, evaluation), length / 2);
    x = along(x, velocity(middle, evaluation + 1), length);
  }
  return x;
}

/** exp of [[u, v], [v, -u]] times ab_norm: an ellipse's Sigma, [N, M, 1] each -> [N, M, 3] (xx, xy, yy). */
function covariances(graph: GraphBuilder, u: Ref, v: Ref, abNorm: number): Ref {
  const mul = (a: Ref, b: Ref): Ref => graph.node('Mul', [a, b]);
  const add = (a: Ref, b: Ref): Ref => graph.node('Add', [a, b]);
  const sub = (a: Ref, b: Ref): Ref => graph.node('Sub', [a, b]);
  const whole = graph.node('Sqrt', [add(add(mul(u, u), mul(v, v)), graph.scalar(LENGTH_EPSILON))]);
  const length = graph.node('Min', [whole, graph.scalar(MOST_LOG_ASPECT)]);
  const grown = graph.node('Exp', [length]);
  const shrunk = graph.node('Exp', [graph.node('Neg', [length])]);
  const half = graph.scalar(0.5 * abNorm);
  const even = mul(add(grown, shrunk), half);
  // (grown - shrunk) / 2 along the direction (u, v) / whole.
  const odd = graph.node('Div', [mul(sub(grown, shrunk), half), whole]);
  const [du, dv] = [mul(u, odd), mul(v, odd)];
  const epsilon = graph.scalar(COVARIANCE_EPSILON);
  return graph.node('Concat', [add(add(even, du), epsilon), dv, add(sub(even, du), epsilon)], { axis: 2 });
}

export interface CutLayout {
  readonly positions: Ref;
  readonly sizes: Ref;
  readonly covariances: Ref;
  /** [N, M + 1, Df + Ds], the background's first, not normalised yet. */
  readonly vectors: Ref;
}

/** The layout that a code [N, n] says. */
export function cutCode(
  graph: GraphBuilder,
  weights: TrunkWeights,
  form: FlowForm,
  place: readonly number[],
  code: Ref,
): CutLayout {
  const { blobCount, featureDim, styleDim, abNorm } = weights.checkpoint.shape;
  const { components } = form;
  const tokens = blobCount + 1;
  const row = FLOW_GEOMETRY + components;
  const vectorDim = featureDim + styleDim;
  const stored = (name: string, shape: number[]): Ref => graph.weights(name, shape, () => weights.read(name));

  const nothing = graph.node('Mul', [
    graph.node('Slice', [code, graph.integers(0), graph.integers(1), graph.integers(1)]),
    graph.scalar(0),
  ]);
  const padded = graph.node('Concat', [code, nothing], { axis: 1 });
  const spread = graph.node('Gather', [padded, graph.integers(...place)], { axis: 1 });
  const all = graph.node('Reshape', [spread, graph.integers(-1, tokens, row)]);
  const [geometry, looks] = graph.split(all, 2, FLOW_GEOMETRY, components) as [Ref, Ref];
  const [, blobs] = graph.split(geometry, 1, 1, blobCount) as [Ref, Ref];
  const [presence, numbers] = graph.split(blobs, 2, 1, FLOW_GEOMETRY - 1) as [Ref, Ref];
  const scaled = graph.node('Add', [
    graph.node('Mul', [numbers, stored('geometry_std', [blobCount, FLOW_GEOMETRY - 1])]),
    stored('geometry_mean', [blobCount, FLOW_GEOMETRY - 1]),
  ]);
  const [positions, size, u, v] = graph.split(scaled, 2, 2, 1, 1, 1) as [Ref, Ref, Ref, Ref];

  const fade = graph.node('Add', [
    graph.node('Mul', [presence, graph.scalar(1 / (2 * FADE))]),
    graph.node('Add', [stored('always', [blobCount, 1]), graph.scalar(0.5)]),
  ]);
  const there = clip(graph, fade, 0, 1);
  const bounded = clip(graph, size, -MOST_SIZE_CODE, MOST_SIZE_CODE);
  const sinh = graph.node('Mul', [
    graph.node('Sub', [graph.node('Exp', [bounded]), graph.node('Exp', [graph.node('Neg', [bounded])])]),
    graph.scalar(SIZE_UNIT / 2),
  ]);
  const gone = graph.node('Mul', [graph.node('Sub', [graph.scalar(1), there]), graph.scalar(ABSENT_SIZE)]);
  const sizes = graph.node('Add', [graph.node('Mul', [there, sinh]), gone]);

  // A product for every token, [M + 1, N, components] x [M + 1, components, D].
  const first = graph.node('Transpose', [looks], { perm: [1, 0, 2] });
  const product = graph.node('MatMul', [first, stored('axes', [tokens, components, vectorDim])]);
  graph.multiplyAdds += tokens * components * vectorDim;
  const vectors = graph.node('Add', [
    graph.node('Transpose', [product], { perm: [1, 0, 2] }),
    stored('mean', [tokens, vectorDim]),
  ]);
  return {
    positions: clip(graph, positions, 0, 1),
    sizes: graph.node('Reshape', [sizes, graph.integers(-1, blobCount)]),
    covariances: covariances(graph, u, v, abNorm),
    vectors,
  };
}
