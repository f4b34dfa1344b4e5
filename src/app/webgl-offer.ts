/** Whether WebGL is among the choices: only where its self-test passes, which runs once somebody looks at them. */
import { type StoreApi, createStore } from 'zustand/vanilla';
import { type Limit, probeWebgl } from '../engine';

export interface WebglOffer {
  readonly state: 'unknown' | 'testing' | 'offered' | 'refused';
  /** Why it is refused. */
  readonly limit: Limit | null;
  /** Finds out; more calls change nothing. */
  readonly test: () => Promise<void>;
}

/** @param probe runs the self-test, and answers why WebGL cannot be offered */
export function createWebglOffer(probe: () => Promise<Limit | null>): StoreApi<WebglOffer> {
  return createStore<WebglOffer>()((set, get) => ({
    state: 'unknown',
    limit: null,
    test: async () => {
      if (get().state !== 'unknown') return;
      set({ state: 'testing' });
      const limit = await probe();
      set({ state: limit ? 'refused' : 'offered', limit });
    },
  }));
}

export const webglOffer = createWebglOffer(() => probeWebgl());
