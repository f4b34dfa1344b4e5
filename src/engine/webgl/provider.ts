/** WebGL as a provider: tried only when a person picks it, and used only where the self-test passes. */
import { explain } from '../../faults';
import type { Provider } from '../provider';
import { PROOFS, proofKey, webglDriver } from '../proof-store';
import { importWasm } from '../runtime';
import { drawsRight, remembered } from '../self-test';
import { type JoinedRuntime, WEBGL_OPTIONS, importWebglBuild, joinRuntimes, webglIsMissing } from './runtime';

export const WEBGL: Provider = {
  id: 'webgl',
  // Whether it is faster than WASM nobody knows beforehand: without a graphics device it is many times slower.
  automatic: false,
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
