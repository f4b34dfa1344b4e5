import { explain } from '../../../src/faults';
import '../../explanations';
import { describe, expect, it, vi } from 'vitest';
import type { Layout } from '../../../src/blobgan';
import { Engine, type WorkerLike } from '../../../src/engine';
import type { Manifest } from '../../../src/convert/manifest';
import type { FromWorker, ToWorker } from '../../../src/engine';

const NO = explain('roomUndrawable', { why: 'no' });

const EMPTY: Layout = {
  count: 0,
  positions: new Float32Array(),
  sizes: new Float32Array(),
  covariances: new Float32Array(),
  features: new Float32Array(2),
  styles: new Float32Array(2),
};

const PLACE = { kind: 'url', manifestUrl: 'https://example.test/manifest.json' } as const;
const RGBA = new Uint8ClampedArray(4);

/** A worker that only listens, and what it is told. */
class Listener implements WorkerLike {
  readonly sent: ToWorker[] = [];
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  ended = false;
  postMessage(message: ToWorker): void {
    this.sent.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  answer(data: FromWorker): void {
    this.onmessage?.({ data } as MessageEvent<FromWorker>);
  }
  ready(provider: 'webgpu' | 'wasm' = 'wasm'): void {
    const status = { provider, threads: 2, limits: [] };
    this.answer({ type: 'ready', manifest: {} as Manifest, status });
  }
  crash(message: string): void {
    this.onerror?.({ message } as ErrorEvent);
  }
  asked<Type extends ToWorker['type']>(type: Type): Extract<ToWorker, { type: Type }>[] {
    return this.sent.filter((message): message is Extract<ToWorker, { type: Type }> => message.type === type);
  }
}

function setUp() {
  const workers: Listener[] = [];
  const events = {
    onProgress: vi.fn(),
    onPicture: vi.fn(),
    onFailure: vi.fn(),
    onRecovering: vi.fn(),
    onReady: vi.fn(),
    onStopped: vi.fn(),
  };
  const engine = new Engine(() => {
    workers.push(new Listener());
    return workers.at(-1)!;
  }, events);
  return { workers, events, engine, last: () => workers.at(-1)! };
}

/** An engine that has loaded its model. */
async function loaded(provider: 'webgpu' | 'wasm' = 'wasm') {
  const set = setUp();
  const loading = set.engine.load(PLACE);
  set.last().ready(provider);
  await loading;
  return { ...set, answer: (data: FromWorker) => set.last().answer(data), sent: set.last().sent };
}

const picture = (id: number, final = true): FromWorker => ({
  type: 'picture',
  id,
  resolution: 1,
  rgba: RGBA,
  final,
  milliseconds: 3,
  running: 2,
  stages: [3],
});

describe('the engine seen from the page', () => {
  it('gives each question its own answer', async () => {
    const { sent, engine, answer } = await loaded();
    const [first, second] = [engine.sample([1], 0), engine.sample([2], 0.5)];
    const ids = sent.flatMap((message) => (message.type === 'sample' ? [message.id] : []));
    answer({ type: 'sampled', id: ids[1]!, layouts: [{ ...EMPTY, count: 2 }] });
    answer({ type: 'sampled', id: ids[0]!, layouts: [{ ...EMPTY, count: 1 }] });
    expect((await first)[0]!.count).toBe(1);
    expect((await second)[0]!.count).toBe(2);
  });

  it('refuses the one question that failed and leaves the page alone', async () => {
    const { engine, answer, events } = await loaded();
    const question = engine.sample([1], 0);
    answer({ type: 'failed', id: 1, explanation: NO });
    await expect(question).rejects.toMatchObject({ explanation: NO });
    expect(events.onFailure).not.toHaveBeenCalled();
  });

  it('tells the page of a drawing that failed', async () => {
    const { engine, answer, events } = await loaded();
    const id = engine.draw(EMPTY, 7);
    answer({ type: 'failed', id, explanation: NO });
    expect(events.onFailure).toHaveBeenCalledWith(NO);
  });

  it('hands pictures on', async () => {
    const { engine, answer, events } = await loaded();
    const id = engine.draw(EMPTY, 7);
    answer(picture(id));
    expect(events.onPicture).toHaveBeenCalledWith(expect.objectContaining({ id, final: true }));
  });

  it.each([
    [
      'a small picture',
      'thumbnail',
      (engine: Engine, signal?: AbortSignal) => engine.thumbnail(EMPTY, 7, 64, signal),
    ],
    [
      'a whole picture',
      'render',
      (engine: Engine, signal?: AbortSignal) => engine.render(EMPTY, 7, { ...(signal && { signal }) }),
    ],
  ] as const)('gives %s to who asked for it, and takes a request back', async (_, type, ask) => {
    const { engine, answer, sent, events } = await loaded();
    const rgba = new Uint8ClampedArray(4);
    const [wanted, refused] = [ask(engine), ask(engine)];
    expect(sent.at(-1)).toMatchObject({ type, id: 2, noiseSeed: 7 });
    answer({ type: 'rendered', id: 1, resolution: 1, rgba });
    answer({ type: 'failed', id: 2, explanation: NO });
    expect((await wanted).rgba).toBe(rgba);
    await expect(refused).rejects.toMatchObject({ explanation: NO });

    const request = new AbortController();
    const unwanted = ask(engine, request.signal);
    request.abort(new Error('Enough.'));
    await expect(unwanted).rejects.toThrow('Enough.');
    expect(sent.at(-1)).toEqual({ type: 'withdraw', id: 3 });
    // What was on its way when it was taken back disturbs nobody.
    answer({ type: 'rendered', id: 3, resolution: 1, rgba });
    expect(events.onPicture).not.toHaveBeenCalled();
    expect(events.onFailure).not.toHaveBeenCalled();
  });

  it('keeps the live drawing apart from whole pictures that are asked for', async () => {
    const { engine, answer, sent, events } = await loaded();
    const drawn = engine.draw(EMPTY, 7);
    const asked = engine.render(EMPTY, 8, { continuous: true });
    expect(sent.at(-1)).toMatchObject({ type: 'render', continuous: true });
    answer({ type: 'rendered', id: drawn + 1, resolution: 1, rgba: RGBA });
    answer(picture(drawn));
    expect((await asked).resolution).toBe(1);
    expect(events.onPicture).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: drawn }));
  });
});

describe('an engine whose worker breaks down', () => {
  it.each([
    ['crashes', (worker: Listener) => worker.crash('unreachable')],
    ['loses its device', (worker: Listener) => worker.answer({ type: 'broken', why: 'device lost' })],
    [
      'runs out of memory',
      (worker: Listener) => worker.answer({ type: 'broken', why: explain('outOfMemory') }),
    ],
  ])('starts again when it %s, and gives everything that it owed', async (_, fault) => {
    const { workers, engine, events, last } = await loaded();
    const question = engine.sample([4], 0);
    const id = engine.draw(EMPTY, 9);
    fault(last());
    expect(workers).toHaveLength(2);
    expect(workers[0]!.ended).toBe(true);
    expect(events.onRecovering).toHaveBeenCalledOnce();
    // Nothing is asked of a worker that has no model yet.
    expect(last().sent.map(({ type }) => type)).toEqual(['load']);
    last().ready();
    expect(last().asked('draw')).toEqual([expect.objectContaining({ id, noiseSeed: 9 })]);
    last().answer({ type: 'sampled', id: last().asked('sample')[0]!.id, layouts: [EMPTY] });
    expect(await question).toEqual([EMPTY]);
    expect(events.onFailure).not.toHaveBeenCalled();
    expect(events.onStopped).not.toHaveBeenCalled();
  });

  it('does not draw again what is on the screen already', async () => {
    const { engine, last } = await loaded();
    last().answer(picture(engine.draw(EMPTY, 9)));
    last().crash('unreachable');
    last().ready();
    expect(last().asked('draw')).toEqual([]);
  });

  it('begins a start anew that gives no sign of life, once', async () => {
    vi.useFakeTimers();
    try {
      const { engine, last, workers, events } = setUp();
      const runtime = (provider: 'webgpu' | 'wasm'): void =>
        last().answer({ type: 'progress', progress: { phase: 'runtime', provider } });
      const minute = (): Promise<unknown> => vi.advanceTimersByTimeAsync(60_000);
      const loading = engine.load(PLACE);
      // The proof of a graphics card may take that long.
      runtime('webgpu');
      await minute();
      expect(workers).toHaveLength(1);
      runtime('wasm');
      await minute();
      expect(workers).toHaveLength(2);
      expect(workers[0]!.ended).toBe(true);
      expect(last().asked('load')).toMatchObject([{ place: PLACE, choice: 'auto' }]);
      // A second one may only be slow.
      runtime('wasm');
      await minute();
      expect(workers).toHaveLength(2);
      last().ready();
      expect((await loading).status.limits).toEqual([]);
      expect(events.onRecovering).not.toHaveBeenCalled();

      const other = engine.load(PLACE);
      runtime('wasm');
      last().answer({ type: 'progress', progress: { phase: 'compile', loaded: 1, total: 2 } });
      await minute();
      expect(workers).toHaveLength(3);
      last().ready('webgpu');
      await other;

      // What took the place of a graphics card that broke down twice stays in its place.
      last().crash('lost');
      last().ready('webgpu');
      last().crash('lost');
      expect(last().asked('load')[0]!.choice).toBe('wasm');
      const before = workers.length;
      runtime('wasm');
      await minute();
      expect(workers).toHaveLength(before + 1);
      expect(last().asked('load')[0]!.choice).toBe('wasm');
    } finally {
      vi.useRealTimers();
    }
  });

  it('goes from WebGPU to WebGPU, then to WASM and says why, then stops with a sentence', async () => {
    const { engine, events, last } = await loaded('webgpu');
    const choices = [last().asked('load')[0]!.choice];
    for (const provider of ['webgpu', 'wasm'] as const) {
      last().answer({ type: 'broken', why: explain('graphicsGaveUp') });
      choices.push(last().asked('load')[0]!.choice);
      last().ready(provider);
    }
    expect(choices).toEqual(['auto', 'auto', 'wasm']);
    expect(events.onReady).toHaveBeenLastCalledWith(
      expect.objectContaining({
        status: expect.objectContaining({
          provider: 'wasm',
          limits: [{ code: 'brokeDown', provider: 'webgpu', detail: explain('graphicsGaveUp') }],
        }),
      }),
    );
    const id = engine.draw(EMPTY, 1);
    last().crash('out of memory');
    expect(events.onStopped).toHaveBeenCalledWith(explain('engineStopped', { why: 'out of memory' }));
    expect(last().ended).toBe(true);
    engine.restart();
    last().ready('webgpu');
    expect(
      last()
        .asked('draw')
        .map((drawing) => drawing.id),
    ).toEqual([id]);
  });

  it('counts a breakdown after many good pictures as the first', async () => {
    const { engine, events, last } = await loaded();
    for (let round = 0; round < 5; round++) {
      last().crash('unreachable');
      last().ready();
      for (let n = 0; n < 10; n++) last().answer(picture(engine.draw(EMPTY, 1)));
    }
    expect(events.onStopped).not.toHaveBeenCalled();
  });

  it('refuses the loading when it breaks down again and again, and hears no ended worker', async () => {
    const { engine, workers, events } = setUp();
    const loading = engine.load(PLACE, 'wasm');
    workers[0]!.crash('no script');
    workers[0]!.ready();
    expect(events.onReady).not.toHaveBeenCalled();
    workers[1]!.crash('no script');
    await expect(loading).rejects.toTell('The engine stopped working (no script): start it again.');
  });
});
