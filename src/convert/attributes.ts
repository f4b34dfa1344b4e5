/** What a model says of attributes in its manifest: what things can be told to be, and the graphs that make vectors of it. */
import * as v from 'valibot';
import { because } from '../faults';
import { FILE, fields, flag, invalid, list, number, saying, text } from './manifest-fields';

/** A range of numbers. */
const RANGE = { low: number(), high: number() };

const MAX_NAMES = 4_096;
const names = list(text(), MAX_NAMES);

/**
 * Two graphs, from attributes to vectors and back, and what their columns are. A colour is three
 * numbers, NAME.r, .g and .b, sRGB in 0..1.
 */
export const AttributesSchema = fields({
  /** Attributes to feature and style. */
  encoder: fields(FILE),
  /** Feature and style to attributes. */
  reader: fields(FILE),
  schema: fields({
    /** In the order of the graphs' columns; code 0 is an unknown value, the first value is 1. */
    categories: list(fields({ name: text(), values: names }), 64),
    /** In the order of the graphs' columns. */
    numbers: list(fields({ name: text(), ...RANGE }), 1_024),
    /** What can be told each class. */
    classes: list(
      fields({
        name: text(),
        /** First what is seen of the whole, then its parts, the one that dominates first. */
        colours: names,
        patterns: names,
        numbers: names,
        switches: names,
        skies: names,
        models: names,
        turns: flag,
      }),
      256,
    ),
    models: list(
      fields({
        key: text(),
        name: text(),
        /** Width, height and depth, metres. */
        dimensions: v.strictTuple([number(), number(), number()], saying(because('isNoListOf', { most: 3 }))),
      }),
      MAX_NAMES,
    ),
    /** The whole room's light: a value for each number that is named light.* */
    lights: list(
      fields({
        name: text(),
        values: list(v.strictTuple([text(), number()], saying(because('isNoListOf', { most: 2 }))), 64),
      }),
      64,
    ),
  }),
});

export type Attributes = v.InferOutput<typeof AttributesSchema>;
export type AttributeSchema = Attributes['schema'];

/**
 * Checks that whatever the schema names is there.
 * @throws Fault
 */
export function checkAttributes({ schema }: Attributes): void {
  const { categories, numbers, classes, models, lights } = schema;
  const valuesOf = (category: string): ReadonlySet<string> =>
    new Set(categories.find(({ name }) => name === category)?.values);
  const numberNames = new Set(numbers.map(({ name }) => name));
  const check = (where: string, named: readonly string[], known: ReadonlySet<string>): void => {
    const unknown = named.find((name) => !known.has(name));
    if (unknown !== undefined)
      throw invalid(`attributes.schema.${where}`, because('namesUnknown', { name: unknown }));
  };
  const modelKeys = new Set(models.map(({ key }) => key));
  classes.forEach((each, at) => {
    const where = (field: string): string => `classes[${at}].${field}`;
    check(where('name'), [each.name], valuesOf('class'));
    check(
      where('colours'),
      each.colours.flatMap((name) => ['r', 'g', 'b'].map((part) => `${name}.${part}`)),
      numberNames,
    );
    check(where('patterns'), each.patterns, valuesOf('pattern'));
    check(where('numbers'), each.numbers, numberNames);
    check(where('switches'), each.switches, numberNames);
    check(where('skies'), each.skies, valuesOf('sky'));
    check(where('models'), each.models, modelKeys);
    if (each.turns) check(where('turns'), ['yaw.cos', 'yaw.sin'], numberNames);
  });
  check(
    'models',
    models.map(({ key }) => key),
    valuesOf('model'),
  );
  if (models.length)
    check(
      'models',
      ['x', 'y', 'z'].map((side) => `dimensions.${side}`),
      numberNames,
    );
  lights.forEach(({ values }, at) =>
    check(
      `lights[${at}].values`,
      values.map(([name]) => name),
      numberNames,
    ),
  );
}
