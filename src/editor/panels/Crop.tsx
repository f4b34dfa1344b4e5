import type { ReactElement } from 'react';
import type { Crop } from '../seed-rooms';

const WHOLE: Crop = { x: 0, y: 0, side: 1 };

/** A square of a small picture; an empty frame while there is no picture. Decoration: the text beside it says what it is. */
export function CropView({ url, crop = WHOLE }: { url: string | undefined; crop?: Crop }): ReactElement {
  const at = (from: number): string => `${crop.side < 1 ? (100 * from) / (1 - crop.side) : 0}%`;
  return (
    <span
      className={url ? 'crop' : 'crop waiting'}
      aria-hidden="true"
      style={
        url
          ? {
              backgroundImage: `url(${url})`,
              backgroundSize: `${100 / crop.side}%`,
              backgroundPosition: `${at(crop.x)} ${at(crop.y)}`,
            }
          : undefined
      }
    />
  );
}
