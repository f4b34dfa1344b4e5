/** What the colours of a coarse stage are in the whole picture: early stages may be nearly grey, but they know more. */

/** From three colours to three: linear * colour + offset. */
export interface ColourMap {
  /** 3 x 3, a row for each that comes out. */
  readonly linear: readonly number[];
  /** 3. */
  readonly offset: readonly number[];
}

/** How much the identity counts: a picture of one colour says nothing about others. */
const IDENTITY = 1e-4;

/**
 * The means of a picture's cells.
 * @param rgba resolution x resolution x 4 bytes
 * @param side divides the resolution
 * @returns 3 x side x side, in [-1, 1]
 */
export function pooled(rgba: Uint8ClampedArray, resolution: number, side: number): Float32Array {
  const factor = resolution / side;
  const plane = side * side;
  const out = new Float32Array(3 * plane).fill(-1);
  const part = 1 / (127.5 * factor * factor);
  for (let y = 0; y < resolution; y++) {
    for (let x = 0; x < resolution; x++) {
      const [cell, at] = [Math.floor(y / factor) * side + Math.floor(x / factor), (y * resolution + x) * 4];
      for (let channel = 0; channel < 3; channel++)
        out[channel * plane + cell]! += rgba[at + channel]! * part;
    }
  }
  return out;
}

/**
 * The map that makes one picture's colours most nearly another's, by least squares.
 * @param coarse 3 x side x side, about [-1, 1]
 * @param whole the same
 */
export function fitColours(coarse: Float32Array, whole: Float32Array): ColourMap {
  const plane = coarse.length / 3;
  const means = (map: Float32Array): number[] =>
    [0, 1, 2].map(
      (channel) => map.subarray(channel * plane, (channel + 1) * plane).reduce((a, b) => a + b, 0) / plane,
    );
  const [from, to] = [means(coarse), means(whole)];
  const product = (a: Float32Array, i: number, meanA: number, b: Float32Array, j: number, meanB: number) => {
    let sum = 0;
    for (let at = 0; at < plane; at++) sum += (a[i * plane + at]! - meanA) * (b[j * plane + at]! - meanB);
    return sum / plane;
  };
  const rows = [0, 1, 2].map((i) => [0, 1, 2].map((j) => product(coarse, i, from[i]!, coarse, j, from[j]!)));
  const linear = [0, 1, 2].flatMap((out) => {
    const wanted = [0, 1, 2].map((i) => product(coarse, i, from[i]!, whole, out, to[out]!));
    // Towards the identity where the picture does not say.
    const held = rows.map((row, i) => row.map((value, j) => value + (i === j ? IDENTITY : 0)));
    return solved(
      held,
      wanted.map((value, i) => value + (i === out ? IDENTITY : 0)),
    );
  });
  const offset = to.map((value, out) =>
    from.reduce((rest, mean, i) => rest - linear[out * 3 + i]! * mean, value),
  );
  return { linear, offset };
}

/**
 * A picture in other colours.
 * @param rgb 3 x side x side
 * @returns the same
 */
export function recoloured(rgb: Float32Array, { linear, offset }: ColourMap): Float32Array {
  const plane = rgb.length / 3;
  const out = new Float32Array(rgb.length);
  for (let at = 0; at < plane; at++) {
    for (let to = 0; to < 3; to++) {
      let value = offset[to]!;
      for (let from = 0; from < 3; from++) value += linear[to * 3 + from]! * rgb[from * plane + at]!;
      out[to * plane + at] = value;
    }
  }
  return out;
}

/** The solution of three equations whose matrix is symmetric and positive, by Cramer's rule. */
function solved(rows: readonly (readonly number[])[], values: readonly number[]): number[] {
  const determinant = (m: readonly (readonly number[])[]): number =>
    m[0]![0]! * (m[1]![1]! * m[2]![2]! - m[1]![2]! * m[2]![1]!) -
    m[0]![1]! * (m[1]![0]! * m[2]![2]! - m[1]![2]! * m[2]![0]!) +
    m[0]![2]! * (m[1]![0]! * m[2]![1]! - m[1]![1]! * m[2]![0]!);
  const all = determinant(rows);
  return [0, 1, 2].map(
    (column) =>
      determinant(rows.map((row, i) => row.map((value, j) => (j === column ? values[i]! : value)))) / all,
  );
}
