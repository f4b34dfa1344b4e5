import { explain } from '../../../src/faults';
import '../../explanations';
import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, it, vi } from 'vitest';
import type { DrawTimes } from '../../../src/engine/draw-times';
import {
  type OpeningEvents,
  candidates,
  limitOf,
  openModel,
  startRuntime,
} from '../../../src/engine/opening';
import type { Pipeline, Runtime } from '../../../src/engine/pipeline';
import type { Provider } from '../../../src/engine/provider';
import { PROVIDERS, WASM } from '../../../src/engine/providers';
import { WrongPicture } from '../../../src/engine/self-test';
import { convertBytes, tinyBytes } from '../convert/support';

const { manifest, files } = await convertBytes(tinyBytes());
const read = async (name: string): Promise<Uint8Array> => files.get(name)!;

const load = async (): Promise<Runtime> => {
  ort.env.wasm.numThreads = 1;
  return ort;
};
const processor: Provider = { ...WASM, load };
const device = (change: Partial<Provider>): Provider => ({ ...processor, id: 'webgpu', ...change });

/** A runtime that cannot build the decoder's stages, as a device without memory. */
const withoutMemory: Runtime = {
  ...ort,
  InferenceSession: {
    create: async (bytes: Uint8Array, options: object) => {
      if ('preferredOutputLocation' in options) throw new Error('CreateBuffer failed: out of memory');
      return ort.InferenceSession.create(bytes, options);
    },
  } as never,
};

describe('opening a model', () => {
  it('goes down the table from the chosen provider', () => {
    const ids = (choice: 'auto' | 'webgpu' | 'webgl' | 'wasm'): string[] =>
      candidates(PROVIDERS, choice, manifest).map(({ id }) => id);
    expect(ids('auto')).toEqual(['webgpu', 'wasm']);
    expect(ids('webgpu')).toEqual(['webgpu', 'wasm']);
    expect(ids('wasm')).toEqual(['wasm']);
    // Here is no WebGL: it is tried for whoever chose it alone.
    expect(ids('webgl')).toEqual(['webgl', 'wasm']);
  });

  it.each<[string, Provider, object]>([
    ['is not there', device({ missing: async () => 'noAdapter' }), { code: 'noAdapter', provider: 'webgpu' }],
    [
      'draws wrong pictures',
      device({ guard: async () => false }),
      { code: 'wrongPictures', provider: 'webgpu' },
    ],
    [
      'cannot load its runtime',
      device({
        load: async () => {
          throw new Error('Failed to fetch');
        },
      }),
      { code: 'notStarted', provider: 'webgpu', detail: 'Failed to fetch' },
    ],
    [
      'cannot build a session',
      device({
        load: async () => withoutMemory,
        stageOptions: () => ({ preferredOutputLocation: 'gpu-buffer' }),
      }),
      {
        code: 'notStarted',
        provider: 'webgpu',
        detail: explain('modelFileUnusable', { file: 'stage-32.onnx', why: explain('outOfMemory') }),
      },
    ],
  ])('takes the next one when a provider %s, and says why', async (_, better, limit) => {
    const opened = await openModel(manifest, read, 'auto', [better, processor]);
    expect(opened.provider.id).toBe('wasm');
    expect(opened.limits).toEqual([limit]);
    expect(await opened.pipeline.sample([1], 0)).toHaveLength(1);
    await opened.pipeline.release();
  });

  it.each<[string, Error, object]>([
    [
      'runs out of memory',
      new Error('There is not enough graphics memory.'),
      { code: 'notStarted', provider: 'webgl', detail: 'There is not enough graphics memory.' },
    ],
    ['is not what WASM draws', new WrongPicture(), { code: 'wrongPictures', provider: 'webgl' }],
  ])('takes the next one when the first drawing %s, and lets the sessions go', async (_, error, limit) => {
    const drawn: string[] = [];
    let first: Pipeline | null = null;
    const released = vi.fn();
    const opened = await openModel(manifest, read, 'webgl', [device({ id: 'webgl' }), processor], {
      firstDrawing: async ({ pipeline, provider }) => {
        drawn.push(provider.id);
        if (provider.id !== 'webgl') return;
        first = pipeline;
        vi.spyOn(pipeline, 'release').mockImplementation(async () => released());
        throw error;
      },
    });
    expect(drawn).toEqual(['webgl', 'wasm']);
    expect(opened.provider.id).toBe('wasm');
    expect(opened.pipeline).not.toBe(first);
    expect(opened.limits).toEqual([limit]);
    expect(released).toHaveBeenCalledTimes(1);
    await opened.pipeline.release();
  });

  it('refuses when the last one cannot draw', async () => {
    const firstDrawing = () => Promise.reject(new Error('no memory'));
    await expect(openModel(manifest, read, 'wasm', [processor], { firstDrawing })).rejects.toThrow(
      'no memory',
    );
  });

  it('starts a runtime, or says why not', async () => {
    const guarded = device({ guard: async () => false });
    expect(await startRuntime(guarded, true)).toEqual({
      limit: { code: 'wrongPictures', provider: 'webgpu' },
    });
    expect(await startRuntime(device({ guard: async () => true }), true)).toEqual({ runtime: ort });
    expect(limitOf('webgl', 'gone').detail).toBe('gone');
  });

  it('does not even ask for what was not chosen', async () => {
    const missing = vi.fn();
    const opened = await openModel(manifest, read, 'wasm', [device({ missing }), processor]);
    expect(opened.limits).toEqual([]);
    expect(missing).not.toHaveBeenCalled();
    await opened.pipeline.release();
  });

  describe('where nobody chose', () => {
    const graphics = device({ id: 'webgpu', device: 'graphics' });
    const otherWay = device({ id: 'webgl', device: 'graphics' });
    const table = [graphics, otherWay, processor];

    /** A device on which pictures take so long, and what it remembers. */
    const machine = (times: Partial<Record<string, number>>, kept?: DrawTimes) => {
      const opened: string[] = [];
      const released: string[] = [];
      const store = {
        get: vi.fn(async () => kept),
        set: vi.fn(async (value: DrawTimes) => void (kept = value)),
      };
      const events: OpeningEvents = {
        firstDrawing: async ({ pipeline, provider }) => {
          opened.push(provider.id);
          const release = pipeline.release.bind(pipeline);
          vi.spyOn(pipeline, 'release').mockImplementation(async () => {
            released.push(provider.id);
            await release();
          });
          if (times[provider.id] === undefined) throw new Error('does not start');
        },
        timing: { store, drawTime: async ({ provider }) => times[provider.id]! },
      };
      const open = () => openModel(manifest, read, 'auto', table, events);
      return { opened, released, store, open };
    };

    it.each<[string, Partial<Record<string, number>>, string, object[]]>([
      ['the graphics card when it is faster', { webgpu: 12, webgl: 5, wasm: 95 }, 'webgpu', []],
      [
        'the processor when it is faster, and says so',
        { webgpu: 540, webgl: 5, wasm: 95 },
        'wasm',
        [{ code: 'slower', provider: 'webgpu', milliseconds: { own: 540, best: 95 } }],
      ],
      // The processor has the page to run, too.
      ['the graphics card when there is no difference', { webgpu: 100, wasm: 95 }, 'webgpu', []],
      [
        'another way to the card when the first does not work',
        { webgl: 30, wasm: 95 },
        'webgl',
        [{ code: 'notStarted', provider: 'webgpu', detail: 'does not start' }],
      ],
    ])('draws with %s', async (_, times, expected, limits) => {
      const { opened, released, store, open } = machine(times);
      const first = await open();
      expect(first.provider.id).toBe(expected);
      expect(first.limits).toEqual(limits);
      // One for each device was opened whole, and all but the one that draws were let go.
      const whole = opened.filter((id) => times[id] !== undefined);
      expect(whole).toHaveLength(2);
      expect(released.filter((id) => times[id] !== undefined)).toEqual(whole.filter((id) => id !== expected));
      expect(first.pipeline.released).toBe(false);
      expect(await first.pipeline.sample([1], 0)).toHaveLength(1);
      expect(store.set).toHaveBeenCalledTimes(1);
      await first.pipeline.release();
    });

    it('remembers what was measured, and opens only what draws', async () => {
      const { opened, store, open } = machine({ wasm: 95 }, { webgpu: 540, wasm: 95 });
      const model = await open();
      expect(opened).toEqual(['wasm']);
      expect(model.limits).toEqual([
        { code: 'slower', provider: 'webgpu', milliseconds: { own: 540, best: 95 } },
      ]);
      expect(store.set).not.toHaveBeenCalled();
      await model.pipeline.release();
    });

    it('takes the next one when what was fastest does not start any more', async () => {
      const { opened, open } = machine({ wasm: 95 }, { webgpu: 12, wasm: 95 });
      const model = await open();
      expect(opened).toEqual(['webgpu', 'wasm']);
      expect(model.limits).toEqual([{ code: 'notStarted', provider: 'webgpu', detail: 'does not start' }]);
      await model.pipeline.release();
    });

    it('measures nothing where there is only one, and keeps nothing', async () => {
      const { store, open } = machine({ wasm: 95 });
      const model = await open();
      expect(model.provider.id).toBe('wasm');
      expect(store.set).not.toHaveBeenCalled();
      await model.pipeline.release();
    });

    it('opens on a device that keeps nothing', async () => {
      const { store, open } = machine({ webgpu: 12, wasm: 95 });
      store.get.mockRejectedValue(new Error('no storage'));
      store.set.mockRejectedValue(new Error('no storage'));
      const model = await open();
      expect(model.provider.id).toBe('webgpu');
      await model.pipeline.release();
    });
  });

  it('refuses with the sentence of the last one when nothing works', async () => {
    const damaged = async (): Promise<Uint8Array> => new Uint8Array(10);
    await expect(openModel(manifest, damaged, 'auto', [device({}), processor])).rejects.toTell(
      /^The model's file layout\.onnx could not be loaded/,
    );
  });
});
