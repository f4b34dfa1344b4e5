/** What a provider is: something that can run the decoder. */
import type * as Ort from 'onnxruntime-web/wasm';
import type { Manifest, ManifestStage } from '../convert/manifest';
import type { Explanation } from '../faults';
import type { Runtime } from './pipeline';
import type { LimitCode, ProviderId } from './protocol';

export type SessionOptions = Ort.InferenceSession.SessionOptions;

export interface Provider {
  readonly id: ProviderId;
  /** What it draws on. A second way to the same device is tried where the first does not work. */
  readonly device: 'graphics' | 'processor';
  /** Whether it is tried for a model without a person choosing it. */
  readonly automatic: (manifest: Manifest) => boolean;
  /**
   * Why it cannot be tried here; null when it can. Cheap: nothing is loaded. What a person chose is tried on a device that only
   * computes as one, too.
   */
  readonly missing: (chosen: boolean) => Promise<LimitCode | null>;
  /** Loads the runtime that has it. Every runtime also runs WASM: the layout network needs it. */
  readonly load: () => Promise<Runtime>;
  /** Of the session of one of the decoder's stages. */
  readonly stageOptions: (stage: ManifestStage, last: boolean) => SessionOptions;
  /**
   * Proves on this machine, before a stage is built, that what it draws is right: false when it is not. Null for a
   * provider that needs no proof.
   */
  readonly guard: ((runtime: Runtime) => Promise<boolean>) | null;
  /** Explanation when what runs it is gone for good, after its sessions were built. */
  readonly onLost?: (runtime: Runtime, lost: (why: Explanation) => void) => void;
  /** Whether the decoder's maps are at hand in memory, as incremental decoding needs them. */
  readonly mapsInMemory: boolean;
}
