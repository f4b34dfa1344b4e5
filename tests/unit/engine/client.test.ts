import { describe, expect, it, vi } from 'vitest';
import type { Layout } from '../../../src/blobgan';
import { Engine, type WorkerLike } from '../../../src/engine';
import type { FromWorker, ToWorker } from '../../../src/engine';

const EMPTY: Layout = {
  count: 0,
  positions: new Float32Array(),
  sizes: new Float32Array(),
  covariances: new Float32Array(),
  features: new Float32Array(2),
  styles: new Float32Array(2),
};

function setUp() {
  const sent: ToWorker[] = [];
  const worker: WorkerLike = {
    postMessage: (message) => sent.push(message),
    onmessage: null,
    onerror: null,
    terminate: vi.fn(),
  };
  const events = { onProgress: vi.fn(), onPicture: vi.fn(), onFailure: vi.fn() };
  const engine = new Engine(worker, events);
  const answer = (data: FromWorker): void => worker.onmessage?.({ data } as MessageEvent<FromWorker>);
  return { sent, worker, events, engine, answer };
}

describe('the engine seen from the page', () => {
  it('gives each question its own answer', async () => {
    const { sent, engine, answer } = setUp();
    const [first, second] = [engine.sample([1], 0), engine.sample([2], 0.5)];
    const ids = sent.map((message) => (message.type === 'sample' ? message.id : 0));
    answer({ type: 'sampled', id: ids[1]!, layouts: [{ ...EMPTY, count: 2 }] });
    answer({ type: 'sampled', id: ids[0]!, layouts: [{ ...EMPTY, count: 1 }] });
    expect((await first)[0]!.count).toBe(1);
    expect((await second)[0]!.count).toBe(2);
  });

  it('refuses the one question that failed and leaves the page alone', async () => {
    const { engine, answer, events } = setUp();
    const question = engine.sample([1], 0);
    answer({ type: 'failed', id: 1, message: 'No.' });
    await expect(question).rejects.toThrow('No.');
    expect(events.onFailure).not.toHaveBeenCalled();
  });

  it('tells the page of a drawing that failed', () => {
    const { engine, answer, events } = setUp();
    const id = engine.draw(EMPTY, 7);
    answer({ type: 'failed', id, message: 'The room could not be drawn.' });
    expect(events.onFailure).toHaveBeenCalledWith('The room could not be drawn.');
  });

  it('hands pictures on', () => {
    const { engine, answer, events } = setUp();
    const id = engine.draw(EMPTY, 7);
    const rgba = new Uint8ClampedArray(4);
    answer({ type: 'picture', id, resolution: 1, rgba, final: true, milliseconds: 3 });
    expect(events.onPicture).toHaveBeenCalledWith(expect.objectContaining({ id, final: true }));
  });

  it('gives a small picture to who asked for it, and takes a wish back', async () => {
    const { engine, answer, sent, events } = setUp();
    const rgba = new Uint8ClampedArray(4);
    const [wanted, refused] = [engine.thumbnail(EMPTY, 7), engine.thumbnail(EMPTY, 7)];
    answer({ type: 'thumbnail', id: 1, resolution: 1, rgba });
    answer({ type: 'failed', id: 2, message: 'No.' });
    expect((await wanted).rgba).toBe(rgba);
    await expect(refused).rejects.toThrow('No.');

    const wish = new AbortController();
    const unwanted = engine.thumbnail(EMPTY, 7, wish.signal);
    wish.abort(new Error('Enough.'));
    await expect(unwanted).rejects.toThrow('Enough.');
    expect(sent.at(-1)).toEqual({ type: 'withdraw', id: 3 });
    // What was on its way when it was taken back disturbs nobody.
    answer({ type: 'thumbnail', id: 3, resolution: 1, rgba });
    expect(events.onPicture).not.toHaveBeenCalled();
    expect(events.onFailure).not.toHaveBeenCalled();
  });

  it('says that the engine stopped when its worker breaks down while loading', async () => {
    const { engine, worker } = setUp();
    const loading = engine.load({ kind: 'url', manifestUrl: 'https://example.test/manifest.json' });
    worker.onerror?.({ message: 'out of memory' } as ErrorEvent);
    await expect(loading).rejects.toThrow(/stopped working \(out of memory\): reload the page/);
  });
});
