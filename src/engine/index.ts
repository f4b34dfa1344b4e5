/** Drawing layouts: knows models and layouts, not documents. */
export * from './client';
export { convertInTab } from './conversion';
export { type StoredModel, deleteModel, listModels } from './model-store';
export type * from './protocol';
