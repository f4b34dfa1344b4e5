/** What can run the decoder: a table. Whatever is added here is offered, guarded, timed and fallen back from. */
import { explain } from '../faults';
import type { LimitCode } from './protocol';
import type { Provider, SessionOptions } from './provider';
import { PROOFS, adapterName, isSoftware, proofKey, webgpu, webgpuDriver } from './proof-store';
import { importWasm, importWebgpu } from './runtime';
import { drawsRight, remembered } from './self-test';
import { WEBGL } from './webgl/provider';

export const WASM_OPTIONS = {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
} as const satisfies SessionOptions;

async function missingWebgpu(chosen: boolean): Promise<LimitCode | null> {
  const gpu = webgpu();
  if (!gpu) return 'noWebgpu';
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (!adapter) return 'noAdapter';
  return chosen || !isSoftware(adapterName(adapter)) ? null : 'noAdapter';
}

const WEBGPU_OPTIONS: SessionOptions = {
  executionProviders: ['webgpu'],
  graphOptimizationLevel: 'all',
  preferredOutputLocation: 'gpu-buffer',
};

const WEBGPU: Provider = {
  id: 'webgpu',
  device: 'graphics',
  automatic: () => true,
  missing: missingWebgpu,
  load: importWebgpu,
  // Maps go from stage to stage on the device; the picture is read back when it is shown.
  stageOptions: () => WEBGPU_OPTIONS,
  guard: async (runtime) =>
    remembered(PROOFS, proofKey('webgpu', await webgpuDriver()), () =>
      drawsRight(runtime, WEBGPU_OPTIONS, true),
    ),
  onLost: (runtime, lost) => {
    const { webgpu } = (runtime as unknown as { env: { webgpu: { device: unknown } } }).env;
    void Promise.resolve(webgpu.device as { lost?: Promise<{ message?: string }> })
      .then((device) => device.lost)
      .then(() => lost(explain('graphicsGaveUp')));
  },
  mapsInMemory: false,
};

export const WASM: Provider = {
  id: 'wasm',
  device: 'processor',
  automatic: () => true,
  missing: async () => null,
  load: importWasm,
  stageOptions: () => WASM_OPTIONS,
  guard: null,
  mapsInMemory: true,
};

/** In the order in which they are tried before anything was measured; the last one runs everywhere. */
export const PROVIDERS: readonly Provider[] = [WEBGPU, WEBGL, WASM];
