import type { GraphRunner } from '../convert/graph-runner';
import type { Runtime } from './pipeline';

/** Opens a graph on WASM, to be run as the converter asks for it. */
export async function openGraph(
  { InferenceSession, Tensor }: Runtime,
  model: Uint8Array<ArrayBuffer>,
): Promise<GraphRunner> {
  const session = await InferenceSession.create(model, { executionProviders: ['wasm'] });
  return {
    async run(inputs) {
      const feeds = Object.entries(inputs).map(
        ([name, { data, dims }]) => [name, new Tensor('float32', data, dims)] as const,
      );
      const results = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(
        Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]),
      );
    },
    release: () => session.release(),
  };
}
