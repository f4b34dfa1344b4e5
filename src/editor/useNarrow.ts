import { useSyncExternalStore } from 'react';

/** Must agree with the style sheets. */
const NARROW = '(width < 760px)';
const WIDE = '(width >= 1200px)';

/** Whether a panel has room beside the canvas without being asked for. */
export const isWide = (): boolean => matchMedia(WIDE).matches;

/** Whether the page is as narrow as a phone: one panel at a time, below the canvas. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(NARROW);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => matchMedia(NARROW).matches,
  );
}
