import { describe, expect, it, vi } from 'vitest';
import { createWebglOffer } from '../../../src/app/webgl-offer';
import type { Limit } from '../../../src/engine';

describe('the offer of WebGL', () => {
  it('is made after one test that passed', async () => {
    const probe = vi.fn(async () => ({ limit: null, software: true }));
    const offer = createWebglOffer(probe);
    expect(offer.getState().state).toBe('unknown');
    const asked = [offer.getState().test(), offer.getState().test()];
    expect(offer.getState().state).toBe('testing');
    await Promise.all(asked);
    await offer.getState().test();
    expect(offer.getState()).toMatchObject({ state: 'offered', limit: null, software: true });
    expect(probe).toHaveBeenCalledTimes(1);
  });

  it('is not made where the test says why not', async () => {
    const limit: Limit = { code: 'wrongPictures', provider: 'webgl' };
    const offer = createWebglOffer(async () => ({ limit, software: false }));
    await offer.getState().test();
    expect(offer.getState()).toMatchObject({ state: 'refused', limit });
  });
});
