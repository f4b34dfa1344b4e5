/** A published checkpoint -> ONNX stages. Runs in a worker and in Node; bytes come through a ByteSource. */
export { convertCheckpoint, convertTo } from './convert';
export type { ConvertedModel, ConvertOptions, FileSink, Progress } from './convert';
export { MANIFEST_FILE, MANIFEST_FORMAT, filesOf, parseManifest, sizeOf } from './manifest';
export type {
  Manifest,
  ManifestBlob,
  ManifestFile,
  ManifestNoise,
  ManifestPicks,
  ManifestStage,
  ManifestValue,
} from './manifest';
export type { MakeTrunkRunner, TrunkRunner } from './mean-latent';
export { blobSource, bytesSource } from './source';
export type { ByteSource, CountedSource } from './source';
