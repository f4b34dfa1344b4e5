/** A fully connected layer with equalised learning rate (EqualLinear of the published code). */
import type { GraphBuilder, Ref } from '../onnx/graph-builder';
import { ACTIVATION_GAIN, scaled } from './decoder-weights';

/** Reads a tensor by its name. */
export type ReadTensor = (name: string) => Promise<Float32Array>;

export interface LinearLayer {
  /** Of its tensors, which are `name.weight` and `name.bias`. */
  readonly name: string;
  readonly into: number;
  readonly out: number;
  /** Followed by the leaky ReLU. */
  readonly active: boolean;
}

/**
 * @param x [N, into]
 * @param rows N, as the arithmetic is counted
 * @returns [N, out]
 */
export function linear(
  graph: GraphBuilder,
  read: ReadTensor,
  x: Ref,
  { name, into, out, active }: LinearLayer,
  rows = 1,
): Ref {
  const gain = active ? ACTIVATION_GAIN : 1;
  const matrix = graph.weights(`${name}.weight`, [out, into], async () =>
    scaled(await read(`${name}.weight`), gain / Math.sqrt(into)),
  );
  const bias = graph.weights(`${name}.bias`, [out], async () => scaled(await read(`${name}.bias`), gain));
  graph.multiplyAdds += out * into * rows;
  const product = graph.node('Gemm', [x, matrix, bias], { transB: 1 });
  return active ? graph.node('LeakyRelu', [product], { alpha: { float: 0.2 } }) : product;
}
