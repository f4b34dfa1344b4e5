/**
 * The vocabulary of the model. Lengths are in units of the picture's side: x grows to the right, y grows
 * downwards, (0, 0) is the top left corner and (1, 1) the bottom right one. Angles are radians, clockwise as
 * seen on the screen (because y grows downwards).
 */

/** The numbers that fix the form of a model; everything else follows from them and from M. */
export interface ModelShape {
  /** Picture side in pixels: a power of two, 64..1024. */
  readonly resolution: number;
  /** Side of the decoder's input grid in cells (16 in the published models). */
  readonly inputSize: number;
  /** Df: numbers in a feature vector. */
  readonly featureDim: number;
  /** Ds: numbers in a style vector. */
  readonly styleDim: number;
  /** Numbers in a latent z (512 in the published models). */
  readonly latentDim: number;
  /** M: blobs that the layout network produces. The decoder takes any number. */
  readonly blobCount: number;
  /** `ab_norm`: square root of the determinant of every covariance (before the 1e-5 that is added). */
  readonly abNorm: number;
}

/**
 * A layout: what the decoder draws. M blobs, the last one in front; M may differ from the model's own.
 * Typed arrays so that a layout can be handed to a worker and to the runtime as it is.
 */
export interface Layout {
  /** M. */
  readonly count: number;
  /** M x 2: centre x, y of each blob. */
  readonly positions: Float32Array;
  /** M: size s of each blob; the outline at which a blob covers half of what is behind it is q = s. */
  readonly sizes: Float32Array;
  /** M x 3: Sigma_xx, Sigma_xy, Sigma_yy of each blob's covariance. */
  readonly covariances: Float32Array;
  /** (M + 1) x Df: feature vectors, the background's first. */
  readonly features: Float32Array;
  /** (M + 1) x Ds: style vectors, the background's first. */
  readonly styles: Float32Array;
}

/** A symmetric 2 x 2 matrix. */
export interface Covariance {
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

/** An ellipse on the picture, in picture units. */
export interface Ellipse {
  readonly x: number;
  readonly y: number;
  /** Semi-axis along `angle`. Never shorter than `semiMinor`. */
  readonly semiMajor: number;
  readonly semiMinor: number;
  /** Direction of the major axis in radians, in (-pi/2, pi/2]. */
  readonly angle: number;
}

/** Cells of a square grid. Half open: x1 and y1 are the first that do not belong. */
export interface Rect {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}
