/** Of several layouts the one in which the least overlaps, as a graph (scripts/training/networks/overlap.py). */
import type { GraphBuilder, Ref } from '../onnx/graph-builder';

/** Of the smaller box: what overlaps less may be a corner of an ellipse that the thing has not. */
const ALLOWED = 0.15;
const LEAST_AREA = 1e-6;
/** Of layouts that are as good as each other the first is taken. */
const LATER = 1e-4;
/** The choice is a slope as steep as this: a node that compares would need one that casts. */
const STEEP = 1e6;

/** Of blobs [N, M]: positions [N, M, 2], sizes [N, M], covariances [N, M, 3] (xx, xy, yy). */
export interface Geometry {
  readonly positions: Ref;
  readonly sizes: Ref;
  readonly covariances: Ref;
}

const above = (graph: GraphBuilder, x: Ref): Ref => graph.node('Max', [x, graph.scalar(0)]);

/** How far the blobs `first` and `second` (pair by pair) lie over each other, [N, 1, 1]. */
export function writeClash(
  graph: GraphBuilder,
  { positions, sizes, covariances }: Geometry,
  first: readonly number[],
  second: readonly number[],
): Ref {
  const mul = (a: Ref, b: Ref): Ref => graph.node('Mul', [a, b]);
  const pair = (values: Ref): [Ref, Ref] => [
    graph.node('Gather', [values, graph.integers(...first)], { axis: 1 }),
    graph.node('Gather', [values, graph.integers(...second)], { axis: 1 }),
  ];
  const [x, y] = graph.split(positions, 2, 1, 1) as [Ref, Ref];
  const [xx, , yy] = graph.split(covariances, 2, 1, 1, 1) as [Ref, Ref, Ref];
  const there = above(graph, graph.node('Unsqueeze', [sizes, graph.integers(2)]));
  const half = (variance: Ref): Ref => graph.node('Sqrt', [mul(there, variance)]);
  const shared = (at: Ref, halves: Ref): Ref => {
    const [ends, starts] = [pair(graph.node('Add', [at, halves])), pair(graph.node('Sub', [at, halves]))];
    return above(graph, graph.node('Sub', [graph.node('Min', ends), graph.node('Max', starts)]));
  };
  const [width, height] = [half(xx), half(yy)];
  const area = mul(mul(width, height), graph.scalar(4));
  const smaller = graph.node('Add', [graph.node('Min', pair(area)), graph.scalar(LEAST_AREA)]);
  const covered = mul(shared(x, width), shared(y, height));
  const share = graph.node('Div', [covered, smaller]);
  const clash = above(graph, graph.node('Sub', [share, graph.scalar(ALLOWED)]));
  return graph.node('ReduceSum', [clash, graph.integers(1)], { keepdims: 1 });
}

/** Of `draws` codes [draws * N, n], one after the other, those [N, n] with the least cost [draws * N, 1, 1], the first of equals. */
export function writeLeast(graph: GraphBuilder, codes: Ref, costs: Ref, draws: number, numbers: number): Ref {
  const apart = (values: Ref, width: number): Ref[] =>
    graph
      .split(
        graph.node('Reshape', [values, graph.integers(draws, -1, width)]),
        0,
        ...Array<number>(draws).fill(1),
      )
      .map((part) => graph.node('Reshape', [part, graph.integers(-1, width)]));
  const [code, cost] = [apart(codes, numbers), apart(costs, 1)];
  let [best, least] = [code[0]!, cost[0]!];
  for (let draw = 1; draw < draws; draw++) {
    const late = graph.node('Add', [cost[draw]!, graph.scalar(draw * LATER)]);
    const steep = graph.node('Mul', [graph.node('Sub', [least, late]), graph.scalar(STEEP)]);
    const better = graph.node('Min', [above(graph, steep), graph.scalar(1)]);
    const step = graph.node('Mul', [graph.node('Sub', [code[draw]!, best]), better]);
    best = graph.node('Add', [best, step]);
    least = graph.node('Min', [least, late]);
  }
  return best;
}
