/** Weights as 8-bit rows: each row of numbers is whole steps of its own size. */

const MOST = 127;

export interface ByteRows {
  /** The numbers in steps, -127 to 127. */
  readonly steps: Int8Array;
  /** Size of a step, one for each row. */
  readonly sizes: Float32Array;
}

/**
 * @param length of a row; divides the number of values
 * @returns the nearest steps: no number is off by more than half of its row's step, which is 1/127 of its largest
 */
export function toByteRows(values: Float32Array, length: number): ByteRows {
  const steps = new Int8Array(values.length);
  const sizes = new Float32Array(values.length / length);
  for (let row = 0; row < sizes.length; row++) {
    const first = row * length;
    let largest = 0;
    for (let at = first; at < first + length; at++) largest = Math.max(largest, Math.abs(values[at]!));
    // A row of zeros has steps of any size.
    const size = Math.fround(largest / MOST) || 1;
    sizes[row] = size;
    for (let at = first; at < first + length; at++) steps[at] = Math.round(values[at]! / size);
  }
  return { steps, sizes };
}
