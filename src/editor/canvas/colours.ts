/** Colours of what lies over the picture: the same in both themes, because the picture is. */
import { type Blob, slotOf } from '../../scene';
import { useMedia } from '../useMedia';

/** What lines over the picture are drawn with. */
export interface Ink {
  readonly accent: string;
  readonly guide: string;
  /** Under every line, a little wider than it: a dark line beside a bright one is seen on any picture. */
  readonly halo: string;
  /** The lines of what is selected or pointed at, in CSS pixels. */
  readonly strong: number;
  /** How many times as wide as its line a halo is. */
  readonly spread: number;
  /** Behind names, dark enough for white text. */
  readonly tag: string;
}

const COLOURED: Ink = {
  accent: '#3d7bfd',
  guide: '#ff3d8b',
  halo: 'rgba(10, 14, 20, 0.495)',
  strong: 2,
  spread: 2,
  tag: '#2360e0',
};

/** Where a person's system asks for contrast, it is black and white that are sure to be seen. */
const CONTRASTED: Ink = {
  accent: '#ffffff',
  guide: '#ffffff',
  halo: '#000000',
  strong: 3,
  spread: 3,
  tag: '#000000',
};

export const useInk = (): Ink => (useMedia('(forced-colors: active)') ? CONTRASTED : COLOURED);

/** A hue of its own for every slot, far from its neighbours'. */
export function colourOf(blob: Pick<Blob, 'feature'>): string {
  return `hsl(${Math.round((slotOf(blob) * 137.5 + 200) % 360)} 75% 62%)`;
}
