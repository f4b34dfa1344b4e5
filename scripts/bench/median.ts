/** The middle of some numbers, no number of none. No platform in it: pages that measure take it, too. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
