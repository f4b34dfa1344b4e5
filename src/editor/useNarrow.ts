import { useMedia } from './useMedia';

/** Must agree with the style sheets. In letters of the size that a person has chosen in the browser. */
const NARROW = '(width < 47.5em)';
const WIDE = '(width >= 75em)';

/** Whether a panel has room beside the canvas without being asked for. */
export const isWide = (): boolean => matchMedia(WIDE).matches;

/** Whether the page is as narrow as a phone: one panel at a time, below the canvas and its tools. */
export const useNarrow = (): boolean => useMedia(NARROW);
