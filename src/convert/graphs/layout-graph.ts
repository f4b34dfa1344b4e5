/** The layout network as a graph: z and truncation -> layout (MODEL.md, "Layout network F"), or a flow (flow-graph.ts). */
import { COVARIANCE_EPSILON } from '../../blobgan';
import type { FlowForm } from '../flow-form';
import { GraphBuilder, type FloatStorage, type Ref } from '../onnx/graph-builder';
import { ACTIVATION_GAIN, scaled } from './decoder-weights';
import { cutCode, writeFlow } from './flow-graph';
import { pixelNorm } from './pixel-norm';
import type { TrunkWeights } from './trunk-weights';
import type { FlowTables } from './velocity-graph';

/** What keeps PyTorch's normalize from dividing by 0. */
const NORMALISE_EPSILON = 1e-12;

export interface LayoutWeights extends TrunkWeights {
  /** Of a flow; null for the published form. They shape the graph, so they are known before the rest is read. */
  readonly tables: FlowTables | null;
  /** [hidden]: mean of the last layer's input. Asked for when the file is written. */
  meanLatent(): Float32Array;
}

/**
 * A linear layer with an equalised learning rate, as a plain one.
 * @param gain what the activation after it multiplies by; it commutes with the leaky ReLU
 */
function linear(graph: GraphBuilder, weights: TrunkWeights, name: string, x: Ref, gain: number): Ref {
  const { checkpoint } = weights;
  const [out, into] = checkpoint.layout(`${name}.weight`).shape as [number, number];
  const rate = checkpoint.learningRateMultiplier * gain;
  const matrix = graph.weights(`${name}.weight`, [out, into], async () =>
    scaled(await weights.read(`${name}.weight`), rate / Math.sqrt(into)),
  );
  const bias = graph.weights(`${name}.bias`, [out], async () =>
    scaled(await weights.read(`${name}.bias`), rate),
  );
  graph.multiplyAdds += out * into;
  return graph.node('Gemm', [x, matrix, bias], { transB: 1 }, name);
}

/** Sigma from its four raw numbers, [N, M, 4] -> [N, M, 3] (xx, xy, yy). */
function covariances(graph: GraphBuilder, raw: Ref, abNorm: number): Ref {
  const mul = (a: Ref, b: Ref): Ref => graph.node('Mul', [a, b]);
  const add = (a: Ref, b: Ref): Ref => graph.node('Add', [a, b]);
  const [c0, c1, c2, c3] = graph.nodeWithResults('Split', [raw], 4, { axis: 2 }) as [Ref, Ref, Ref, Ref];
  const a = graph.node('Sigmoid', [c0]);
  const b = graph.node('Sigmoid', [c1]);
  const norm = graph.node('Div', [graph.scalar(abNorm), graph.node('Sqrt', [mul(a, b)])]);
  const length = graph.node('Sqrt', [add(mul(c2, c2), mul(c3, c3))]);
  const safe = graph.node('Max', [length, graph.scalar(NORMALISE_EPSILON)]);
  const ix = graph.node('Div', [c2, safe]);
  const iy = graph.node('Div', [c3, safe]);
  const [an, bn] = [mul(a, norm), mul(b, norm)];
  // Sigma = an i i^T + bn j j^T with j = (-iy, ix).
  const [xx, yy, xy] = [mul(ix, ix), mul(iy, iy), mul(ix, iy)];
  const epsilon = graph.scalar(COVARIANCE_EPSILON);
  return graph.node(
    'Concat',
    [
      add(add(mul(an, xx), mul(bn, yy)), epsilon),
      mul(graph.node('Sub', [an, bn]), xy),
      add(add(mul(an, yy), mul(bn, xx)), epsilon),
    ],
    { axis: 2 },
  );
}

/** All layers of the published form but the last: z -> h, where truncation acts. */
function writeHidden(graph: GraphBuilder, weights: TrunkWeights, z: Ref): Ref {
  let hidden = pixelNorm(graph, z);
  for (const name of weights.checkpoint.layoutLayers.slice(0, -1)) {
    hidden = graph.node('LeakyRelu', [linear(graph, weights, name, hidden, ACTIVATION_GAIN)], {
      alpha: { float: 0.2 },
    });
  }
  return hidden;
}

interface Cut {
  readonly positions: Ref;
  readonly sizes: Ref;
  readonly covariances: Ref;
  /** [N, M + 1, Df] and [N, M + 1, Ds], the background's first, not normalised yet. */
  readonly features: Ref;
  readonly styles: Ref;
}

/** Cuts what the last layer gives. */
function cutRow(graph: GraphBuilder, weights: TrunkWeights, row: Ref): Cut {
  const { blobCount, featureDim, styleDim, abNorm } = weights.checkpoint.shape;
  const perBlob = 6 + featureDim + styleDim;
  const [, sizes, backFeature, backStyle, blobRow] = graph.split(
    row,
    1,
    1,
    blobCount,
    featureDim,
    styleDim,
    blobCount * perBlob,
  ) as [Ref, Ref, Ref, Ref, Ref];
  const blobs = graph.node('Reshape', [blobRow, graph.integers(-1, blobCount, perBlob)]);
  const [positions, raw, features, styles] = graph.split(blobs, 2, 2, 4, featureDim, styleDim) as [
    Ref,
    Ref,
    Ref,
    Ref,
  ];
  const withBackground = (back: Ref, rest: Ref): Ref =>
    graph.node('Concat', [graph.node('Unsqueeze', [back, graph.integers(1)]), rest], { axis: 1 });
  return {
    positions: graph.node('Sigmoid', [positions]),
    sizes,
    covariances: covariances(graph, raw, abNorm),
    features: withBackground(backFeature, features),
    styles: withBackground(backStyle, styles),
  };
}

/** Cuts the code that a flow ends with. */
function cutFlow(
  graph: GraphBuilder,
  weights: TrunkWeights,
  form: FlowForm,
  tables: FlowTables,
  code: Ref,
): Cut {
  const { featureDim, styleDim } = weights.checkpoint.shape;
  const { vectors, ...rest } = cutCode(graph, weights, form, tables, code);
  const [features, styles] = graph.split(vectors, 2, featureDim, styleDim) as [Ref, Ref];
  return { ...rest, features, styles };
}

/** The graph z [N, latentDim] -> h [N, hidden], of which the mean latent is the mean. */
export function writeTrunk(weights: TrunkWeights): GraphBuilder {
  const { shape, hiddenDim } = weights.checkpoint;
  const graph = new GraphBuilder('trunk', 'float32');
  const z = graph.input('z', ['scenes', shape.latentDim]);
  graph.output('hidden', writeHidden(graph, weights, z), ['scenes', hiddenDim]);
  return graph;
}

/**
 * The graph. Inputs `z` [N, latentDim] and `truncation` [N] (0 = none, 1 = the mean scene); outputs `positions`,
 * `sizes`, `covariances`, `features` and `styles` as in blobgan's `Layout`, with N in front.
 */
export function writeLayout(weights: LayoutWeights, storage: FloatStorage): GraphBuilder {
  const { layoutLayers, shape, hiddenDim, flow } = weights.checkpoint;
  const { latentDim, blobCount, featureDim, styleDim } = shape;
  const graph = new GraphBuilder('layout', storage);
  const z = graph.input('z', ['scenes', latentDim]);
  const truncation = graph.node('Unsqueeze', [graph.input('truncation', ['scenes']), graph.integers(1)]);

  const { tables } = weights;
  const hidden = flow && tables ? writeFlow(graph, weights, flow, tables, z) : writeHidden(graph, weights, z);
  const mean = graph.weights('mean_latent', [1, hiddenDim], () => weights.meanLatent());
  const kept = graph.node('Sub', [graph.scalar(1), truncation]);
  const truncated = graph.node('Add', [
    graph.node('Mul', [mean, truncation]),
    graph.node('Mul', [hidden, kept]),
  ]);
  const { positions, sizes, covariances, features, styles } =
    flow && tables
      ? cutFlow(graph, weights, flow, tables, truncated)
      : cutRow(graph, weights, linear(graph, weights, layoutLayers.at(-1)!, truncated, 1));
  graph.output('positions', positions, ['scenes', blobCount, 2]);
  graph.output('sizes', sizes, ['scenes', blobCount]);
  graph.output('covariances', covariances, ['scenes', blobCount, 3]);
  graph.output('features', pixelNorm(graph, features), ['scenes', blobCount + 1, featureDim]);
  graph.output('styles', pixelNorm(graph, styles), ['scenes', blobCount + 1, styleDim]);
  return graph;
}
