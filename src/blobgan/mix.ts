/**
 * Writes a mix of two vectors into `out`: the point between them, brought back to the length that PixelNorm gives every
 * vector of the layout network.
 * @param weight 0 is `a`, 1 is `b`
 * @param out as long as both
 */
export function mixVectors(a: Float32Array, b: Float32Array, weight: number, out: Float32Array): void {
  let [wanted, got] = [0, 0];
  for (let at = 0; at < out.length; at++) {
    const mixed = a[at]! + (b[at]! - a[at]!) * weight;
    out[at] = mixed;
    got += mixed * mixed;
    wanted += a[at]! * a[at]! * (1 - weight) + b[at]! * b[at]! * weight;
  }
  const scale = got > 0 ? Math.sqrt(wanted / got) : 1;
  for (let at = 0; at < out.length; at++) out[at]! *= scale;
}
