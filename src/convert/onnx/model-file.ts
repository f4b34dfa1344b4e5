/** Reads ONNX files as GraphBuilder writes them, and writes graphs whose weights are in memory. */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { joined } from '../../bytes';
import { fault } from '../../faults';
import { fromFloat16 } from '../float16';
import {
  ElementType,
  layOutModel,
  type Attribute,
  type Dimension,
  type ElementTypeName,
  type NodeMessage,
  type ValueMessage,
} from './wire';

export interface StoredTensor {
  readonly name: string;
  readonly type: ElementTypeName;
  readonly shape: readonly number[];
  /** Little-endian, last axis fastest; may be a view of the file. */
  readonly data: Uint8Array;
}

export interface ModelGraph {
  readonly name: string;
  readonly nodes: readonly NodeMessage[];
  readonly inputs: readonly ValueMessage[];
  readonly outputs: readonly ValueMessage[];
  readonly tensors: readonly StoredTensor[];
}

type OnField = (field: number, reader: BinaryReader, wire: WireType) => boolean;

/** Reads a message: `onField` takes the fields that it knows (true), the others are skipped. */
function readMessage(bytes: Uint8Array, onField: OnField): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (!onField(field, reader, wire)) reader.skip(wire, field);
  }
}

/** A number of a repeated field, packed or not. */
function pushIntegers(into: number[], reader: BinaryReader, wire: WireType): void {
  if (wire === WireType.LengthDelimited) {
    const end = reader.uint32() + reader.pos;
    while (reader.pos < end) into.push(Number(reader.int64()));
  } else into.push(Number(reader.int64()));
}

function readAttribute(bytes: Uint8Array): [string, Attribute] {
  let name = '';
  let value: Attribute = 0;
  const many: number[] = [];
  let type = 0;
  readMessage(bytes, (field, reader, wire) => {
    if (field === 1) name = reader.string();
    else if (field === 2) value = { float: reader.float() };
    else if (field === 3) value = Number(reader.int64());
    else if (field === 4) value = new TextDecoder().decode(reader.bytes());
    else if (field === 8) pushIntegers(many, reader, wire);
    else if (field === 20) type = reader.int32();
    else return false;
    return true;
  });
  if (![1, 2, 3, 7].includes(type)) throw fault('networkUnreadable', { part: name });
  return [name, type === 7 ? many : value];
}

function readNode(bytes: Uint8Array): NodeMessage {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Record<string, Attribute> = {};
  let type = '';
  readMessage(bytes, (field, reader) => {
    if (field === 1) inputs.push(reader.string());
    else if (field === 2) outputs.push(reader.string());
    else if (field === 4) type = reader.string();
    else if (field === 5) {
      const [name, value] = readAttribute(reader.bytes());
      attributes[name] = value;
    } else return false;
    return true;
  });
  return { type, inputs, outputs, attributes };
}

function readDimension(bytes: Uint8Array): Dimension {
  let side: Dimension = 0;
  readMessage(bytes, (field, reader) => {
    if (field === 1) side = Number(reader.int64());
    else if (field === 2) side = reader.string();
    else return false;
    return true;
  });
  return side;
}

/** What lies in nested messages: the fields with these numbers, one inside the other. */
function nested(bytes: Uint8Array, path: readonly number[]): Uint8Array[] {
  const [first, ...rest] = path;
  const found: Uint8Array[] = [];
  readMessage(bytes, (field, reader, wire) => {
    if (field !== first || wire !== WireType.LengthDelimited) return false;
    found.push(reader.bytes());
    return true;
  });
  return rest.length ? found.flatMap((inner) => nested(inner, rest)) : found;
}

function readValue(bytes: Uint8Array): ValueMessage {
  const name = new TextDecoder().decode(nested(bytes, [1])[0] ?? new Uint8Array());
  // type > tensor_type > shape > dim
  return { name, shape: nested(bytes, [2, 1, 2, 1]).map(readDimension) };
}

function readTensor(bytes: Uint8Array): StoredTensor {
  const shape: number[] = [];
  let name = '';
  let type = 0;
  let data = new Uint8Array();
  readMessage(bytes, (field, reader, wire) => {
    if (field === 1) pushIntegers(shape, reader, wire);
    else if (field === 2) type = reader.int32();
    else if (field === 8) name = reader.string();
    else if (field === 9) data = reader.bytes() as Uint8Array<ArrayBuffer>;
    else return false;
    return true;
  });
  const known = Object.entries(ElementType).find(([, code]) => code === type);
  if (!known) throw fault('networkUnreadable', { part: name });
  return { name, type: known[0] as ElementTypeName, shape, data };
}

/** @throws Fault when the file is no network of the kind that is written here */
export function readModel(file: Uint8Array): ModelGraph {
  const [graph] = nested(file, [7]);
  if (!graph) throw fault('networkUnreadable', { part: 'graph' });
  return {
    name: new TextDecoder().decode(nested(graph, [2])[0] ?? new Uint8Array()),
    nodes: nested(graph, [1]).map(readNode),
    inputs: nested(graph, [11]).map(readValue),
    outputs: nested(graph, [12]).map(readValue),
    tensors: nested(graph, [5]).map(readTensor),
  };
}

/** Numbers of a tensor, as a copy. */
export function numbersOf({ type, data }: StoredTensor): number[] | Float32Array {
  // A copy, because a view of the file may begin at any byte.
  const { buffer } = data.slice();
  if (type === 'float32') return new Float32Array(buffer);
  if (type === 'float16') return Float32Array.from(new Uint16Array(buffer), fromFloat16);
  if (type === 'int8') return Float32Array.from(new Int8Array(buffer));
  return Array.from(new BigInt64Array(buffer), Number);
}

export function writeModel(graph: ModelGraph, opset: number): Uint8Array<ArrayBuffer> {
  const tensors = graph.tensors.map((tensor) => ({ ...tensor, byteLength: tensor.data.byteLength }));
  const { pieces } = layOutModel({ ...graph, tensors }, 'blobroom', opset);
  return joined(pieces.map((piece) => (piece instanceof Uint8Array ? piece : tensors[piece.tensor]!.data)));
}
