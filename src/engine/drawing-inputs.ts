/** What the decoder's stages read of a layout, by the names that their files have for it. */
import type { Layout, ModelShape } from '../blobgan';

/** Numbers with the sides of the array that they fill, last one fastest. */
export interface Shaped {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** One square map of normal noise per modulated convolution, side x side, in the order in which the decoder uses them. */
export type NoiseMaps = readonly Float32Array[];

/** What a drawing starts from, by name, and the blobs that are in it. */
export interface DrawingInputs {
  readonly layout: Layout;
  readonly values: Record<string, Shaped>;
}

const places = new Map<number, Float32Array>();

/** x and y of every cell's middle: 2 x side x side, the same for every drawing. */
function placesOf(side: number): Float32Array {
  const known = places.get(side);
  if (known) return known;
  const plane = side * side;
  const made = Float32Array.from({ length: 2 * plane }, (_, at) => {
    const cell = at % plane;
    return ((at < plane ? cell % side : Math.floor(cell / side)) + 0.5) / side;
  });
  places.set(side, made);
  return made;
}

/**
 * @param layout fits the model
 * @param scores by side, of the layout's blobs
 */
export function drawingInputs(
  { featureDim, styleDim }: ModelShape,
  layout: Layout,
  scores: ReadonlyMap<number, Float32Array>,
  noise: NoiseMaps,
): Record<string, Shaped> {
  const { count } = layout;
  const values: Record<string, Shaped> = {
    positions: { data: layout.positions, dims: [count, 2] },
    sizes: { data: layout.sizes, dims: [count] },
    covariances: { data: layout.covariances, dims: [count, 3] },
    features: { data: layout.features, dims: [count + 1, featureDim] },
    styles: { data: layout.styles, dims: [count + 1, styleDim] },
  };
  for (const [side, data] of scores) {
    values[`scores_${side}`] = { data, dims: [1, count + 1, side, side] };
    values[`places_${side}`] = { data: placesOf(side), dims: [1, 2, side, side] };
  }
  noise.forEach((data, at) => {
    const side = Math.sqrt(data.length);
    values[`noise_${at}`] = { data, dims: [1, 1, side, side] };
  });
  return values;
}
