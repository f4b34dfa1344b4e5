/** Colours of what lies over the picture: the same in both themes, because the picture is. */
import { type Blob, slotsOf } from '../../scene';

export const ACCENT = '#3d7bfd';
/** Dark enough for white text. */
export const ACCENT_TAG = '#2360e0';

/** A hue of its own for every slot, far from its neighbours'. */
export function colourOf(blob: Pick<Blob, 'feature'>): string {
  const slot = slotsOf(blob.feature)[0]?.slot ?? 0;
  return `hsl(${Math.round((slot * 137.5 + 200) % 360)} 75% 62%)`;
}
