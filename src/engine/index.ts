/** Drawing layouts: knows models and layouts, not documents. */
export * from './client';
export type * from './protocol';
