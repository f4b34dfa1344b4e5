/** A made-up model of attributes whose graphs are exact: vectors are the attributes themselves, and one number that nobody reads. */
import type { Attributes, AttributeSchema } from '../../../../src/convert/attributes';
import { GraphBuilder } from '../../../../src/convert/onnx/graph-builder';
import type { AttributeRows } from '../../../../src/engine/attributes/telling';

const range = (...names: string[]): AttributeSchema['numbers'] =>
  names.map((name) => ({ name, low: name.startsWith('yaw') ? -1 : 0, high: 4 }));

export const SCHEMA: AttributeSchema = {
  categories: [
    { name: 'class', values: ['background', 'bed', 'back wall'] },
    { name: 'model', values: ['S:bed1', 'S:bed2'] },
    { name: 'pattern', values: ['none', 'stripes', 'checks'] },
    { name: 'sky', values: ['clear'] },
  ],
  numbers: range(
    ...['colour.r', 'colour.g', 'colour.b', 'bedding.r', 'bedding.g', 'bedding.b'],
    ...['wood.r', 'wood.g', 'wood.b', 'patternScale', 'lampOn', 'yaw.cos', 'yaw.sin'],
    ...['dimensions.x', 'dimensions.y', 'dimensions.z'],
    ...['light.night', 'light.sunColour.r', 'light.sunColour.b', 'light.sunIntensity'],
  ),
  classes: [
    {
      name: 'bed',
      colours: ['colour', 'bedding', 'wood'],
      patterns: ['none', 'stripes'],
      numbers: ['patternScale'],
      switches: ['lampOn'],
      skies: [],
      models: ['S:bed1', 'S:bed2'],
      turns: true,
    },
    {
      name: 'back wall',
      colours: ['colour'],
      patterns: ['none', 'checks'],
      numbers: [],
      switches: [],
      skies: [],
      models: [],
      turns: false,
    },
  ],
  models: [
    { key: 'S:bed1', name: 'Bed', dimensions: [1.5, 1, 2] },
    { key: 'S:bed2', name: 'Wide bed', dimensions: [2, 0.8, 2.1] },
  ],
  lights: [
    { name: 'day', values: [['light.night', 0]] },
    {
      name: 'evening',
      values: [
        ['light.night', 1],
        ['light.sunColour.b', 0.5],
        ['light.sunIntensity', 1],
      ],
    },
  ],
};

const CATEGORIES = SCHEMA.categories.length;
const NUMBERS = SCHEMA.numbers.length;

/** One number more than the reader reads. */
export const TINY_DIMS = { featureDim: CATEGORIES + 1, styleDim: 2 * NUMBERS };

function writeEncoder(): GraphBuilder {
  const graph = new GraphBuilder('attributes', 'float32');
  const categories = graph.input('categories', ['rows', CATEGORIES], 'int32');
  const numbers = graph.input('numbers', ['rows', NUMBERS]);
  const known = graph.input('known', ['rows', NUMBERS]);
  const codes = graph.node('Cast', [categories], { to: 1 });
  const [first] = graph.split(codes, 1, 1, CATEGORIES - 1);
  const nothing = graph.node('Mul', [first!, graph.scalar(0)]);
  graph.output('features', graph.concat([codes, nothing], 1), ['rows', TINY_DIMS.featureDim]);
  const styles = graph.concat([graph.node('Mul', [numbers, known]), known], 1);
  graph.output('styles', styles, ['rows', TINY_DIMS.styleDim]);
  return graph;
}

function writeReader(): GraphBuilder {
  const graph = new GraphBuilder('reader', 'float32');
  const features = graph.input('features', ['rows', TINY_DIMS.featureDim]);
  const styles = graph.input('styles', ['rows', TINY_DIMS.styleDim]);
  const [codes] = graph.split(features, 1, CATEGORIES, 1);
  const [numbers, known] = graph.split(styles, 1, NUMBERS, NUMBERS);
  graph.output('categories', graph.node('Cast', [codes!], { to: 6 }), ['rows', CATEGORIES], 'int32');
  graph.output('numbers', numbers!, ['rows', NUMBERS]);
  graph.output('known', known!, ['rows', NUMBERS]);
  return graph;
}

/** The graphs' files by name. */
export async function tinyFiles(): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  return new Map([
    ['attributes.onnx', await writeEncoder().serialise()],
    ['reader.onnx', await writeReader().serialise()],
  ]);
}

const FACT = { bytes: 1, sha256: '0'.repeat(64) };

export const TINY_ATTRIBUTES: Attributes = {
  encoder: { file: 'attributes.onnx', ...FACT },
  reader: { file: 'reader.onnx', ...FACT },
  schema: SCHEMA,
};

/** Rows of what is said by name; the rest is unknown. */
export function rowsOf(...things: Readonly<Record<string, string | number>>[]): AttributeRows {
  const rows = {
    categories: new Int32Array(things.length * CATEGORIES),
    numbers: new Float32Array(things.length * NUMBERS),
    known: new Float32Array(things.length * NUMBERS),
  };
  things.forEach((thing, row) => {
    SCHEMA.categories.forEach(({ name, values }, at) => {
      rows.categories[row * CATEGORIES + at] = values.indexOf(String(thing[name])) + 1;
    });
    SCHEMA.numbers.forEach(({ name }, at) => {
      if (thing[name] === undefined) return;
      rows.numbers[row * NUMBERS + at] = Number(thing[name]);
      rows.known[row * NUMBERS + at] = 1;
    });
  });
  return rows;
}

/** The vectors of things, as the encoder makes them, with a number that is not read: 7. */
export function vectorsOf(...things: Parameters<typeof rowsOf>): {
  readonly features: Float32Array;
  readonly styles: Float32Array;
} {
  const { categories, numbers, known } = rowsOf(...things);
  const perRow = <T>(make: (row: number) => readonly T[]): T[] => things.flatMap((_, row) => make(row));
  const part = (of: Int32Array | Float32Array, row: number, width: number): number[] => [
    ...of.subarray(row * width, (row + 1) * width),
  ];
  return {
    features: Float32Array.from(perRow((row) => [...part(categories, row, CATEGORIES), 7])),
    styles: Float32Array.from(
      perRow((row) => [...part(numbers, row, NUMBERS), ...part(known, row, NUMBERS)]),
    ),
  };
}
