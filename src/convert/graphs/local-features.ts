/**
 * Features by place, an extension of the published decoder: at the levels that have it, each blob's feature enters
 * as a function of the place inside the blob (scripts/training/networks/local.py has the same in PyTorch): affine, or
 * with an order above 1 a polynomial.
 */
import type { DecoderLevel } from '../checkpoint';
import { LEAST_SIZE, countTerms, localName } from '../names';
import type { GraphBuilder, Ref } from '../onnx/graph-builder';
import type { Dimension } from '../onnx/wire';
import { scaled, type DecoderWeights } from './decoder-weights';

/** Far outside of a blob its place says nothing more. */
const FURTHEST = 3;
/** A little outside of a blob, what curves with the place stands still. */
const CURVES_END = 1.25;

export interface GeometryRefs {
  /** [M, 2] */
  readonly positions: Ref;
  /** [M] */
  readonly sizes: Ref;
  /** [M, 3]: xx, xy, yy */
  readonly covariances: Ref;
}

/** Where blobs are, as inputs of a graph. */
export const declareGeometry = (graph: GraphBuilder): GeometryRefs => ({
  positions: graph.input('positions', ['blobs', 2]),
  sizes: graph.input('sizes', ['blobs']),
  covariances: graph.input('covariances', ['blobs', 3]),
});

/** The middles of a level's cells along both axes, to be broadcast: [..., 1, width] and [..., height, 1]. */
export interface Middles {
  readonly x: Ref;
  readonly y: Ref;
}

/** Of a whole level. */
export function constantMiddles(graph: GraphBuilder, side: number): Middles {
  const middles = Array.from({ length: side }, (_, index) => (index + 0.5) / side);
  return { x: graph.constant(middles, [1, 1, side]), y: graph.constant(middles, [1, side, 1]) };
}

/**
 * Of a level that may be drawn in part: an input `places_S` [1, 2, height, width] with x and y of every cell's middle,
 * which is cropped like every other map.
 */
export function declareMiddles(
  graph: GraphBuilder,
  side: number,
  sides: readonly [Dimension, Dimension],
): Middles {
  const places = graph.input(`places_${side}`, [1, 2, ...sides]);
  const part = (value: Ref, axis: number, from: number): Ref =>
    graph.node('Slice', [value, graph.integers(from), graph.integers(from + 1), graph.integers(axis)]);
  // One row has every x, one column every y.
  return { x: part(part(places, 1, 0), 2, 0), y: part(part(places, 1, 1), 3, 0) };
}

interface LocalInput {
  readonly geometry: GeometryRefs;
  /** [M + 1, Df] */
  readonly features: Ref;
  /** [1, M + 1, side, side] */
  readonly scores: Ref;
  readonly middles: Middles;
  readonly side: number;
  readonly channels: number;
  readonly order: number;
}

/** Sizes [M] of what has an extent even when it is hardly there: [M, 1]. */
export const leastSizes = (graph: GraphBuilder, sizes: Ref): Ref =>
  graph.node('Max', [graph.node('Unsqueeze', [sizes, graph.integers(1)]), graph.scalar(LEAST_SIZE)]);

/**
 * Offsets of the cells' middles from the centres along one axis, in half extents: [M, 1, side] or [M, side, 1].
 * @param size of leastSizes
 */
export function writePlaces(
  graph: GraphBuilder,
  { geometry, middles }: Pick<LocalInput, 'geometry' | 'middles'>,
  axis: 'x' | 'y',
  size: Ref,
): Ref {
  const column = (values: Ref, at: number): Ref =>
    graph.node('Slice', [values, graph.integers(at), graph.integers(at + 1), graph.integers(1)]);
  const spread = (value: Ref): Ref => graph.node('Unsqueeze', [value, graph.integers(2)]);
  const variance = column(geometry.covariances, axis === 'x' ? 0 : 2);
  const reach = graph.node('Sqrt', [graph.node('Mul', [size, variance])]);
  const offset = graph.node('Sub', [middles[axis], spread(column(geometry.positions, axis === 'x' ? 0 : 1))]);
  const place = graph.node('Div', [offset, spread(reach)]);
  return graph.node('Clip', [place, graph.scalar(-FURTHEST), graph.scalar(FURTHEST)]);
}

/** Chebyshev's polynomials T_0 (none: it is 1) to T_order of places. */
function chebyshev(graph: GraphBuilder, place: Ref, order: number): (Ref | null)[] {
  const t = graph.node('Clip', [place, graph.scalar(-CURVES_END), graph.scalar(CURVES_END)]);
  const found: (Ref | null)[] = [null, t];
  const twice = graph.node('Mul', [t, graph.scalar(2)]);
  while (found.length <= order) {
    const [before, last] = found.slice(-2) as [Ref | null, Ref];
    found.push(graph.node('Sub', [graph.node('Mul', [twice, last]), before ?? graph.scalar(1)]));
  }
  return found;
}

/** T_i(u) T_j(v) for 2 <= i + j <= order, which are made of a row and a column. */
function writeCurves(graph: GraphBuilder, u: Ref, v: Ref, order: number): Ref[] {
  if (order < 2) return [];
  const across = chebyshev(graph, u, order);
  const along = chebyshev(graph, v, order);
  const found: Ref[] = [];
  for (let total = 2; total <= order; total++) {
    for (let j = 0; j <= total; j++) {
      const [a, b] = [across[total - j] ?? null, along[j] ?? null];
      found.push(a === null ? b! : b === null ? a : graph.node('Mul', [a, b]));
    }
  }
  return found;
}

/**
 * The sum over regions of score * (W_0 f + u W_1 f + v W_2 f + ...), in the order of splat.py's local_coordinates.
 * @returns [1, C, side, side]
 */
function writeLocalFeatures(graph: GraphBuilder, weights: DecoderWeights, input: LocalInput): Ref {
  const { featureDim, blobCount } = weights.checkpoint.shape;
  const { features, scores, side, channels, geometry, order } = input;
  const name = localName(side);
  const terms = countTerms(order);
  const matrix = graph.weights(name, [terms * channels, featureDim], async () =>
    scaled(await weights.read(name), 1 / Math.sqrt(featureDim)),
  );
  const products = graph.node('Gemm', [features, matrix], { transB: 1 });
  const parts = graph.equalParts(products, 1, terms);
  // The background has no place: its region is left out of everything that depends on it.
  const blobsOf = (value: Ref, axis: number): Ref =>
    graph.node('Slice', [value, graph.integers(1), graph.integers(2 ** 31), graph.integers(axis)]);
  const own = blobsOf(scores, 1);
  const size = leastSizes(graph, geometry.sizes);
  const [u, v] = [writePlaces(graph, input, 'x', size), writePlaces(graph, input, 'y', size)];
  const placed = [u, v, ...writeCurves(graph, u, v, order)].map((term) => graph.node('Mul', [own, term]));
  const mix = graph.concat([scores, ...placed], 1);
  const rows = [parts[0]!, ...parts.slice(1).map((part) => blobsOf(part, 0))];
  const kernel = graph.node('Transpose', [graph.concat(rows, 0)], { perm: [1, 0] });
  graph.multiplyAdds += channels * (terms * blobCount + 1) * side ** 2;
  return graph.node(
    'Conv',
    [mix, graph.node('Unsqueeze', [kernel, graph.integers(2, 3)])],
    {},
    `locals_${side}`,
  );
}

/** Adds to a level's maps what is made of places, if the level has it. */
export type AddToMaps = (maps: Ref, level: DecoderLevel, channels: number) => Ref;

/** @param read what they are made of at a level's side, besides the scores there */
export function localFeaturesAdder(
  graph: GraphBuilder,
  weights: DecoderWeights,
  scoresAt: (side: number) => Ref,
  read: (side: number) => Pick<LocalInput, 'geometry' | 'features' | 'middles'>,
): AddToMaps {
  return (maps, { resolution: side, localOrder: order }, channels) => {
    if (!order) return maps;
    const input = { ...read(side), scores: scoresAt(side), side, channels, order };
    return graph.node('Add', [maps, writeLocalFeatures(graph, weights, input)]);
  };
}
