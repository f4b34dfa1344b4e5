/** Which blobs of a layout were already there, as they are, in the one before. */
import type { Layout } from '../../blobgan';

export interface Unmatched {
  /** Channels of the scores of the layout before (0 is the background) that are not in the one after as they were. */
  readonly before: readonly number[];
  /** Channels of the layout after that were not in the one before. */
  readonly after: readonly number[];
}

/** Whether row `rowA` of one array is row `rowB` of another; `length` numbers in each. */
export function sameRow(
  a: Float32Array,
  b: Float32Array,
  rowA: number,
  rowB: number,
  length: number,
): boolean {
  for (let at = 0; at < length; at++) if (a[rowA * length + at] !== b[rowB * length + at]) return false;
  return true;
}

function sameVectors(a: Layout, b: Layout, rowA: number, rowB: number): boolean {
  return (
    sameRow(a.features, b.features, rowA, rowB, a.features.length / (a.count + 1)) &&
    sameRow(a.styles, b.styles, rowA, rowB, a.styles.length / (a.count + 1))
  );
}

const sameBlob = (a: Layout, b: Layout, i: number, j: number): boolean =>
  sameRow(a.positions, b.positions, i, j, 2) &&
  sameRow(a.sizes, b.sizes, i, j, 1) &&
  sameRow(a.covariances, b.covariances, i, j, 3) &&
  sameVectors(a, b, i + 1, j + 1);

/**
 * The blobs that are not in the longest sequence of equal blobs which both layouts share in the same order. Only
 * where one of them is, or is hidden by nothing, can scores have changed: every other blob's score is made of its
 * own opacity and of those in front of it.
 */
export function unmatched(before: Layout, after: Layout): Unmatched {
  const [n, m] = [before.count, after.count];
  const equal = new Uint8Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) equal[i * m + j] = Number(sameBlob(before, after, i, j));
  }
  // Length of the longest common sequence of what begins at i and at j.
  const longest = new Uint16Array((n + 1) * (m + 1));
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      longest[i * (m + 1) + j] = equal[i * m + j]
        ? longest[(i + 1) * (m + 1) + j + 1]! + 1
        : Math.max(longest[(i + 1) * (m + 1) + j]!, longest[i * (m + 1) + j + 1]!);
    }
  }
  const gone: number[] = [];
  const come: number[] = [];
  if (!sameVectors(before, after, 0, 0)) {
    gone.push(0);
    come.push(0);
  }
  let [i, j] = [0, 0];
  while (i < n && j < m) {
    if (equal[i * m + j]) {
      i++;
      j++;
    } else if (longest[(i + 1) * (m + 1) + j]! >= longest[i * (m + 1) + j + 1]!) gone.push(++i);
    else come.push(++j);
  }
  while (i < n) gone.push(++i);
  while (j < m) come.push(++j);
  return { before: gone, after: come };
}
