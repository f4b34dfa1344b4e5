/** The mathematics of the model: pure functions, no imports from the rest of the product but its errors and its bytes. */
export * from './types';
export * from './random';
export * from './seeds';
export * from './covariance';
export * from './splat';
export * from './score-pyramid';
export * from './layout';
export * from './mix';
export * from './colour';
