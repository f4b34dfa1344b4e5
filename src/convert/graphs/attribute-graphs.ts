/**
 * What a thing is <-> its vectors: the trainer's attribute encoder (scripts/training/networks/encoder.py) and the reader that is its
 * inverse (vector_reader.py). Attributes are as the page has them: the schema's raw numbers, and codes of categories as numbers.
 */
import type { AttributesForm, EncoderPart, TrainerSchema } from '../attributes-form';
import { GraphBuilder, type FloatStorage, type Ref } from '../onnx/graph-builder';
import { ElementType } from '../onnx/wire';
import { type ReadTensor, linear } from './linear';
import { pixelNorm } from './pixel-norm';

/** Normalised numbers stay within this. */
const MOST = 3;

/** The layers of an MLP; all but the last are active. */
function layers(
  graph: GraphBuilder,
  read: ReadTensor,
  x: Ref,
  prefix: string,
  sides: readonly number[],
): Ref {
  return sides.slice(1).reduce((value, out, at) => {
    const layer = { name: `${prefix}.layers.${at}`, into: sides[at]!, out, active: at < sides.length - 2 };
    return linear(graph, read, value, layer);
  }, x);
}

/** One column of [B, n], [B]. */
const column = (graph: GraphBuilder, table: Ref, at: number): Ref =>
  graph.node('Squeeze', [
    graph.node('Slice', [table, graph.integers(at), graph.integers(at + 1), graph.integers(1)]),
    graph.integers(1),
  ]);

const columns = (graph: GraphBuilder, table: Ref, at: readonly number[]): Ref =>
  graph.node('Gather', [table, graph.integers(...at)], { axis: 1 });

interface Given {
  readonly codes: Ref;
  readonly numbers: Ref;
  readonly missing: Ref;
  readonly mirrored: Ref;
}

/** Embeddings of the categories and the numbers of one group -> its vector [B, dim]. */
function writePart(graph: GraphBuilder, read: ReadTensor, part: EncoderPart, given: Given): Ref {
  const embedded = part.embeddings.map(({ category, rows, size, name }) => {
    const table = graph.weights(name, [rows, size], () => read(name));
    return graph.node('Gather', [table, column(graph, given.codes, category)], { axis: 0 });
  });
  const parts = [
    ...embedded,
    columns(graph, given.numbers, part.numbers),
    columns(graph, given.missing, part.numbers),
    given.mirrored,
  ];
  return pixelNorm(graph, layers(graph, read, graph.concat(parts, 1), part.prefix, part.sides));
}

/**
 * The graph of the encoder. Inputs `categories` [B, C] (0 = unknown, else index + 1), `numbers` [B, N] (raw, the last one: mirrored)
 * and `known` [B, N] (1 or 0); outputs `features` [B, Df] and `styles` [B, Ds].
 */
export function writeEncoder(
  { schema, feature, style }: AttributesForm,
  read: ReadTensor,
  storage: FloatStorage,
): GraphBuilder {
  const graph = new GraphBuilder('attributes', storage);
  const count = schema.numbers.length;
  const codes = graph.input('categories', ['blobs', schema.categories.length], 'int32');
  const raw = graph.input('numbers', ['blobs', count + 1]);
  const told = graph.input('known', ['blobs', count + 1]);
  const [numbers, mirrored] = graph.split(raw, 1, count, 1) as [Ref, Ref];
  const [known] = graph.split(told, 1, count, 1) as [Ref, Ref];
  const centred = graph.node('Sub', [numbers, graph.constant(schema.numbers.map(({ middle }) => middle))]);
  const normal = graph.node('Div', [centred, graph.constant(schema.numbers.map(({ half }) => half))]);
  const clipped = graph.node('Clip', [normal, graph.scalar(-MOST), graph.scalar(MOST)]);
  const given = {
    codes,
    numbers: graph.node('Mul', [clipped, known]),
    missing: graph.node('Sub', [graph.scalar(1), known]),
    mirrored,
  };
  graph.output('features', writePart(graph, read, feature, given), ['blobs', feature.sides.at(-1)!]);
  graph.output('styles', writePart(graph, read, style, given), ['blobs', style.sides.at(-1)!]);
  return graph;
}

/** Numbers in the schema's own units, [B, N + 1]. */
function rawNumbers(graph: GraphBuilder, normal: Ref, { numbers }: TrainerSchema): Ref {
  const [own, mirrored] = graph.split(normal, 1, numbers.length, 1) as [Ref, Ref];
  const wide = graph.node('Mul', [own, graph.constant(numbers.map(({ half }) => half))]);
  const raw = graph.node('Add', [wide, graph.constant(numbers.map(({ middle }) => middle))]);
  return graph.concat([raw, graph.node('Clip', [mirrored, graph.scalar(0), graph.scalar(1)])], 1);
}

/** The graph of the reader. Inputs `features` and `styles`; outputs `categories`, `numbers` and `known`, as the encoder takes them. */
export function writeReader(
  { schema, feature, style, reader }: AttributesForm,
  read: ReadTensor,
  storage: FloatStorage,
): GraphBuilder {
  const graph = new GraphBuilder('reader', storage);
  const features = graph.input('features', ['blobs', feature.sides.at(-1)!]);
  const styles = graph.input('styles', ['blobs', style.sides.at(-1)!]);
  const out = layers(graph, read, graph.concat([features, styles], 1), reader.prefix, reader.sides);
  const choices = schema.categories.map(({ values }) => values.length + 1);
  const count = schema.numbers.length + 1;
  const parts = graph.split(out, 1, ...choices, count, count);
  const [normal, known] = parts.slice(-2) as [Ref, Ref];
  const codes = parts.slice(0, -2).map((logits) => graph.node('ArgMax', [logits], { axis: 1, keepdims: 1 }));
  const whole = graph.node('Cast', [graph.concat(codes, 1)], { to: ElementType.int32 });
  graph.output('categories', whole, ['blobs', schema.categories.length], 'int32');
  graph.output('numbers', rawNumbers(graph, normal, schema), ['blobs', count]);
  const sure = graph.node('Cast', [graph.node('Greater', [known, graph.scalar(0)])], {
    to: ElementType.float32,
  });
  graph.output('known', sure, ['blobs', count]);
  return graph;
}
