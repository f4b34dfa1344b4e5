import { describe, expect, it, vi } from 'vitest';
import type { Limit } from '../../../src/engine';
import { type ProbeWorker, probeWebgl } from '../../../src/engine/webgl/probe';

function probe(patience?: number) {
  const terminate = vi.fn<() => void>();
  const worker: ProbeWorker = { onmessage: null, onerror: null, terminate };
  const answer = (data: Limit | null): void => worker.onmessage!({ data } as MessageEvent<Limit | null>);
  return { worker, terminate, answer, asked: probeWebgl(() => worker, patience) };
}

describe('the question whether WebGL is offered', () => {
  it('has the answer of the self-test, and its worker ends', async () => {
    const right = probe();
    right.answer(null);
    expect(await right.asked).toBeNull();
    expect(right.terminate).toHaveBeenCalledTimes(1);
    const wrong = probe();
    wrong.answer({ code: 'wrongPictures', provider: 'webgl' });
    expect(await wrong.asked).toEqual({ code: 'wrongPictures', provider: 'webgl' });
  });

  it('is answered with no when the worker breaks down', async () => {
    const { worker, terminate, asked } = probe();
    worker.onerror!({ message: 'driver crashed' } as ErrorEvent);
    expect(await asked).toEqual({ code: 'notStarted', provider: 'webgl', detail: 'driver crashed' });
    expect(terminate).toHaveBeenCalledTimes(1);
  });

  it('is answered with no when the driver hangs', async () => {
    const { terminate, asked } = probe(10);
    expect(await asked).toEqual({ code: 'notStarted', provider: 'webgl', detail: 'its test did not end' });
    expect(terminate).toHaveBeenCalledTimes(1);
  });
});
