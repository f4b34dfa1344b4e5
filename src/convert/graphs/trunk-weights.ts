import type { BlobganCheckpoint } from '../checkpoint';

/** What the graphs of the layout network are written from. */
export interface TrunkWeights {
  readonly checkpoint: BlobganCheckpoint;
  /** Numbers of a tensor of the layout network. */
  read(name: string): Promise<Float32Array>;
}
