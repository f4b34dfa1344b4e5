/** Stores that this browser keeps between visits: preferences, saved styles, what to draw with. */
import { createStore } from 'zustand/vanilla';
import { createJSONStorage, persist } from 'zustand/middleware';

/**
 * @param name of the entry in the browser's storage; where there is none the store lasts as long as the page
 * @param read what is understood of what was kept, which may be of another version, or damaged
 */
export function createKeptStore<State extends object>(name: string, read: (kept: unknown) => State) {
  return createStore<State>()(
    persist(() => read(null), { name, storage: createJSONStorage(() => localStorage), merge: read }),
  );
}
