/** The normalisation of the layout networks. */
import type { GraphBuilder, Ref } from '../onnx/graph-builder';

const PIXEL_NORM_EPSILON = 1e-5;

/** x * rsqrt(mean(x^2) + 1e-5) over the last axis. */
export function pixelNorm(graph: GraphBuilder, x: Ref): Ref {
  const mean = graph.node('ReduceMean', [graph.node('Mul', [x, x])], { axes: [-1], keepdims: 1 });
  const root = graph.node('Sqrt', [graph.node('Add', [mean, graph.scalar(PIXEL_NORM_EPSILON)])]);
  return graph.node('Div', [x, root]);
}
