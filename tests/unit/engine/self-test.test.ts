import '../../explanations';
import type * as Ort from 'onnxruntime-web/wasm';
import { describe, expect, it, vi } from 'vitest';
import { gaussian } from '../../../src/blobgan';
import { TINY_SHAPE, writeTinyStages } from '../../../src/convert/graphs/tiny-stages';
import { readModel } from '../../../src/convert/onnx/model-file';
import { prepareRuntime } from '../../../scripts/lib/runtime';
import type { Runtime } from '../../../src/engine/pipeline';
import { WrongPicture, agrees, drawsRight, remembered } from '../../../src/engine/self-test';
import { WEBGL_OPTIONS, joinRuntimes } from '../../../src/engine/webgl/runtime';
import {
  TEXTURE_LIMIT,
  WebglStageSession,
  type WebglRuntime,
  filled,
  filledCount,
} from '../../../src/engine/webgl/stage-session';

const wasm = prepareRuntime();
const QUIET = { NO_ERROR: 0, OUT_OF_MEMORY: 1285, getError: () => 0, isContextLost: () => false };

/** The WebGL build, with WASM to run what WebGL would. */
function webglBuild(
  context: object = QUIET,
  spoil: (name: string, data: Float32Array) => void = () => undefined,
): {
  build: WebglRuntime;
  shapes: string[];
} {
  const shapes: string[] = [];
  const create = async (file: Uint8Array): Promise<Ort.InferenceSession> => {
    const session = await wasm.InferenceSession.create(file);
    return {
      run: async (feeds: Record<string, Ort.Tensor>) => {
        shapes.push(feeds['styles']!.dims.join('x'));
        const results = await session.run(feeds);
        for (const [name, { data }] of Object.entries(results)) spoil(name, data as Float32Array);
        return results;
      },
      release: () => session.release(),
    } as unknown as Ort.InferenceSession;
  };
  const InferenceSession = { create } as unknown as typeof Ort.InferenceSession;
  return {
    build: { InferenceSession, Tensor: wasm.Tensor, context: () => context as WebGL2RenderingContext },
    shapes,
  };
}

const outputs = (...values: number[]): Map<string, Float32Array> =>
  new Map([['rgb', Float32Array.from(values)]]);

describe('what agrees with WASM', () => {
  it('is within a 255th on every number', () => {
    expect(agrees(outputs(0.5, -1), outputs(0.5 + 0.9 / 255, -1))).toBe(true);
    expect(agrees(outputs(0.5, -1), outputs(0.5 + 1.1 / 255, -1))).toBe(false);
  });

  it('is no output that is not a number, missing or short', () => {
    expect(agrees(outputs(0.5, -1), outputs(0.5, NaN))).toBe(false);
    expect(agrees(outputs(0.5, -1), new Map())).toBe(false);
    expect(agrees(outputs(0.5, -1), outputs(0.5))).toBe(false);
  });
});

describe('the self-test', () => {
  it('passes a provider that computes as WASM does', { timeout: 60_000 }, async () => {
    expect(await drawsRight(wasm as Runtime, { executionProviders: ['wasm'] }, true)).toBe(true);
  });

  it('passes the WebGL form of the stages, layouts filled up to few sizes', { timeout: 60_000 }, async () => {
    const { build, shapes } = webglBuild();
    expect(await drawsRight(joinRuntimes(build, wasm), WEBGL_OPTIONS, false)).toBe(true);
    // Layouts of 4 and 5 blobs, in three stages: one shape, that of 10 blobs and the background.
    expect(shapes).toHaveLength(9);
    expect(new Set(shapes)).toEqual(new Set(['11x7']));
  });

  it('refuses a provider that gets one output a little wrong', { timeout: 60_000 }, async () => {
    const { build } = webglBuild(QUIET, (name, data) => {
      if (name === 'rgb_128') data[17]! += 0.1;
    });
    expect(await drawsRight(joinRuntimes(build, wasm), WEBGL_OPTIONS, false)).toBe(false);
  });

  it('does not take a result from a driver that complained or gave up', { timeout: 60_000 }, async () => {
    const full = webglBuild({ ...QUIET, getError: () => QUIET.OUT_OF_MEMORY }).build;
    await expect(drawsRight(joinRuntimes(full, wasm), WEBGL_OPTIONS, false)).rejects.toTell(
      'not enough graphics memory',
    );
    const lost = webglBuild({ ...QUIET, isContextLost: () => true }).build;
    await expect(drawsRight(joinRuntimes(lost, wasm), WEBGL_OPTIONS, false)).rejects.toTell('gave up');
  });
});

describe('the first run of a stage with a new number of blobs', () => {
  /** A tiny first stage, and what it takes for some blobs. */
  async function stage() {
    const [file] = await writeTinyStages(false);
    const { featureDim, styleDim } = TINY_SHAPE;
    const feeds = (count: number): Record<string, Ort.Tensor> => {
      const sides = { blobs: count, regions: count + 1 };
      return Object.fromEntries(
        readModel(file!).inputs.map(({ name, shape }, stream) => {
          const dims = shape.map((side) => (typeof side === 'number' ? side : sides[side as 'blobs']));
          const values = gaussian(
            4,
            stream,
            dims.reduce((all, side) => all * side, 1),
          );
          if (name === 'covariances') values.set(values.map((_, at) => [0.03, 0.01, 0.05][at % 3]!));
          return [name, new wasm.Tensor('float32', values, dims)];
        }),
      );
    };
    expect(feeds(3)['styles']!.dims).toEqual([4, styleDim]);
    expect(feeds(3)['features']!.dims).toEqual([4, featureDim]);
    return { file: file!, feeds };
  }

  it('is compared with WASM once', { timeout: 60_000 }, async () => {
    const { file, feeds } = await stage();
    const { build, shapes } = webglBuild();
    const create = vi.spyOn(wasm.InferenceSession, 'create');
    const session = new WebglStageSession(build, wasm, { bytes: 0 }, file);
    const comparisons = async (count: number): Promise<number> => {
      create.mockClear();
      await session.run(feeds(count));
      return create.mock.calls.filter(([bytes]) => (bytes as unknown) === file).length;
    };
    try {
      expect(await comparisons(3)).toBe(1);
      expect(await comparisons(5)).toBe(0);
      expect(await comparisons(12)).toBe(1);
      // From now on every layout is filled up to the larger session, which is there.
      expect(await comparisons(15)).toBe(0);
      expect(await comparisons(5)).toBe(0);
      expect(shapes.map((shape) => shape.split('x')[0])).toEqual(['11', '11', '21', '21', '21']);
    } finally {
      create.mockRestore();
    }
  });

  it('takes no more graphics memory than all stages may', { timeout: 60_000 }, async () => {
    const { file, feeds } = await stage();
    const memory = { bytes: TEXTURE_LIMIT - 1000 };
    const session = new WebglStageSession(webglBuild().build, wasm, memory, file);
    await expect(session.run(feeds(3))).rejects.toTell(/^This model needs 10\d\d MB of graphics memory/);
    memory.bytes = 0;
    await session.run(feeds(3));
    const taken = memory.bytes;
    expect(taken).toBeGreaterThan(2 ** 20);
    // The larger one in its place, and not beside it.
    await session.run(feeds(12));
    expect(memory.bytes).toBeGreaterThan(taken);
    expect(memory.bytes).toBeLessThan(2 * taken);
    await session.release();
    expect(memory.bytes).toBe(0);
  });

  it('gives no picture when it is not what WASM computes', { timeout: 60_000 }, async () => {
    const { file, feeds } = await stage();
    const { build } = webglBuild(QUIET, (name, data) => {
      if (name.startsWith('rgb')) data[5]! += 1;
    });
    const session = new WebglStageSession(build, wasm, { bytes: 0 }, file);
    await expect(session.run(feeds(3))).rejects.toThrow(WrongPicture);
    await expect(session.run(feeds(3))).rejects.toThrow(WrongPicture);
  });
});

describe('proofs', () => {
  const memory = () => {
    const known = new Map<string, boolean>();
    return {
      get: async (key: string) => known.get(key),
      set: async (key: string, right: boolean) => void known.set(key, right),
    };
  };

  it('are given once per key, right or wrong', async () => {
    const store = memory();
    const test = vi.fn(async () => false);
    expect(await remembered(store, 'driver 1', test)).toBe(false);
    expect(await remembered(store, 'driver 1', test)).toBe(false);
    expect(test).toHaveBeenCalledTimes(1);
    expect(await remembered(store, 'driver 2', async () => true)).toBe(true);
  });

  it('are given each time where nothing can be kept, or when a test did not run', async () => {
    const broken = {
      get: () => Promise.reject(new Error('no storage')),
      set: () => Promise.reject(new Error('no storage')),
    };
    expect(await remembered(broken, 'driver', async () => true)).toBe(true);
    const store = memory();
    await expect(remembered(store, 'driver', () => Promise.reject(new Error('lost')))).rejects.toThrow(
      'lost',
    );
    expect(await remembered(store, 'driver', async () => true)).toBe(true);
  });
});

describe('layouts filled up', () => {
  it('have one of a few numbers of blobs, never fewer than there are', () => {
    expect([0, 10, 11, 33, 64, 65, 256].map(filledCount)).toEqual([10, 10, 20, 40, 64, 128, 256]);
  });

  it('get blobs that let everything through and have an ellipse', () => {
    expect([...filled('sizes', Float32Array.of(1), 3)]).toEqual([1, -80, -80]);
    expect([...filled('covariances', Float32Array.of(2, 3, 4), 6)]).toEqual([2, 3, 4, 1, 0, 1]);
    expect([...filled('styles', Float32Array.of(5), 2)]).toEqual([5, 0]);
  });
});
