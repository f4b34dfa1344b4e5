/** Half and brain floats, by their bits (IEEE 754 binary16; bfloat16 is the upper half of a float32). */

const scratch = new Float32Array(1);
const bits = new Uint32Array(scratch.buffer);

/** Nearest float16, ties to even. What is too large becomes infinity, as in PyTorch's `.half()`. */
export function toFloat16(value: number): number {
  scratch[0] = value;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // rounds to 65536 or more
  if (magnitude < 0x38800000) {
    // Below the smallest normal number the spacing is 2^-24: adding 0.5 makes the float32 adder do the rounding.
    scratch[0] = Math.abs(value) + 0.5;
    return sign | (bits[0]! - 0x3f000000);
  }
  // Rebias the exponent from 127 to 15, and round away 13 bits of mantissa.
  return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
}

/** All of them. A loop: `Uint16Array.from` with a function keeps every number in a list on the way. */
export function toFloat16Array(values: Float32Array): Uint16Array {
  const out = new Uint16Array(values.length);
  for (let at = 0; at < values.length; at++) out[at] = toFloat16(values[at]!);
  return out;
}

export function fromFloat16(half: number): number {
  const exponent = (half >>> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  const sign = half & 0x8000 ? -1 : 1;
  if (exponent === 0x1f) return mantissa ? NaN : sign * Infinity;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

export function fromBfloat16(brain: number): number {
  bits[0] = brain << 16;
  return scratch[0]!;
}
