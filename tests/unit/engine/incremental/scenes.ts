/** Scenes of a random model. */
import { type Layout, covarianceFrom, gaussian } from '../../../../src/blobgan';

export const FORM = {
  resolution: 256,
  inputSize: 16,
  width: 1,
  featureDim: 8,
  styleDim: 8,
  latentDim: 8,
  hiddenDim: 8,
  layers: 3,
  blobCount: 8,
};
export const AB_NORM = 0.004;

/** Numbers between 0 and 1 out of a seed. */
export function dice(seed: number): () => number {
  const numbers = gaussian(seed, 7, 4_096);
  let at = 0;
  return () => {
    const value = Math.abs(numbers[at++ % numbers.length]!) * 1_000;
    return value - Math.floor(value);
  };
}

export function randomLayout(roll: () => number): Layout {
  const count = 2 + Math.floor(roll() * 9);
  const many = (length: number, make: () => number): Float32Array => Float32Array.from({ length }, make);
  const covariances = new Float32Array(count * 3);
  for (let blob = 0; blob < count; blob++) {
    const { xx, xy, yy } = covarianceFrom(1 + roll() * 4, roll() * 3, AB_NORM);
    covariances.set([xx, xy, yy], blob * 3);
  }
  return {
    count,
    positions: many(count * 2, roll),
    sizes: many(count, () => roll() * 6 - 1),
    covariances,
    features: many((count + 1) * FORM.featureDim, () => roll() * 4 - 2),
    styles: many((count + 1) * FORM.styleDim, () => roll() * 4 - 2),
  };
}

/** The array with other numbers from a place on. */
export function changed(array: Float32Array, at: number, values: readonly number[]): Float32Array {
  const copy = array.slice();
  copy.set(values, at);
  return copy;
}
