/** Numbers beside numbers, and what they were computed from. */
import { gaussian } from '../../../../src/blobgan';
import { readModel } from '../../../../src/convert/onnx/model-file';

/** Largest difference (infinite where one is not a number), and the largest number of the second. */
export function compare(a: Float32Array, b: Float32Array): [difference: number, largest: number] {
  let [difference, largest] = [a.length === b.length ? 0 : Infinity, 0];
  for (let at = 0; at < b.length; at++) {
    const apart = Math.abs(a[at]! - b[at]!);
    if (!(apart <= difference)) difference = Number.isNaN(apart) ? Infinity : apart;
    largest = Math.max(largest, Math.abs(b[at]!));
  }
  return [difference, largest];
}

/** Numbers that a layout may have, for whatever a stage takes. */
export function valuesFor(
  file: Uint8Array,
  shapes: ReadonlyMap<string, readonly number[]>,
): [name: string, values: Float32Array, dims: readonly number[]][] {
  return readModel(file).inputs.map(({ name }, stream) => {
    const dims = shapes.get(name)!;
    const count = dims.reduce((all, side) => all * side, 1);
    const values = gaussian(5, stream, count);
    if (name === 'covariances') values.set(values.map((_, at) => [0.03, 0.01, 0.05][at % 3]!));
    if (name === 'positions') values.set(values.map((value) => 0.5 + 0.2 * value));
    // Shares, whose sum is about 1.
    if (name.startsWith('scores')) values.set(values.map((value) => 2 / (1 + Math.exp(-value)) / dims[1]!));
    return [name, values, dims];
  });
}
