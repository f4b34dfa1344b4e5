/** Reader of safetensors files, float32 only: a length, a JSON header, and the numbers. */

export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

interface Header {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

/** @throws Error when a tensor is not float32 or lies outside the file */
export function readSafetensors(bytes: Uint8Array): Map<string, NamedTensor> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  const start = 8 + headerLength;
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start))) as Record<string, Header>;
  const tensors = new Map<string, NamedTensor>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const [from, to] = offsets;
    const count = shape.reduce((product, side) => product * side, 1);
    if (dtype !== 'F32') throw new Error(`${name} is ${dtype}; golden files are float32.`);
    if (to - from !== count * 4 || start + to > bytes.length)
      throw new Error(`${name} does not fit its file.`);
    tensors.set(name, { shape, data: new Float32Array(bytes.slice(start + from, start + to).buffer) });
  }
  return tensors;
}
