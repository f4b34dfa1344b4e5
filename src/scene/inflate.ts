/** Inflating what came from outside: a few bytes may unfold to gigabytes, so the result is measured as it grows. */
import { Inflate, inflateSync } from 'fflate';
import { joined } from '../bytes';

/**
 * A byte of deflate unfolds to at most 1,032. So little may be unfolded at once; more goes slice by slice, which is
 * slower but stops at the limit.
 */
const AT_ONCE = 1_024;
const SLICE = 512;

/**
 * @param format `raw` deflate or within `zlib`'s two bytes of head and four of checksum
 * @returns null when the data is no deflate, is cut short or unfolds to more than `limit` bytes
 */
export function inflateWithin(
  data: Uint8Array,
  limit: number,
  format: 'raw' | 'zlib' = 'raw',
): Uint8Array | null {
  const bytes = format === 'raw' ? data : data.subarray(2, -4);
  if (bytes.length <= AT_ONCE) {
    try {
      // What does not fit is not written, so that one byte too much says it all.
      const whole = inflateSync(bytes, { out: new Uint8Array(limit + 1) });
      return whole.length <= limit ? whole.slice() : null;
    } catch {
      return null;
    }
  }
  const parts: Uint8Array[] = [];
  let total = 0;
  const stream = new Inflate((part) => {
    parts.push(part);
    total += part.length;
  });
  try {
    for (let at = 0; at < bytes.length; at += SLICE) {
      stream.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length);
      if (total > limit) return null;
    }
  } catch {
    return null;
  }
  return joined(parts);
}
