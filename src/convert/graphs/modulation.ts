/**
 * Spatial modulation (MODEL.md, "Decoder G"): every pixel's channels are scaled by a mix of the blobs' styles,
 * weighted by the scores there.
 */
import type { GraphBuilder, Ref } from '../onnx/graph-builder';
import { scaled, type DecoderWeights } from './decoder-weights';

const STYLE_EPSILON = 1e-8;

export interface ModulationInput {
  /** [1, C, r, r] */
  readonly maps: Ref;
  /** [1, M + 1, r, r] */
  readonly scores: Ref;
  /** [M + 1, Ds] */
  readonly styles: Ref;
  readonly channels: number;
  readonly resolution: number;
}

/**
 * maps * style map. The style map is one 1 x 1 convolution of the scores with weights that the styles give.
 * When it demodulates, the style map is divided by its RMS over the channels at every pixel. That RMS is a
 * quadratic form of the scores, m = s^T (A A^T / C) s, so where C is large the scores are divided instead and no map
 * of C channels is gone over twice.
 * @param name of the SConv or ToRGB in the checkpoint
 */
export function writeModulation(
  graph: GraphBuilder,
  weights: DecoderWeights,
  name: string,
  { maps, scores, styles, channels, resolution }: ModulationInput,
  demodulates: boolean,
): Ref {
  const { styleDim, blobCount } = weights.checkpoint.shape;
  const layer = `${name}.conv.modulation`;
  const matrix = graph.weights(`${layer}.weight`, [channels, styleDim], async () =>
    scaled(await weights.read(`${layer}.weight`), 1 / Math.sqrt(styleDim)),
  );
  const bias = graph.weights(`${layer}.bias`, [channels, 1], () => weights.read(`${layer}.bias`));
  // [C, M + 1]: a column per blob, the background's first.
  const gains = graph.node('Gemm', [matrix, styles, bias], { transB: 1 });
  const asKernel = (value: Ref): Ref => graph.node('Unsqueeze', [value, graph.integers(2, 3)]);
  if (demodulates && channels <= 4 * blobCount) {
    // Few channels, many blobs: the quadratic form would cost more than a second look at the style map.
    graph.multiplyAdds += channels * (blobCount + 1) * resolution ** 2;
    const style = graph.node('Conv', [scores, asKernel(gains)]);
    // The mean over channels, as a convolution: it uses all threads, which a ReduceMean does not.
    const mean = graph.shared(`mean ${channels}`, () =>
      graph.weights('mean', [1, channels, 1, 1], () => new Float32Array(channels).fill(1 / channels)),
    );
    const square = graph.node('Conv', [graph.node('Mul', [style, style]), mean]);
    const scale = graph.node('Reciprocal', [
      graph.node('Sqrt', [graph.node('Add', [square, graph.scalar(STYLE_EPSILON)])]),
    ]);
    return graph.node('Mul', [graph.node('Mul', [maps, style]), scale], {}, `${name}.modulated`);
  }
  let mix = scores;
  if (demodulates) {
    const gram = graph.node('Gemm', [gains, gains], { transA: 1, alpha: { float: 1 / channels } });
    const product = graph.node('Mul', [graph.node('Conv', [scores, asKernel(gram)]), scores]);
    const square = graph.node('ReduceSum', [product, graph.integers(1)], { keepdims: 1 });
    // Rounding can make a sum that is almost 0 negative.
    const safe = graph.node('Add', [graph.node('Relu', [square]), graph.scalar(STYLE_EPSILON)]);
    mix = graph.node('Div', [scores, graph.node('Sqrt', [safe])]);
  }
  graph.multiplyAdds += channels * (blobCount + 1) * resolution ** 2;
  return graph.node('Mul', [maps, graph.node('Conv', [mix, asKernel(gains)])], {}, `${name}.modulated`);
}
