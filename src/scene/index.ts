/** The document and its edits. */
export * from './types';
export * from './document';
export * from './edits';
export * from './store';
