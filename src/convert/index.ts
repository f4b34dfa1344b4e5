/** A published checkpoint -> ONNX stages. Runs in a worker and in Node; bytes come through a ByteSource. */
export { convertCheckpoint, convertTo } from './convert';
export type { ConvertedModel, ConvertOptions, Progress } from './convert';
export { MANIFEST_FILE, filesOf, parseManifest, sizeOf } from './manifest';
export type { Manifest } from './manifest';
export type { MakeGraphRunner } from './graph-runner';
export { sha256 } from './sha256';
export { blobSource, bytesSource } from './source';
export type { CountedSource } from './source';
