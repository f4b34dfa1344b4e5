/** WebGL as a provider: tried where there is a graphics device and no WebGPU for it, and used only where the self-test passes. */
import { explain } from '../../faults';
import type { Provider } from '../provider';
import { PROOFS, isSoftware, proofKey, webglDriver } from '../proof-store';
import { importWasm } from '../runtime';
import { drawsRight, remembered } from '../self-test';
import { type JoinedRuntime, WEBGL_OPTIONS, importWebglBuild, joinRuntimes, webglIsMissing } from './runtime';

export const WEBGL: Provider = {
  id: 'webgl',
  device: 'graphics',
  // It has no maps of blobs' own, and without a graphics device it is many times slower than WASM.
  automatic: ({ mapReach }) => mapReach === undefined && !webglIsMissing() && !isSoftware(webglDriver()),
  missing: async () => (webglIsMissing() ? 'noWebgl' : null),
  load: async () => joinRuntimes(await importWebglBuild(), await importWasm()),
  stageOptions: () => WEBGL_OPTIONS,
  guard: (runtime) =>
    remembered(PROOFS, proofKey('webgl', webglDriver()), () => drawsRight(runtime, WEBGL_OPTIONS, false)),
  onLost: (runtime, lost) => {
    const canvas = (runtime as JoinedRuntime).context()?.canvas;
    canvas?.addEventListener('webglcontextlost', () => lost(explain('graphicsGaveUp')));
  },
  mapsInMemory: false,
};
