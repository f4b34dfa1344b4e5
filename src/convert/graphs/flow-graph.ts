/** A layout network that is a flow, as a graph (scripts/training/networks/flow.py has the same, number by number). */
import { ABSENT_SIZE, COVARIANCE_EPSILON } from '../../blobgan';
import { fault } from '../../faults';
import { FLOW_GEOMETRY, type FlowForm } from '../flow-form';
import type { GraphBuilder, Ref } from '../onnx/graph-builder';
import type { TrunkWeights } from './trunk-weights';
import { type Geometry, writeClash, writeLeast } from './clash-graph';
import { type FlowTables, VelocityGraph, spread } from './velocity-graph';

const LENGTH_EPSILON = 1e-12;
const SIZE_UNIT = 0.5;
/** Presence within this of 0 fades. */
const FADE = 0.05;
const MOST_SIZE_CODE = 8;
const MOST_LOG_ASPECT = 4;

const clip = (graph: GraphBuilder, x: Ref, least: number, most: number): Ref =>
  graph.node('Min', [graph.node('Max', [x, graph.scalar(least)]), graph.scalar(most)]);

/**
 * Where in a code each number of a token is, as a checkpoint keeps it: every number of the code once, `count` for what is
 * always 0.
 * @throws Fault when it says something else
 */
export function readPlace(numbers: Float32Array, count: number): number[] {
  const meant = [...numbers].filter((value) => value !== count).sort((a, b) => a - b);
  if (meant.length === count && meant.every((value, at) => value === at)) return [...numbers];
  throw fault('flowPlace', { count });
}

/**
 * Which of `count` tokens or blobs a checkpoint names.
 * @throws Fault when one of them is none
 */
export function readIndices(numbers: Float32Array, count: number, name: string): number[] {
  if (numbers.every((index) => Number.isInteger(index) && index >= 0 && index < count)) return [...numbers];
  throw fault('flowIndices', { tensor: name, count });
}

/** z [N, n] -> code [N, n], where truncation acts: of several flows the one in which the least overlaps. */
export function writeFlow(
  graph: GraphBuilder,
  weights: TrunkWeights,
  form: FlowForm,
  tables: FlowTables,
  z: Ref,
): Ref {
  const { draws, numbers } = form;
  if (draws === 1) return writeFlown(graph, weights, form, tables, z);
  // Noise turned on by a part of its length is noise as good. All of them go through the flow together.
  const turned = Array.from({ length: draws }, (_, draw) => {
    const by = Math.floor((draw * numbers) / draws);
    if (!by) return z;
    const [first, rest] = graph.split(z, 1, by, numbers - by) as [Ref, Ref];
    return graph.concat([rest, first], 1);
  });
  const before = graph.multiplyAdds;
  const codes = writeFlown(graph, weights, form, tables, graph.concat(turned, 0));
  graph.multiplyAdds += (draws - 1) * (graph.multiplyAdds - before);
  const pairs = tables.apart;
  const costs = writeClash(
    graph,
    cutGeometry(graph, weights, form, tables, codes),
    pairs.filter((_, at) => at % 2 === 0),
    pairs.filter((_, at) => at % 2 === 1),
  );
  return writeLeast(graph, codes, costs, draws, numbers);
}

/** z [N, n] -> code [N, n] at the end of the flow. */
function writeFlown(
  graph: GraphBuilder,
  weights: TrunkWeights,
  form: FlowForm,
  tables: FlowTables,
  z: Ref,
): Ref {
  const { evaluations } = form;
  const velocity = new VelocityGraph(graph, weights, form, tables);
  const along = (x: Ref, speed: Ref, length: number): Ref =>
    graph.node('Add', [x, graph.node('Mul', [speed, graph.scalar(length)])]);
  const length = 2 / evaluations;
  let x = z;
  for (let evaluation = 0; evaluation < evaluations; evaluation += 2) {
    const middle = along(x, velocity.write(x, evaluation), length / 2);
    x = along(x, velocity.write(middle, evaluation + 1), length);
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

export interface CutLayout extends Geometry {
  /** [N, M + 1, Df + Ds], the background's first, not normalised yet. */
  readonly vectors: Ref;
}

/** Where the blobs are that a code [N, n] says, and the numbers that say their vectors [N, M + 1, components]. */
function cutGeometry(
  graph: GraphBuilder,
  weights: TrunkWeights,
  form: FlowForm,
  { place }: FlowTables,
  code: Ref,
): Geometry & { readonly looks: Ref } {
  const { blobCount, abNorm } = weights.checkpoint.shape;
  const { components } = form;
  const stored = (name: string, shape: number[]): Ref =>
    graph.shared(name, () => graph.weights(name, shape, () => weights.read(name)));

  const all = spread(graph, code, place, FLOW_GEOMETRY + components);
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
  return {
    positions: clip(graph, positions, 0, 1),
    sizes: graph.node('Reshape', [sizes, graph.integers(-1, blobCount)]),
    covariances: covariances(graph, u, v, abNorm),
    looks,
  };
}

/** The layout that a code [N, n] says. */
export function cutCode(
  graph: GraphBuilder,
  weights: TrunkWeights,
  form: FlowForm,
  tables: FlowTables,
  code: Ref,
): CutLayout {
  const { blobCount, featureDim, styleDim } = weights.checkpoint.shape;
  const { components } = form;
  const tokens = blobCount + 1;
  const vectorDim = featureDim + styleDim;
  const stored = (name: string, shape: number[]): Ref => graph.weights(name, shape, () => weights.read(name));
  const { looks, ...geometry } = cutGeometry(graph, weights, form, tables, code);
  // A product for every token, [M + 1, N, components] x [M + 1, components, D].
  const first = graph.node('Transpose', [looks], { perm: [1, 0, 2] });
  const product = graph.node('MatMul', [first, stored('axes', [tokens, components, vectorDim])]);
  graph.multiplyAdds += tokens * components * vectorDim;
  const vectors = graph.node('Add', [
    graph.node('Transpose', [product], { perm: [1, 0, 2] }),
    stored('mean', [tokens, vectorDim]),
  ]);
  return { ...geometry, vectors };
}
