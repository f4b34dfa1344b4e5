import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, it, vi } from 'vitest';
import { drawTime, inOrderOfTime, isFaster } from '../../../src/engine/draw-times';
import { Pipeline } from '../../../src/engine/pipeline';
import { WASM_OPTIONS } from '../../../src/engine/providers';
import { convertBytes, tinyBytes } from '../convert/support';

describe('how long providers draw', () => {
  it('is the median of three whole pictures', async () => {
    ort.env.wasm.numThreads = 1;
    const { manifest, files } = await convertBytes(tinyBytes());
    const pipeline = await Pipeline.create(ort, manifest, async (name) => files.get(name)!, WASM_OPTIONS);
    const draw = vi.spyOn(pipeline, 'draw');
    const clock = [0, 50, 60, 70, 100, 120];
    expect(await drawTime(pipeline, () => clock.shift()!)).toBe(20);
    expect(draw).toHaveBeenCalledTimes(3);
    for (const { value } of draw.mock.results) expect(await value).toBeInstanceOf(Float32Array);
    await pipeline.release();
  });

  it('puts first what is clearly faster, and leaves the others as they were', () => {
    expect(inOrderOfTime(['webgpu', 'webgl', 'wasm'], { webgpu: 50, webgl: 90, wasm: 20 })).toEqual([
      'wasm',
      'webgpu',
      'webgl',
    ]);
    expect(inOrderOfTime(['webgpu', 'wasm'], { webgpu: 50, wasm: 48 })).toEqual(['webgpu', 'wasm']);
    expect(isFaster(48, 50)).toBe(false);
    expect(isFaster(40, 50)).toBe(true);
  });
});
