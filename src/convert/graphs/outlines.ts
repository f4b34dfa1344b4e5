/**
 * Outlines of the blobs' own, an extension of the published decoder: scores say who is on top as if all things were
 * ellipses; each blob's feature makes a small map in the blob's frame that says how much more or less it is there
 * (scripts/training/networks/outlines.py has the same in PyTorch).
 */
import type { OutlinesForm } from '../maps-form';
import { MAP_SIDES, OUTLINES_HIDDEN, OUTLINES_NAME } from '../names';
import type { GraphBuilder, Ref } from '../onnx/graph-builder';
import { writeFrames, writePresence } from './blob-maps';
import { scaled, type DecoderWeights } from './decoder-weights';
import { linear } from './linear';
import type { GeometryRefs, Middles } from './local-features';

/** What the first stage hands on to the others. */
export const BLOB_OUTLINES = 'blob_outlines';

/** Of the logarithms. */
const GAIN = 8;
/** A score is multiplied by exp(12) at most, and divided by as much. */
const LIMIT = 12;
/** What is hidden wholly by ellipses in front has a score of nothing: so much of one can be had from the map. */
const FLOOR = 1e-4;

/** The logarithms of all regions' factors, by rows of cells from the top: [M + 1, cells * cells]. Zeros are the background's. */
export function writeOutlines(
  graph: GraphBuilder,
  weights: DecoderWeights,
  { cells, hidden }: OutlinesForm,
  features: Ref,
  sizes: Ref,
): Ref {
  const { featureDim, blobCount } = weights.checkpoint.shape;
  const rows = blobCount + 1;
  const layer = { name: OUTLINES_HIDDEN, into: featureDim, out: hidden, active: true };
  const active = linear(graph, weights.read, features, layer, rows);
  const matrix = graph.weights(OUTLINES_NAME, [cells * cells, hidden], async () =>
    scaled(await weights.read(OUTLINES_NAME), GAIN / Math.sqrt(hidden)),
  );
  const maps = graph.node('Gemm', [active, matrix], { transB: 1 });
  graph.multiplyAdds += cells * cells * hidden * rows;
  return graph.node('Mul', [maps, writePresence(graph, sizes)], {}, 'own_outlines');
}

interface Outlined {
  /** [1, M + 1, height, width] */
  readonly scores: Ref;
  /** [M + 1, cells * cells] */
  readonly outlines: Ref;
  readonly geometry: GeometryRefs;
  readonly middles: Middles;
  readonly side: number;
}

/** @returns the scores, corrected; they sum to 1 as before */
function correctScores(
  graph: GraphBuilder,
  { checkpoint: { shape } }: DecoderWeights,
  { cells }: OutlinesForm,
  { scores, outlines, geometry, middles, side }: Outlined,
): Ref {
  const { down, across } = writeFrames(graph, { geometry, middles }, cells);
  const maps = graph.node('Reshape', [outlines, graph.integers(-1, cells, cells)]);
  const rows = graph.node('MatMul', [down, maps]);
  const columns = graph.node('Transpose', [across], { perm: [1, 2, 0] });
  const logs = graph.node('Clip', [
    graph.node('MatMul', [rows, columns]),
    graph.scalar(-LIMIT),
    graph.scalar(LIMIT),
  ]);
  const factor = graph.node('Unsqueeze', [graph.node('Exp', [logs]), graph.integers(0)]);
  const growth = graph.node('Sub', [factor, graph.scalar(1)]);
  const added = graph.node('Add', [
    graph.node('Mul', [scores, growth]),
    graph.node('Mul', [graph.node('Relu', [growth]), graph.scalar(FLOOR)]),
  ]);
  const total = graph.node('ReduceSum', [added, graph.integers(1)], { keepdims: 1 });
  graph.multiplyAdds += (shape.blobCount + 1) * cells * (cells * side + side ** 2);
  return graph.node(
    'Div',
    [graph.node('Add', [scores, added]), graph.node('Add', [total, graph.scalar(1)])],
    {},
    `corrected_${side}`,
  );
}

/**
 * Scores by side, corrected where outlines reach into the decoder.
 * @param scoresAt gives them as they are
 * @param read what they are corrected with at a side
 */
export function outlinedScores(
  graph: GraphBuilder,
  weights: DecoderWeights,
  scoresAt: (side: number) => Ref,
  read: (side: number) => Pick<Outlined, 'outlines' | 'geometry' | 'middles'>,
): (side: number) => Ref {
  const form = weights.checkpoint.outlines;
  if (!form) return scoresAt;
  return (side) =>
    side > MAP_SIDES.finest
      ? scoresAt(side)
      : graph.shared(`corrected scores ${side}`, () =>
          correctScores(graph, weights, form, { ...read(side), scores: scoresAt(side), side }),
        );
}
