/**
 * ONNX's messages on the wire (onnx.proto of ONNX 1.12, IR version 8), as much of them as the graphs here need.
 *
 * The encoding is @bufbuild/protobuf's writer. Its generated classes are not used: they would hold every weight two
 * or three times over while nesting messages (a stage is up to 100 MB), so that a page runs out of memory. Here the
 * heads of the messages are encoded, the lengths are added up, and weights go straight to their place in one buffer.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

const IR_VERSION = 8;
const OPSET = 17;

/** TensorProto.DataType */
export const ElementType = { float32: 1, int8: 3, int32: 6, int64: 7, float16: 10 } as const;
export type ElementTypeName = keyof typeof ElementType;

export type Attribute = number | readonly number[] | { readonly float: number } | string;
/** A side is a number, or the name of one that is only known when the graph runs. */
export type Dimension = number | string;

export interface NodeMessage {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface ValueMessage {
  readonly name: string;
  readonly shape: readonly Dimension[];
  /** float32 where it is left out. */
  readonly type?: ElementTypeName;
}

/** A tensor's description; its `byteLength` bytes of data are written after it. */
export interface TensorHead {
  readonly name: string;
  readonly type: ElementTypeName;
  readonly shape: readonly number[];
  readonly byteLength: number;
}

const message = (writer: BinaryWriter, field: number, write: (inner: BinaryWriter) => void): void => {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
};
const text = (writer: BinaryWriter, field: number, value: string): void => {
  writer.tag(field, WireType.LengthDelimited).string(value);
};
const integer = (writer: BinaryWriter, field: number, value: number): void => {
  writer.tag(field, WireType.Varint).int64(value);
};

/** AttributeProto: name 1, f 2, i 3, s 4, ints 8, type 20 (FLOAT 1, INT 2, STRING 3, INTS 7). */
function writeAttribute(writer: BinaryWriter, name: string, value: Attribute): void {
  text(writer, 1, name);
  if (typeof value === 'number') {
    integer(writer, 3, value);
    integer(writer, 20, 2);
  } else if (typeof value === 'string') {
    text(writer, 4, value);
    integer(writer, 20, 3);
  } else if ('float' in value) {
    writer.tag(2, WireType.Bit32).float(value.float);
    integer(writer, 20, 1);
  } else {
    for (const item of value) integer(writer, 8, item);
    integer(writer, 20, 7);
  }
}

/** NodeProto: input 1, output 2, name 3, op_type 4, attribute 5. */
function writeNode(writer: BinaryWriter, node: NodeMessage): void {
  for (const input of node.inputs) text(writer, 1, input);
  for (const output of node.outputs) text(writer, 2, output);
  text(writer, 3, node.outputs[0] ?? '');
  text(writer, 4, node.type);
  for (const [name, value] of Object.entries(node.attributes)) {
    message(writer, 5, (inner) => writeAttribute(inner, name, value));
  }
}

/** ValueInfoProto: name 1, type 2 { tensor_type 1 { elem_type 1, shape 2 { dim 1 { value 1 | param 2 } } } }. */
function writeValue(writer: BinaryWriter, { name, shape, type: element = 'float32' }: ValueMessage): void {
  text(writer, 1, name);
  message(writer, 2, (type) =>
    message(type, 1, (tensor) => {
      integer(tensor, 1, ElementType[element]);
      message(tensor, 2, (dims) => {
        for (const side of shape) {
          message(dims, 1, (dim) => {
            if (typeof side === 'number') integer(dim, 1, side);
            else text(dim, 2, side);
          });
        }
      });
    }),
  );
}

/** TensorProto: dims 1, data_type 2, name 8; raw_data 9 comes last and is not included. */
function tensorHead({ name, type, shape }: TensorHead): Uint8Array {
  const writer = new BinaryWriter();
  for (const side of shape) integer(writer, 1, side);
  integer(writer, 2, ElementType[type]);
  text(writer, 8, name);
  return writer.finish();
}

/** Tag and length of a length-delimited field. */
function prefix(field: number, length: number): Uint8Array {
  return new BinaryWriter().tag(field, WireType.LengthDelimited).uint32(length).finish();
}

export interface GraphMessage {
  readonly name: string;
  readonly nodes: readonly NodeMessage[];
  readonly inputs: readonly ValueMessage[];
  readonly outputs: readonly ValueMessage[];
  readonly tensors: readonly TensorHead[];
}

/** A part of the file: bytes, or the room that a tensor's data takes. */
export type Piece = Uint8Array | { readonly tensor: number; readonly byteLength: number };

const pieceLength = (piece: Piece): number => piece.byteLength;

/**
 * ModelProto: ir_version 1, producer_name 2, graph 7, opset_import 8 { domain 1, version 2 }.
 * GraphProto: node 1, name 2, initializer 5, input 11, output 12.
 * @param opset whose meaning of the operators the nodes have
 * @returns the file in pieces, in order
 */
export function layOutModel(
  graph: GraphMessage,
  producer: string,
  opset = OPSET,
): { pieces: Piece[]; byteLength: number } {
  const head = new BinaryWriter();
  for (const node of graph.nodes) message(head, 1, (inner) => writeNode(inner, node));
  text(head, 2, graph.name);
  for (const input of graph.inputs) message(head, 11, (inner) => writeValue(inner, input));
  for (const output of graph.outputs) message(head, 12, (inner) => writeValue(inner, output));
  const body: Piece[] = [head.finish()];
  graph.tensors.forEach((tensor, index) => {
    const description = tensorHead(tensor);
    const data = prefix(9, tensor.byteLength);
    body.push(prefix(5, description.length + data.length + tensor.byteLength), description, data);
    body.push({ tensor: index, byteLength: tensor.byteLength });
  });
  const model = new BinaryWriter();
  integer(model, 1, IR_VERSION);
  text(model, 2, producer);
  message(model, 8, (version) => {
    text(version, 1, '');
    integer(version, 2, opset);
  });
  const graphLength = body.reduce((sum, piece) => sum + pieceLength(piece), 0);
  const pieces = [model.finish(), prefix(7, graphLength), ...body];
  return { pieces, byteLength: pieces.reduce((sum, piece) => sum + pieceLength(piece), 0) };
}
