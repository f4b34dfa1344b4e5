/** Numbers of a tensor: a strided view of a storage's bytes, as contiguous float32. */
import { fromBfloat16, fromFloat16 } from '../float16';
import { ELEMENT_BYTES } from '../pickle/known-names';
import type { DataType, Tensor } from '../pickle/values';

/** A typed array over bytes of any alignment. PyTorch writes little-endian, as every machine with a browser is. */
function overlay<T>(
  bytes: Uint8Array<ArrayBuffer>,
  elementBytes: number,
  make: (buffer: ArrayBuffer, offset: number, length: number) => T,
): T {
  const aligned = bytes.byteOffset % elementBytes === 0 ? bytes : bytes.slice();
  return make(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / elementBytes));
}

/** All numbers of a storage, by index, as float32 or exactly representable in it (integers beyond 2^24 round). */
function reader(bytes: Uint8Array<ArrayBuffer>, type: DataType): (index: number) => number {
  const size = ELEMENT_BYTES[type];
  switch (type) {
    case 'float64': {
      const array = overlay(bytes, size, (b, o, n) => new Float64Array(b, o, n));
      return (index) => array[index]!;
    }
    case 'float32': {
      const array = overlay(bytes, size, (b, o, n) => new Float32Array(b, o, n));
      return (index) => array[index]!;
    }
    case 'float16':
    case 'bfloat16': {
      const array = overlay(bytes, size, (b, o, n) => new Uint16Array(b, o, n));
      return type === 'float16'
        ? (index) => fromFloat16(array[index]!)
        : (index) => fromBfloat16(array[index]!);
    }
    case 'int64': {
      const array = overlay(bytes, size, (b, o, n) => new BigInt64Array(b, o, n));
      return (index) => Number(array[index]!);
    }
    case 'int32': {
      const array = overlay(bytes, size, (b, o, n) => new Int32Array(b, o, n));
      return (index) => array[index]!;
    }
    case 'int16': {
      const array = overlay(bytes, size, (b, o, n) => new Int16Array(b, o, n));
      return (index) => array[index]!;
    }
    case 'int8': {
      const array = overlay(bytes, size, (b, o, n) => new Int8Array(b, o, n));
      return (index) => array[index]!;
    }
    case 'uint8':
      return (index) => bytes[index]!;
    case 'bool':
      return (index) => (bytes[index] ? 1 : 0);
  }
}

const isContiguous = ({ shape, strides }: Tensor): boolean => {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis]!;
  }
  return true;
};

export const elementCount = (shape: readonly number[]): number => shape.reduce((n, side) => n * side, 1);

/**
 * @param bytes the whole storage
 * @returns the tensor's numbers, last axis fastest; may share memory with `bytes`
 */
export function decodeTensor(tensor: Tensor, bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const count = elementCount(tensor.shape);
  if (isContiguous(tensor) && tensor.dataType === 'float32') {
    return overlay(bytes.subarray(tensor.offset * 4, (tensor.offset + count) * 4), 4, (b, o, n) => {
      return new Float32Array(b, o, n);
    });
  }
  const at = reader(bytes, tensor.dataType);
  const out = new Float32Array(count);
  const { shape, strides } = tensor;
  const position = shape.map(() => 0);
  let source = tensor.offset;
  for (let index = 0; index < count; index++) {
    out[index] = at(source);
    // An odometer: the last axis turns fastest.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += strides[axis]!;
      if (++position[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      position[axis] = 0;
    }
  }
  return out;
}
