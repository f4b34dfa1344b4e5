/** The form of the trainer's attribute encoder and reader, read off a checkpoint's tensors and its schema. */
import * as v from 'valibot';
import { expectShape, side, type Tensors } from './lookup';
import type { Plain } from './pickle/plain';

const Schema = v.object({
  categories: v.array(
    v.object({ name: v.string(), values: v.array(v.string()), groups: v.array(v.string()) }),
  ),
  numbers: v.array(
    v.object({ name: v.string(), groups: v.array(v.string()), middle: v.number(), half: v.number() }),
  ),
});

/** What the trainer's schema says that a graph depends on. */
export type TrainerSchema = v.InferOutput<typeof Schema>;

/** The network of one group: features or styles. */
export interface EncoderPart {
  /** Of its layers' names. */
  readonly prefix: string;
  readonly embeddings: readonly {
    readonly category: number;
    readonly rows: number;
    readonly size: number;
    readonly name: string;
  }[];
  /** Which numbers it sees. */
  readonly numbers: readonly number[];
  /** Widths: what goes in, what every layer gives. */
  readonly sides: readonly number[];
}

export interface AttributesForm {
  readonly schema: TrainerSchema;
  readonly feature: EncoderPart;
  readonly style: EncoderPart;
  readonly reader: Pick<EncoderPart, 'prefix' | 'sides'>;
}

const MOST_LAYERS = 8;

/** Widths of the layers under a prefix, each of which fits the one before. */
function readSides(network: Tensors, prefix: string, into: number): number[] {
  const sides = [into];
  for (let at = 0; at < MOST_LAYERS && network.has(`${prefix}.layers.${at}.weight`); at++) {
    const name = `${prefix}.layers.${at}`;
    const weight = network.get(`${name}.weight`);
    expectShape(weight, `${name}.weight`, [null, sides[at]!]);
    sides.push(side(weight, 0));
    expectShape(network.get(`${name}.bias`), `${name}.bias`, [sides[at + 1]!]);
  }
  return sides;
}

function readPart(network: Tensors, prefix: string, group: string, schema: TrainerSchema): EncoderPart {
  const categories = [...schema.categories.keys()].filter((at) =>
    schema.categories[at]!.groups.includes(group),
  );
  const embeddings = categories.map((category, at) => {
    const name = `${prefix}.embeddings.${at}.weight`;
    const table = network.get(name);
    const rows = schema.categories[category]!.values.length + 1;
    expectShape(table, name, [rows, null]);
    return { category, rows, size: side(table, 1), name };
  });
  const numbers = [...schema.numbers.keys()].filter((at) => schema.numbers[at]!.groups.includes(group));
  const into = embeddings.reduce((sum, { size }) => sum + size, 0) + 2 * numbers.length + 1;
  return { prefix, embeddings, numbers, sides: readSides(network, prefix, into) };
}

/**
 * Reads the form.
 * @param network every tensor of the checkpoint, by its full name
 * @param schema the checkpoint's
 * @param ema whether the averaged encoder is used
 * @returns null where the checkpoint has no reader: then it has nothing to say of attributes
 * @throws Fault naming a tensor that does not fit
 */
export function readAttributesForm(network: Tensors, schema: Plain, ema: boolean): AttributesForm | null {
  if (!network.has('vector_reader.layers.0.weight')) return null;
  const parsed = v.safeParse(Schema, schema);
  if (!parsed.success) return null;
  const encoder = `attribute_encoder${ema ? '_ema' : ''}`;
  const feature = readPart(network, `${encoder}.feature`, 'feature', parsed.output);
  const style = readPart(network, `${encoder}.style`, 'style', parsed.output);
  const into = feature.sides.at(-1)! + style.sides.at(-1)!;
  const sides = readSides(network, 'vector_reader', into);
  return { schema: parsed.output, feature, style, reader: { prefix: 'vector_reader', sides } };
}
