import { because } from '../../../../src/faults';
import { describe, expect, it, vi } from 'vitest';
import { isSoftware } from '../../../../src/engine/proof-store';
import { type ProbeWorker, type WebglAnswer, probeWebgl } from '../../../../src/engine/webgl/probe';

function probe(patience?: number) {
  const terminate = vi.fn<() => void>();
  const worker: ProbeWorker = { onmessage: null, onerror: null, terminate };
  const answer = (data: WebglAnswer): void => worker.onmessage!({ data } as MessageEvent<WebglAnswer>);
  return { worker, terminate, answer, asked: probeWebgl(() => worker, patience) };
}

describe('the question whether WebGL is offered', () => {
  it('has the answer of the self-test, and its worker ends', async () => {
    const right = probe();
    right.answer({ limit: null, software: true });
    expect(await right.asked).toEqual({ limit: null, software: true });
    expect(right.terminate).toHaveBeenCalledTimes(1);
    const wrong = probe();
    const limit = { code: 'wrongPictures', provider: 'webgl' } as const;
    wrong.answer({ limit, software: false });
    expect(await wrong.asked).toEqual({ limit, software: false });
  });

  it('is answered with no when the worker breaks down', async () => {
    const { worker, terminate, asked } = probe();
    worker.onerror!({ message: 'driver crashed' } as ErrorEvent);
    expect((await asked).limit).toEqual({ code: 'notStarted', provider: 'webgl', detail: 'driver crashed' });
    expect(terminate).toHaveBeenCalledTimes(1);
  });

  it('is answered with no when the driver hangs', async () => {
    const { terminate, asked } = probe(10);
    expect((await asked).limit).toEqual({
      code: 'notStarted',
      provider: 'webgl',
      detail: because('testEndless'),
    });
    expect(terminate).toHaveBeenCalledTimes(1);
  });
});

it('a driver in software is known by its name', () => {
  const names = [
    'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
    'llvmpipe (LLVM 15.0.6, 256 bits)',
    'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)',
    'ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)',
    'Apple GPU',
  ];
  expect(names.map(isSoftware)).toEqual([true, true, true, false, false]);
});
