/** The document and its edits. */
export * from './types';
export * from './changes';
export * from './document';
export * from './edits';
export * from './groups';
export * from './looks';
export * from './room-kinds';
export * from './sources';
export * from './history';
export * from './store';
export * from './grid';
export * from './content';
export * from './link/link';
export { isLink, linkIn } from './link/wrapping';
export * from './file/scene-file';
export * from './file/png';
export * from './tween';
export { ChangesSchema, SourceSchema } from './schema';
