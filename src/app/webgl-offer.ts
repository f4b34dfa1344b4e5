/** Whether WebGL is among the choices: only where its self-test passes, which runs once somebody looks at them. */
import { type StoreApi, createStore } from 'zustand/vanilla';
import { type Limit, type WebglAnswer, probeWebgl } from '../engine';

export interface WebglOffer {
  readonly state: 'unknown' | 'testing' | 'offered' | 'refused';
  /** Why it is refused. */
  readonly limit: Limit | null;
  /** It is offered, and slow: there is no graphics device behind it. */
  readonly software: boolean;
  /** Finds out; more calls change nothing. */
  readonly test: () => Promise<void>;
}

/** @param probe runs the self-test, and answers whether WebGL can be offered */
export function createWebglOffer(probe: () => Promise<WebglAnswer>): StoreApi<WebglOffer> {
  return createStore<WebglOffer>()((set, get) => ({
    state: 'unknown',
    limit: null,
    software: false,
    test: async () => {
      if (get().state !== 'unknown') return;
      set({ state: 'testing' });
      const answer = await probe();
      set({ state: answer.limit ? 'refused' : 'offered', ...answer });
    },
  }));
}

export const webglOffer = createWebglOffer(() => probeWebgl());
