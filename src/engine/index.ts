/** Drawing layouts: knows models and layouts, not documents. */
export * from './client';
export { convertInTab } from './conversion';
export { type StoredModel, deleteModel, listModels } from './model-store';
export { PROVIDER_IDS } from './protocol';
export type * from './protocol';
export { type WebglAnswer, probeWebgl } from './webgl/probe';
