/** From 0 to 1 between two edges, smooth at both. */
export function smoothStep(value: number, [from, to]: readonly [number, number]): number {
  const part = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return part * part * (3 - 2 * part);
}
