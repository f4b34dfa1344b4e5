/**
 * A blob as a person sees it: a box with a width and a height, as upright as it can be. The document names the longer axis;
 * a thing that stands upright is not turned by a quarter for that. Pure.
 */
import { blobFromEllipse } from '../../blobgan';
import { type BlobShape, LIMITS } from '../../scene';
import { type Point, outlineOf } from './geometry';

export interface Frame extends Point {
  /** Of the outline, in picture units. */
  readonly semiWidth: number;
  readonly semiHeight: number;
  /** Width by height, as the document counts: below 1 for what is higher than wide. */
  readonly aspect: number;
  /** Direction of the width, radians. */
  readonly angle: number;
}

const QUARTER = Math.PI / 2;
/** The outline of what is smaller than this, or faint, cannot be seen: it is shaped as if it had this size. */
export const LEAST_SIZE = 0.02;
/** Shorter than this no side gets, in picture units. */
const LEAST_SIDE = 1e-3;

/**
 * @param near the direction that the width is nearest to, radians: 0 is upright, angles are in (-45, 45] degrees then. While
 * a hand turns it, the direction that it has come to: its sides stay what they were.
 */
export function frameOf(blob: BlobShape, abNorm: number, near = 0): Frame {
  const { x, y, aspect } = blob;
  const { semiMajor, semiMinor } = outlineOf(blob, abNorm);
  const quarters = Math.round((near - blob.angle) / QUARTER);
  const angle = blob.angle + quarters * QUARTER;
  return quarters % 2
    ? { x, y, semiWidth: semiMinor, semiHeight: semiMajor, aspect: 1 / aspect, angle }
    : { x, y, semiWidth: semiMajor, semiHeight: semiMinor, aspect, angle };
}

/** What is shaped, with an outline that can be: the frame of a faint thing has no extent. */
export function shapedFrame(blob: BlobShape, abNorm: number, near = 0): Frame {
  return frameOf({ ...blob, size: Math.max(blob.size, LEAST_SIZE) }, abNorm, near);
}

/**
 * The shape of the blob whose outline has another width or height. The other one stays, as long as the aspect's limits
 * let it.
 * @param asked the semi-axis, in picture units
 */
export function withSide(
  frame: Frame,
  which: 'width' | 'height',
  asked: number,
  abNorm: number,
): Pick<BlobShape, 'size' | 'aspect' | 'angle'> {
  const side = Math.max(LEAST_SIDE, asked);
  const other = which === 'width' ? frame.semiHeight : frame.semiWidth;
  const most = mostRatio(abNorm);
  const kept = Math.min(side * most, Math.max(side / most, other));
  const [semiWidth, semiHeight] = which === 'width' ? [side, kept] : [kept, side];
  const wide = semiWidth >= semiHeight;
  const [semiMajor, semiMinor] = wide ? [semiWidth, semiHeight] : [semiHeight, semiWidth];
  const angle = wide ? frame.angle : frame.angle + QUARTER;
  return blobFromEllipse({ x: frame.x, y: frame.y, semiMajor, semiMinor, angle }, abNorm);
}

/** The ratio of an outline's axes at the largest aspect that an edit may make. */
function mostRatio(abNorm: number): number {
  const aspect = LIMITS.aspect[1];
  const { semiMajor, semiMinor } = outlineOf({ x: 0, y: 0, size: 1, aspect, angle: 0 }, abNorm);
  return semiMajor / semiMinor;
}
