/**
 * A stage's file in the form that onnxruntime-web's WebGL provider runs exactly: opset 12, every side known, and none
 * of the operators and shapes that it lacks or gets wrong (operators.ts). It is made in the tab from the file that
 * every provider uses, so no model has to be stored twice, and a model that a person opened has it, too.
 */
import { fault } from '../../faults';
import { numbersOf, readModel, writeModel } from '../onnx/model-file';
import { LoweredGraph, type Shape } from './lowered-graph';
import { OPERATORS } from './operators';

const WEBGL_OPSET = 12;

export interface WebglForm {
  readonly file: Uint8Array<ArrayBuffer>;
  /** Shapes of the inputs, as the file was written for. */
  readonly inputs: ReadonlyMap<string, Shape>;
  readonly outputs: readonly string[];
  /** What the textures of one run take. */
  readonly textureBytes: number;
}

export interface FormOptions {
  /** Makes every value that the original computes an output: for finding where two providers part. */
  readonly everyValue?: boolean;
}

/**
 * @param sides of the dimensions that have names (`blobs`, `regions`, `height`, ...)
 * @throws Fault naming the operator that has no such form
 */
export function webglForm(
  file: Uint8Array,
  sides: Readonly<Record<string, number>>,
  { everyValue = false }: FormOptions = {},
): WebglForm {
  const model = readModel(file);
  const graph = new LoweredGraph();
  const inputs = model.inputs.map(({ name, shape }) => {
    const known = shape.map((side) => {
      const number = typeof side === 'number' ? side : sides[side];
      if (number === undefined) throw fault('noWebglForm', { part: `${name}.${side}` });
      return number;
    });
    graph.declare(name, known);
    return { name, shape: known };
  });
  for (const tensor of model.tensors) graph.carry(tensor.name, tensor.shape, numbersOf(tensor));

  const renamed = new Map<string, string>();
  const outputs = new Map<string, string>();
  const wanted = new Set(model.outputs.map(({ name }) => name));
  for (const node of model.nodes) {
    const from = node.inputs.map((name) => renamed.get(name) ?? name);
    if (node.type === 'Identity' && wanted.has(node.outputs[0]!)) {
      outputs.set(node.outputs[0]!, from[0]!);
      continue;
    }
    // Of weights stored as float16, which are carried as float32.
    if (node.type === 'Cast' && graph.constantOf(from[0]!)) {
      renamed.set(node.outputs[0]!, from[0]!);
      continue;
    }
    const lower = OPERATORS[node.type];
    if (!lower) throw fault('noWebglForm', { part: node.type });
    const results = [lower(graph, node, from)].flat();
    node.outputs.forEach((output, at) => {
      renamed.set(output, results[at]!);
      if (everyValue) outputs.set(output, results[at]!);
    });
  }
  const lowered = graph.finish(model.name, inputs, outputs);
  return {
    file: writeModel(lowered, WEBGL_OPSET),
    inputs: new Map(inputs.map(({ name, shape }) => [name, shape])),
    outputs: lowered.outputs.map(({ name }) => name),
    textureBytes: graph.textureBytes,
  };
}
