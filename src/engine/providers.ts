/** What can run the decoder: a table, best first. Whatever is added here is offered, guarded and fallen back from. */
import type * as Ort from 'onnxruntime-web/wasm';
import { type Told, tell } from '../faults';
import type { ManifestStage } from '../convert/manifest';
import type { Runtime } from './pipeline';
import type { LimitCode, ProviderId } from './protocol';
import { PROOFS, proofKey, webgpuDriver } from './proof-store';
import { importWasm, importWebgpu } from './runtime';
import { drawsRight, remembered } from './self-test';
import { WEBGL } from './webgl/provider';

export type SessionOptions = Ort.InferenceSession.SessionOptions;

export interface Provider {
  readonly id: ProviderId;
  /** Whether it is tried without a person choosing it. */
  readonly automatic: boolean;
  /** Why it cannot be tried here; null when it can. Cheap: nothing is loaded. */
  readonly missing: () => Promise<LimitCode | null>;
  /** Loads the runtime that has it. Every runtime also runs WASM: the layout network needs it. */
  readonly load: () => Promise<Runtime>;
  /** Of the session of one of the decoder's stages. */
  readonly stageOptions: (stage: ManifestStage, last: boolean) => SessionOptions;
  /**
   * Proves on this machine, before a stage is built, that what it draws is right: false when it is not. Null for a
   * provider that needs no proof.
   */
  readonly guard: ((runtime: Runtime) => Promise<boolean>) | null;
  /** Told when what runs it is gone for good, after its sessions were built. */
  readonly onLost?: (runtime: Runtime, lost: (why: Told) => void) => void;
  /** Whether the decoder's maps are at hand in memory, as incremental decoding needs them. */
  readonly mapsInMemory: boolean;
}

export const WASM_OPTIONS = {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
} as const satisfies SessionOptions;

/** The part of WebGPU that is asked here, so that no types of the whole of it are needed. */
interface GpuLike {
  requestAdapter(options?: object): Promise<object | null>;
}

async function missingWebgpu(): Promise<LimitCode | null> {
  const { gpu } = navigator as Navigator & { readonly gpu?: GpuLike };
  if (!gpu) return 'noWebgpu';
  const adapter = await gpu.requestAdapter().catch(() => null);
  return adapter ? null : 'noAdapter';
}

const WEBGPU_OPTIONS: SessionOptions = {
  executionProviders: ['webgpu'],
  graphOptimizationLevel: 'all',
  preferredOutputLocation: 'gpu-buffer',
};

export const WEBGPU: Provider = {
  id: 'webgpu',
  automatic: true,
  missing: missingWebgpu,
  load: importWebgpu,
  // Maps go from stage to stage on the device; the picture is read back when it is shown.
  stageOptions: () => WEBGPU_OPTIONS,
  guard: async (runtime) =>
    remembered(PROOFS, proofKey('webgpu', await webgpuDriver()), () => drawsRight(runtime, WEBGPU_OPTIONS)),
  onLost: (runtime, lost) => {
    const { webgpu } = (runtime as unknown as { env: { webgpu: { device: unknown } } }).env;
    void Promise.resolve(webgpu.device as { lost?: Promise<{ message?: string }> })
      .then((device) => device.lost)
      .then(() => lost(tell('graphicsGaveUp')));
  },
  mapsInMemory: false,
};

export const WASM: Provider = {
  id: 'wasm',
  automatic: true,
  missing: async () => null,
  load: importWasm,
  stageOptions: () => WASM_OPTIONS,
  guard: null,
  mapsInMemory: true,
};

/** Best first; the last one runs everywhere. */
export const PROVIDERS: readonly Provider[] = [WEBGPU, WEBGL, WASM];
