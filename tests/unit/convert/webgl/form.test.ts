import '../../../explanations';
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, it } from 'vitest';
import { bytesSource, convertCheckpoint } from '../../../../src/convert';
import { readModel } from '../../../../src/convert/onnx/model-file';
import { webglForm } from '../../../../src/convert/webgl/form';
import { gaussian } from '../../../../src/blobgan';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

type Sides = Record<string, number>;
type Feeds = Record<string, ort.Tensor>;

async function stagesOf(folder: string, storage: 'float32' | 'float16' = 'float32') {
  const bytes = readFileSync(`tests/golden/${folder}/blobgan.ckpt`);
  const { manifest, files } = await convertCheckpoint(bytesSource(bytes, 'blobgan.ckpt'), {
    name: folder,
    meanLatent: new Float32Array(folder === 'official-small' ? 64 : 24),
    storage,
  });
  return manifest.stages.map((stage) => ({ stage, file: files.get(stage.file)! }));
}

/** Numbers that a layout may have, for whatever a stage takes. */
function feedsFor(file: Uint8Array, sides: Sides): Feeds {
  return Object.fromEntries(
    readModel(file).inputs.map(({ name, shape }, stream) => {
      const dims = shape.map((side) => (typeof side === 'number' ? side : sides[side]!));
      const count = dims.reduce((all, side) => all * side, 1);
      const values = gaussian(5, stream, count);
      // A covariance that is positive definite; scores that are shares, whose sum is about 1.
      if (name === 'covariances') values.set(values.map((_, at) => [0.03, 0.01, 0.05][at % 3]!));
      if (name === 'positions') values.set(values.map((value) => 0.5 + 0.2 * value));
      if (name.startsWith('scores')) values.set(values.map((value) => 2 / (1 + Math.exp(-value)) / dims[1]!));
      return [name, new ort.Tensor('float32', values, dims)];
    }),
  );
}

async function run(file: Uint8Array, feeds: Feeds): Promise<Map<string, Float32Array>> {
  const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] });
  const results = await session.run(feeds);
  await session.release();
  return new Map(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
}

const differ = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);

describe('the WebGL form of a stage', () => {
  it.each(['official-small', 'trainer-128', 'trainer-local'])(
    'computes the same: %s',
    { timeout: 60_000 },
    async (folder) => {
      for (const { stage, file } of await stagesOf(folder)) {
        const { resolution } = stage;
        const half = resolution / 2;
        for (const blobs of [1, 10]) {
          const sides = {
            blobs,
            regions: blobs + 1,
            height: resolution,
            width: resolution,
            half_height: half,
            half_width: half,
          };
          const form = webglForm(file, sides);
          const feeds = feedsFor(file, sides);
          const expected = await run(file, feeds);
          const got = await run(form.file, feeds);
          expect([...got.keys()].sort()).toEqual([...expected.keys()].sort());
          for (const [name, values] of expected) {
            expect(differ(values, got.get(name)!), `${name} of ${blobs} blobs`).toBeLessThan(2e-5);
            expect(differ(values, new Float32Array(values.length)), name).toBeGreaterThan(0.1);
          }
        }
      }
    },
  );

  it('is not made of a stage with an operator that has none: another engine draws that model', async () => {
    const file = (await stagesOf('trainer-maps'))[0]!.file;
    expect(() => webglForm(file, { blobs: 10, regions: 11 })).toTell('draw with another engine');
  });
});
