import '../../explanations';
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Layout, takeBlobs } from '../../../src/blobgan';
import { bytesSource, convertCheckpoint } from '../../../src/convert';
import { Pipeline } from '../../../src/engine/pipeline';

let pipeline: Pipeline;
let layout: Layout;

beforeAll(async () => {
  const bytes = readFileSync('tests/golden/official-small/blobgan.ckpt');
  const { manifest, files } = await convertCheckpoint(bytesSource(bytes, 'blobgan.ckpt'), {
    name: 'Small',
    meanLatent: new Float32Array(64),
  });
  ort.env.wasm.numThreads = 1;
  const options = { executionProviders: ['wasm'] };
  pipeline = await Pipeline.create(ort, manifest, async (name) => files.get(name)!, options);
  [layout] = (await pipeline.sample([7], 0)) as [Layout];
}, 60_000);

const differ = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);

describe('the pipeline', () => {
  it('makes the same layouts one by one and in a batch', async () => {
    const [first, second] = await pipeline.sample([3, 7], 0);
    expect(differ(second!.positions, layout.positions)).toBeLessThan(1e-6);
    expect(differ(first!.positions, layout.positions)).toBeGreaterThan(0.01);
  });

  it('gives every seed the mean scene at truncation 1', async () => {
    const [a, b] = await pipeline.sample([3, 7], 1);
    expect(differ(a!.positions, b!.positions)).toBeLessThan(1e-6);
  });

  it('draws the same picture from the same layout and noise, another one from other noise', async () => {
    const picture = (await pipeline.draw(layout, pipeline.noiseOf(1)))!;
    expect(picture.length).toBe(3 * 64 * 64);
    expect(differ((await pipeline.draw(layout, pipeline.noiseOf(1)))!, picture)).toBe(0);
    expect(differ((await pipeline.draw(layout, pipeline.noiseOf(2)))!, picture)).toBeGreaterThan(0.01);
  });

  it('draws any number of blobs, also more than the model has, and none', async () => {
    const all = [...Array(layout.count).keys()];
    for (const blobs of [[], [0], [...all, ...all]]) {
      const picture = await pipeline.draw(takeBlobs(layout, blobs), pipeline.noiseOf(1));
      expect(picture!.every(Number.isFinite)).toBe(true);
    }
  });

  it('stops between stages when it is told to', async () => {
    expect(await pipeline.draw(layout, pipeline.noiseOf(1), { stopped: () => true })).toBeNull();
  });

  it('refuses a layout that does not fit the model', async () => {
    await expect(
      pipeline.draw({ ...layout, sizes: new Float32Array(1) }, pipeline.noiseOf(1)),
    ).rejects.toThrow(/numbers in sizes/);
  });

  it('names the file that cannot be loaded', async () => {
    const broken = Pipeline.create(ort, pipeline.manifest, async () => new Uint8Array(100), {});
    await expect(broken).rejects.toTell(/^The model's file layout\.onnx could not be loaded/);
  });
});
