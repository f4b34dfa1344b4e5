/**
 * Covariance <-> (aspect, angle) <-> the ellipse that a person sees (MODEL.md, "Layout network" and "Splat").
 * The product of a covariance's eigenvalues is ab_norm^2 by construction, so aspect and angle live in Sigma
 * and size lives in the blob's size s alone.
 */
import { Defect } from '../faults';
import type { Covariance, Ellipse } from './types';

/** The published code adds 1e-5 I to every covariance, so that it can be inverted. */
export const COVARIANCE_EPSILON = 1e-5;

/** Angles of an axis repeat every half turn: the one in (-pi/2, pi/2]. */
export function wrapAxisAngle(angle: number): number {
  const turned = angle - Math.PI * Math.round(angle / Math.PI);
  return turned <= -Math.PI / 2 ? turned + Math.PI : turned;
}

/**
 * Sigma = R diag(ab_norm * aspect, ab_norm / aspect) R^T + 1e-5 I.
 * @param aspect ratio of the semi-axes, >= 1 (their squares' ratio is aspect^2)
 * @param angle direction of the major axis, radians
 * @param abNorm the model's `ab_norm`
 */
export function covarianceFrom(aspect: number, angle: number, abNorm: number): Covariance {
  const major = abNorm * aspect;
  const minor = abNorm / aspect;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return {
    xx: major * cos * cos + minor * sin * sin + COVARIANCE_EPSILON,
    xy: (major - minor) * cos * sin,
    yy: major * sin * sin + minor * cos * cos + COVARIANCE_EPSILON,
  };
}

/** Eigenvalues (major first) and the direction of the major axis of a symmetric 2 x 2 matrix. */
function eigen({ xx, xy, yy }: Covariance): { major: number; minor: number; angle: number } {
  const mean = (xx + yy) / 2;
  const half = Math.hypot((xx - yy) / 2, xy);
  return { major: mean + half, minor: mean - half, angle: wrapAxisAngle(Math.atan2(2 * xy, xx - yy) / 2) };
}

/**
 * Inverse of `covarianceFrom`.
 * @returns aspect >= 1 and angle in (-pi/2, pi/2]; a circle's angle is 0
 * @throws Defect when the matrix is no covariance (not positive definite)
 */
export function aspectAndAngle(covariance: Covariance): { aspect: number; angle: number } {
  const { major, minor, angle } = eigen(covariance);
  if (!(minor > 0) || !Number.isFinite(major)) {
    throw new Defect('A covariance has two positive eigenvalues; this one has not.');
  }
  // The added epsilon is taken away again, but never below a hundredth of the axis: a covariance that did not
  // come from `covarianceFrom` may be smaller than the epsilon.
  const trim = (value: number): number => Math.max(value - COVARIANCE_EPSILON, value * 0.01);
  return { aspect: Math.sqrt(trim(major) / trim(minor)), angle };
}

/**
 * The outline at which a blob covers half of what is behind it: q = s, an ellipse with semi-axes
 * sqrt(s * eigenvalue of Sigma).
 * @param size the blob's s; at s <= 0 the blob never covers half and the ellipse has no extent
 */
export function ellipseOf(x: number, y: number, size: number, covariance: Covariance): Ellipse {
  const { major, minor, angle } = eigen(covariance);
  const reach = Math.max(size, 0);
  return {
    x,
    y,
    semiMajor: Math.sqrt(reach * major),
    semiMinor: Math.sqrt(reach * Math.max(minor, 0)),
    angle,
  };
}

/**
 * Aspect of the blob whose drawn outline has semi-axes in the given ratio. The drawn ratio is
 * sqrt((n A + e) / (n / A + e)) with n = ab_norm, A = aspect and e the epsilon: a quadratic in A.
 */
function aspectFromRatio(ratio: number, abNorm: number): number {
  const excess = COVARIANCE_EPSILON * (ratio * ratio - 1);
  const root = Math.sqrt(excess * excess + 4 * abNorm * abNorm * ratio * ratio);
  return (excess + root) / (2 * abNorm);
}

/**
 * Size s of a blob whose outline has the given product of semi-axes: a b = s sqrt(det Sigma). The published
 * epsilon makes det Sigma a little larger than ab_norm^2, and dependent on the aspect.
 */
function sizeFromArea(semiAxesProduct: number, aspect: number, abNorm: number): number {
  const major = abNorm * aspect + COVARIANCE_EPSILON;
  const minor = abNorm / aspect + COVARIANCE_EPSILON;
  return semiAxesProduct / Math.sqrt(major * minor);
}

/** Size, aspect and angle of the blob whose outline q = s is the given ellipse: the inverse of `ellipseOf`. */
export function blobFromEllipse(
  ellipse: Ellipse,
  abNorm: number,
): { size: number; aspect: number; angle: number } {
  const { semiMajor, semiMinor, angle } = ellipse;
  const aspect = aspectFromRatio(Math.max(1, semiMajor / semiMinor), abNorm);
  return { size: sizeFromArea(semiMajor * semiMinor, aspect, abNorm), aspect, angle };
}
