/** Drawing layouts: knows models and layouts, not documents. */
export * from './client';
export { convertInTab } from './conversion';
export { type StoredModel, deleteModel, listModels } from './model-store';
export { PROVIDER_IDS } from './protocol';
export type * from './protocol';
export type * from './attributes/networks';
export type * from './attributes/telling';
export { type WebglAnswer, probeWebgl } from './webgl/probe';
