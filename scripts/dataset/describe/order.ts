/** Who stands in front of whom, from what is seen where silhouettes overlap. Pure. */
import { type Silhouette, covers } from './moments';

/** Fewer pixels than this are the ragged edges of the silhouettes' grids, not an overlap. */
const NOISE = 3;

/**
 * `counts[a][b]`: sampled pixels that show `a` where the silhouette of `b` lies too.
 * @param mask size x size ids; id k + 1 belongs to silhouette k, 0 to none
 * @param step every how many pixels a sample is taken
 */
export function countOverlaps(
  mask: Uint8Array,
  size: number,
  silhouettes: readonly (Silhouette | null)[],
  step: number,
): number[][] {
  const counts = silhouettes.map(() => silhouettes.map(() => 0));
  for (let row = 0; row < size; row += step) {
    for (let column = 0; column < size; column += step) {
      const front = mask[row * size + column]! - 1;
      if (front < 0) continue;
      silhouettes.forEach((silhouette, back) => {
        if (back === front || !silhouette) return;
        if (covers(silhouette, (column + 0.5) / size, (row + 0.5) / size)) counts[front]![back]!++;
      });
    }
  }
  return counts;
}

/**
 * The order in which painting back to front gives what is seen. Pairs are taken from the surest to the least sure;
 * one that would close a cycle with surer ones is dropped. What is left open goes by distance, the farther first.
 * @param counts as from `countOverlaps`
 * @param depths distance of each
 * @returns place of each in the order, 0 = furthest back
 */
export function visibilityOrder(counts: readonly (readonly number[])[], depths: readonly number[]): number[] {
  const count = depths.length;
  const pairs: { front: number; back: number; weight: number }[] = [];
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      const weight = counts[a]![b]! - counts[b]![a]!;
      if (weight >= NOISE) pairs.push({ front: a, back: b, weight });
    }
  }
  pairs.sort((p, q) => q.weight - p.weight || p.front - q.front || p.back - q.back);
  const before: boolean[][] = Array.from({ length: count }, () => new Array<boolean>(count).fill(false));
  for (const { front, back } of pairs) {
    if (before[front]![back]) continue;
    // Everything up to `back` now comes before everything from `front` on.
    for (let a = 0; a < count; a++) {
      if (a !== back && !before[a]![back]) continue;
      for (let b = 0; b < count; b++) if (b === front || before[front]![b]) before[a]![b] = true;
    }
  }
  const left = [...depths.keys()].sort((a, b) => depths[b]! - depths[a]! || a - b);
  const place = new Array<number>(count).fill(0);
  for (let at = 0; at < count; at++) {
    const next = left.findIndex((k) => left.every((other) => other === k || !before[other]![k]));
    place[left[next]!] = at;
    left.splice(next, 1);
  }
  return place;
}
