/**
 * A small typed builder of ONNX graphs: nodes with named results, inputs, outputs and initialisers whose numbers
 * are asked for only while the file is written, so that one tensor at a time is in memory.
 */
import { Defect } from '../../faults';
import { toFloat16Array } from '../float16';
import { toByteRows } from '../int8';
import {
  layOutModel,
  type Attribute,
  type Dimension,
  type ElementTypeName,
  type GraphMessage,
  type NodeMessage,
  type TensorHead,
  type ValueMessage,
} from './wire';

/** Name of a value in the graph. */
export type Ref = string;

/** int8: the largest as rows of bytes, the next as float16. */
export type FloatStorage = 'float32' | 'float16' | 'int8';

/** Smaller tensors (biases, kernels) stay float32: they weigh nothing and are the ones that shift whole maps. */
const SMALL = 1_024;
/** From here on a tensor is worth rows of bytes. */
const LARGE = 16_384;
/** A node's inputs and results are buffers of one WebGPU shader, which may have eight of them. */
const MOST_BUFFERS = 8;

interface Initialiser extends TensorHead {
  readonly data: () => Promise<Uint8Array> | Uint8Array;
}

const bytesOf = (array: Float32Array | BigInt64Array | Uint16Array | Int8Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

function checked(name: string, numbers: Float32Array, count: number): Float32Array {
  if (numbers.length === count) return numbers;
  throw new Defect(`${name} has ${numbers.length} numbers, not ${count}.`);
}

export class GraphBuilder {
  /** Multiply-adds of the convolutions and matrix products, as counted by whoever writes them. */
  multiplyAdds = 0;
  private readonly nodes: NodeMessage[] = [];
  private readonly inputs: ValueMessage[] = [];
  private readonly outputs: ValueMessage[] = [];
  private readonly initialisers: Initialiser[] = [];
  private readonly constants = new Map<string, Ref>();
  private readonly taken = new Set<string>();

  /**
   * @param name the graph's
   * @param storage how large initialisers are stored; they are float32 in every computation
   */
  constructor(
    readonly name: string,
    private readonly storage: FloatStorage,
  ) {}

  private fresh(wanted: string): Ref {
    let name = wanted;
    for (let count = 2; this.taken.has(name); count++) name = `${wanted}.${count}`;
    this.taken.add(name);
    return name;
  }

  /** @param type float32 where it is left out */
  input(name: string, shape: readonly Dimension[], type?: ElementTypeName): Ref {
    this.taken.add(name);
    this.inputs.push({ name, shape, ...(type && { type }) });
    return name;
  }

  /** Makes a value an output of the graph, under the given name. */
  output(name: string, value: Ref, shape: readonly Dimension[], type?: ElementTypeName): void {
    this.outputs.push({ name, shape, ...(type && { type }) });
    this.taken.add(name);
    this.nodes.push({ type: 'Identity', inputs: [value], outputs: [name], attributes: {} });
  }

  /** One node with one result. */
  node(
    type: string,
    inputs: readonly Ref[],
    attributes: Readonly<Record<string, Attribute>> = {},
    name?: string,
  ): Ref {
    const output = this.fresh(name ?? type.toLowerCase());
    this.nodes.push({ type, inputs, outputs: [output], attributes });
    return output;
  }

  /** One node with several results. */
  nodeWithResults(
    type: string,
    inputs: readonly Ref[],
    count: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Ref[] {
    const outputs = Array.from({ length: count }, () => this.fresh(type.toLowerCase()));
    this.nodes.push({ type, inputs, outputs, attributes });
    return outputs;
  }

  /** Values one after the other along an axis; as many as there may be. */
  concat(values: readonly Ref[], axis: number): Ref {
    const most = MOST_BUFFERS - 1;
    const groups = Array.from({ length: Math.ceil(values.length / most) }, (_, at) =>
      values.slice(at * most, (at + 1) * most),
    );
    const joined = groups.map((group) =>
      group.length > 1 ? this.node('Concat', group, { axis }) : group[0]!,
    );
    return joined.length > 1 ? this.concat(joined, axis) : joined[0]!;
  }

  /** `count` parts of equal lengths along an axis; `count` has no prime factor above 7. */
  equalParts(value: Ref, axis: number, count: number): Ref[] {
    const first = [7, 6, 5, 4, 3, 2].find((divisor) => count % divisor === 0) ?? count;
    const pieces = this.nodeWithResults('Split', [value], first, { axis });
    return first === count ? pieces : pieces.flatMap((piece) => this.equalParts(piece, axis, count / first));
  }

  /** Parts of these lengths along an axis. */
  split(value: Ref, axis: number, ...parts: number[]): Ref[] {
    return this.nodeWithResults('Split', [value, this.integers(...parts)], parts.length, { axis });
  }

  /**
   * Weights.
   * @param data gives the numbers, last axis fastest; called once, when the file is written
   */
  weights(name: string, shape: readonly number[], data: () => Promise<Float32Array> | Float32Array): Ref {
    const count = shape.reduce((product, side) => product * side, 1);
    if (this.storage === 'int8' && count >= LARGE) return this.byteRows(name, shape, data);
    const half = this.storage !== 'float32' && count >= SMALL;
    const stored = this.fresh(half ? `${name}.float16` : name);
    this.initialisers.push({
      name: stored,
      type: half ? 'float16' : 'float32',
      shape,
      byteLength: count * (half ? 2 : 4),
      data: async () => {
        const numbers = checked(name, await data(), count);
        return bytesOf(half ? toFloat16Array(numbers) : numbers);
      },
    });
    // The runtime folds the cast when it loads the graph.
    return half ? this.node('Cast', [stored], { to: 1 }, name) : stored;
  }

  /** Weights whose rows (along the last axis) are bytes with a scale each; the runtime multiplies them when it loads the graph. */
  private byteRows(
    name: string,
    shape: readonly number[],
    data: () => Promise<Float32Array> | Float32Array,
  ): Ref {
    const length = shape.at(-1)!;
    const count = shape.reduce((product, side) => product * side, 1);
    const stored = this.fresh(`${name}.int8`);
    const scale = this.fresh(`${name}.scale`);
    let sizes: Float32Array = new Float32Array();
    this.initialisers.push({
      name: stored,
      type: 'int8',
      shape,
      byteLength: count,
      data: async () => {
        const rows = toByteRows(checked(name, await data(), count), length);
        sizes = rows.sizes;
        return bytesOf(rows.steps);
      },
    });
    // Written after the rows: their scales are known by then.
    this.initialisers.push({
      name: scale,
      type: 'float32',
      shape: [...shape.slice(0, -1), 1],
      byteLength: (4 * count) / length,
      data: () => bytesOf(sizes),
    });
    return this.node('Mul', [this.node('Cast', [stored], { to: 1 }), scale], {}, name);
  }

  /** A small constant; equal ones are shared. */
  constant(values: readonly number[], shape: readonly number[] = [values.length]): Ref {
    return this.shared(`float ${shape.join()} ${values.join()}`, () =>
      this.weights('constant', shape, () => Float32Array.from(values)),
    );
  }

  scalar(value: number): Ref {
    return this.constant([value], []);
  }

  /** Integers, as axes and shapes want them. */
  integers(...values: number[]): Ref {
    return this.shared(`int ${values.join()}`, () => {
      const name = this.fresh('integers');
      const array = BigInt64Array.from(values, BigInt);
      const head = { name, type: 'int64', shape: [values.length], byteLength: array.byteLength } as const;
      this.initialisers.push({ ...head, data: () => bytesOf(array) });
      return name;
    });
  }

  /** Something that is made once and used wherever it is asked for again. */
  shared(key: string, make: () => Ref): Ref {
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.constants.set(key, made);
    return made;
  }

  /** Stored length of all initialisers. */
  get weightBytes(): number {
    return this.initialisers.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Names and shapes of what goes in and out, for the manifest. */
  get interface(): { inputs: readonly ValueMessage[]; outputs: readonly ValueMessage[] } {
    return { inputs: this.inputs, outputs: this.outputs };
  }

  /**
   * Writes the model file.
   * @param onTensor called after each initialiser with its stored length
   */
  async serialise(
    onTensor: (byteLength: number) => void = () => undefined,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const graph: GraphMessage = {
      name: this.name,
      nodes: this.nodes,
      inputs: this.inputs,
      outputs: this.outputs,
      tensors: this.initialisers,
    };
    const { pieces, byteLength } = layOutModel(graph, 'blobroom');
    const out = new Uint8Array(byteLength);
    let at = 0;
    for (const piece of pieces) {
      if (piece instanceof Uint8Array) out.set(piece, at);
      else {
        const data = await this.initialisers[piece.tensor]!.data();
        out.set(data, at);
        onTensor(data.byteLength);
      }
      at += piece.byteLength;
    }
    return out;
  }
}
