/**
 * The splat as a graph: layout -> scores (MODEL.md, "Splat"; the same as src/blobgan/splat.ts). The number of blobs
 * is a dynamic dimension, and there is no loop: what is in front of a blob is an exclusive sum of log(1 - o) from the
 * front (a reverse CumSum).
 */
import { COVARIANCE_EPSILON } from '../../blobgan';
import type { GraphBuilder, Ref } from '../onnx/graph-builder';

/** What an opaque blob lets through: below what a float32 beside 1 can tell, and its logarithm is a number. */
const OPAQUE = 1e-12;

const LEAST_DETERMINANT = COVARIANCE_EPSILON ** 2;

export interface GeometryRefs {
  /** [M, 2] */
  readonly positions: Ref;
  /** [M] */
  readonly sizes: Ref;
  /** [M, 3]: xx, xy, yy */
  readonly covariances: Ref;
}

/**
 * @param resolution R: side of the grid; point (col, row) / R, no half-pixel offset
 * @returns scores [1, M + 1, R, R], the background's first
 */
export function writeSplat(graph: GraphBuilder, geometry: GeometryRefs, resolution: number): Ref {
  const axes = graph.integers(2);
  /** [M, 1] -> [M, 1, 1] */
  const spread = (value: Ref): Ref => graph.node('Unsqueeze', [value, axes]);
  const mul = (a: Ref, b: Ref): Ref => graph.node('Mul', [a, b]);
  const sub = (a: Ref, b: Ref): Ref => graph.node('Sub', [a, b]);

  const [x, y] = graph.nodeWithResults('Split', [geometry.positions], 2, { axis: 1 }) as [Ref, Ref];
  const [xx, xy, yy] = graph.nodeWithResults('Split', [geometry.covariances], 3, { axis: 1 }) as [
    Ref,
    Ref,
    Ref,
  ];
  // At least the square of the 1e-5 in Sigma; the rounding of a needle's can make it 0, and everything not a number.
  const determinant = graph.node('Max', [sub(mul(xx, yy), mul(xy, xy)), graph.scalar(LEAST_DETERMINANT)]);
  const inverseXX = spread(graph.node('Div', [yy, determinant]));
  const inverseYY = spread(graph.node('Div', [xx, determinant]));
  const inverseXY = spread(graph.node('Div', [mul(xy, graph.scalar(-2)), determinant]));

  const steps = Array.from({ length: resolution }, (_, index) => index / resolution);
  const grid = (shape: readonly number[]): Ref =>
    graph.weights('grid', shape, () => Float32Array.from(steps));
  const dx = sub(grid([1, 1, resolution]), spread(x)); // [M, 1, R]
  const dy = sub(grid([1, resolution, 1]), spread(y)); // [M, R, 1]
  const size = graph.node('Unsqueeze', [geometry.sizes, graph.integers(1, 2)]);
  // s - q, with what depends on one coordinate alone kept at R numbers a blob.
  const alongX = sub(size, mul(inverseXX, mul(dx, dx)));
  const alongY = mul(inverseYY, mul(dy, dy));
  const mixed = mul(mul(inverseXY, dx), dy);
  const inside = sub(sub(alongX, alongY), mixed); // [M, R, R]

  const opacity = graph.node('Sigmoid', [inside]);
  // Log of what a blob lets through. A Softplus would say the same in one node, and takes ten times as long.
  const rest = graph.node('Max', [sub(graph.scalar(1), opacity), graph.scalar(OPAQUE)]);
  const passing = graph.node('Log', [rest]);
  const front = graph.node('CumSum', [passing, graph.integers(0)], { exclusive: 1, reverse: 1 });
  const blobs = mul(opacity, graph.node('Exp', [front]));
  const background = graph.node('Exp', [
    graph.node('ReduceSum', [passing, graph.integers(0)], { keepdims: 1 }),
  ]);
  const all = graph.node('Concat', [background, blobs], { axis: 0 });
  return graph.node('Unsqueeze', [all, graph.integers(0)], {}, `scores_at_${resolution}`);
}

/** Scores at half the resolution: the mean over 2 x 2 points. */
export function writeHalving(graph: GraphBuilder, scores: Ref): Ref {
  return graph.node('AveragePool', [scores], { kernel_shape: [2, 2], strides: [2, 2] });
}
