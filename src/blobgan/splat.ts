/**
 * Splat: layout -> scores (MODEL.md, "Splat"; paper section 3.1). The reference for tests, and what the page
 * uses for hit-testing and the blob map. The decoder reads the same from score-pyramid.ts, which is faster.
 */
import { Defect } from '../faults';
import type { Layout } from './types';

/** log(1 + e^x), without overflow for large x. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** What of a layout the splat needs: feature and style play no part in it. */
export type Geometry = Pick<Layout, 'count' | 'positions' | 'sizes' | 'covariances'>;

/** Sigma^-1 of every blob as (xx, 2 xy, yy), so that q = xx dx^2 + 2 xy dx dy + yy dy^2. */
function inverseCovariances({ count, covariances }: Geometry): Float64Array {
  const out = new Float64Array(count * 3);
  for (let k = 0; k < count; k++) {
    const xx = covariances[k * 3]!;
    const xy = covariances[k * 3 + 1]!;
    const yy = covariances[k * 3 + 2]!;
    const determinant = xx * yy - xy * xy;
    if (!(determinant > 0)) throw new Defect(`Blob ${k} has a covariance that cannot be inverted.`);
    out[k * 3] = yy / determinant;
    out[k * 3 + 1] = (-2 * xy) / determinant;
    out[k * 3 + 2] = xx / determinant;
  }
  return out;
}

/**
 * s_k - q_k of every blob at one point, into `out` (length M). Where it is positive, the point is inside the
 * blob's outline.
 */
function insideness(
  geometry: Geometry,
  inverse: Float64Array,
  x: number,
  y: number,
  out: Float64Array,
): void {
  const { count, positions, sizes } = geometry;
  for (let k = 0; k < count; k++) {
    const dx = x - positions[k * 2]!;
    const dy = y - positions[k * 2 + 1]!;
    const q = inverse[k * 3]! * dx * dx + inverse[k * 3 + 1]! * dx * dy + inverse[k * 3 + 2]! * dy * dy;
    out[k] = sizes[k]! - q;
  }
}

/** Front to back: score_k = o_k * prod_{l > k} (1 - o_l), with log(1 - o) = -softplus(s - q). */
function composite(inside: Float64Array, put: (index: number, score: number) => void): void {
  let logBehind = 0;
  for (let k = inside.length - 1; k >= 0; k--) {
    const margin = inside[k]!;
    put(k + 1, Math.exp(logBehind - softplus(-margin)));
    logBehind -= softplus(margin);
  }
  put(0, Math.exp(logBehind));
}

/**
 * Scores of every blob at every grid point (col, row) / R; no half-pixel offset, as published.
 * @param resolution R
 * @returns (M + 1) x R x R, the background's first; they sum to 1 at every point
 * @throws Defect when a covariance cannot be inverted
 */
export function splat(geometry: Geometry, resolution: number): Float32Array {
  const plane = resolution * resolution;
  const scores = new Float32Array((geometry.count + 1) * plane);
  const inverse = inverseCovariances(geometry);
  const inside = new Float64Array(geometry.count);
  for (let row = 0; row < resolution; row++) {
    for (let col = 0; col < resolution; col++) {
      insideness(geometry, inverse, col / resolution, row / resolution, inside);
      const at = row * resolution + col;
      composite(inside, (index, score) => {
        scores[index * plane + at] = score;
      });
    }
  }
  return scores;
}

/** A square of points: `cells` x `cells` middles of equal parts, the whole `side` wide, from its top left corner on. */
export interface SquareOfPoints {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly cells: number;
}

/**
 * Scores of one blob at a square of points. What lies behind it plays no part.
 * @param index of the blob
 * @returns cells x cells, rows from the top; 0 outside the picture
 */
export function scoresOfBlob(
  { count, positions, sizes, covariances }: Geometry,
  index: number,
  { x, y, side, cells }: SquareOfPoints,
): Float32Array {
  const seen: Geometry = {
    count: count - index,
    positions: positions.subarray(index * 2),
    sizes: sizes.subarray(index),
    covariances: covariances.subarray(index * 3),
  };
  const inverse = inverseCovariances(seen);
  const inside = new Float64Array(seen.count);
  const scores = new Float32Array(cells * cells);
  for (let at = 0; at < scores.length; at++) {
    const left = x + (((at % cells) + 0.5) / cells) * side;
    const top = y + ((Math.floor(at / cells) + 0.5) / cells) * side;
    if (Math.min(left, top) < 0 || Math.max(left, top) >= 1) continue;
    insideness(seen, inverse, left, top, inside);
    composite(inside, (row, score) => {
      if (row === 1) scores[at] = score;
    });
  }
  return scores;
}

/** Scores of every blob (background first, length M + 1) at one point of the picture. */
export function scoresAt(geometry: Geometry, x: number, y: number): Float32Array {
  const inside = new Float64Array(geometry.count);
  insideness(geometry, inverseCovariances(geometry), x, y, inside);
  const scores = new Float32Array(geometry.count + 1);
  composite(inside, (index, score) => {
    scores[index] = score;
  });
  return scores;
}

/**
 * Whose region a point is: the blob with the highest score there.
 * @returns index of the blob, or -1 for the background
 */
export function blobAt(geometry: Geometry, x: number, y: number): number {
  const scores = scoresAt(geometry, x, y);
  let best = 0;
  for (let index = 1; index < scores.length; index++) if (scores[index]! > scores[best]!) best = index;
  return best - 1;
}

/** Whose the picture is. */
export interface Regions {
  readonly resolution: number;
  /** R x R, rows from the top: index of the blob with the highest score at (col, row) / R, -1 for the background. */
  readonly owner: Int16Array;
  /** M: the highest score that each blob reaches in the picture: at a grid point, or in its own middle. */
  readonly strengths: Float32Array;
}

/**
 * Whose region every grid point is, without keeping all the scores.
 * @param resolution R
 * @throws Defect when a covariance cannot be inverted
 */
export function regionsOf(geometry: Geometry, resolution: number): Regions {
  const owner = new Int16Array(resolution * resolution);
  const strengths = new Float32Array(geometry.count);
  const inverse = inverseCovariances(geometry);
  const inside = new Float64Array(geometry.count);
  /** Index of the highest score at a point; every blob's highest one is kept. */
  const visit = (x: number, y: number): number => {
    insideness(geometry, inverse, x, y, inside);
    let [best, highest] = [0, -1];
    composite(inside, (index, score) => {
      if (score > highest) [best, highest] = [index, score];
      if (index > 0 && score > strengths[index - 1]!) strengths[index - 1] = score;
    });
    return best - 1;
  };
  for (let row = 0; row < resolution; row++) {
    for (let col = 0; col < resolution; col++) {
      owner[row * resolution + col] = visit(col / resolution, row / resolution);
    }
  }
  // A blob between the grid points would look as if it were not there.
  for (let k = 0; k < geometry.count; k++) {
    const [x, y] = [geometry.positions[k * 2]!, geometry.positions[k * 2 + 1]!];
    if (Math.min(x, y) >= 0 && Math.max(x, y) <= 1) visit(x, y);
  }
  return { resolution, owner, strengths };
}
