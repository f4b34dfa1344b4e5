/** Colours as people turn them: hue, saturation and lightness. */
import { type Rgb, hexOfRgb, rgbOfHex, rgbOfHsl } from '../blobgan';

export interface Hsl {
  /** Degrees, 0 to 360. */
  readonly hue: number;
  /** 0..1 */
  readonly saturation: number;
  /** 0..1 */
  readonly lightness: number;
}

export const hexOfHsl = ({ hue, saturation, lightness }: Hsl): string =>
  hexOfRgb(rgbOfHsl(hue, saturation, lightness));

/** @param before where the colour does not say: grey has no hue, black and white no saturation either */
export function hslOfHex(hex: string, before: Hsl): Hsl {
  const rgb: Rgb = rgbOfHex(hex);
  const [r, g, b] = rgb;
  const [most, least] = [Math.max(...rgb), Math.min(...rgb)];
  const lightness = (most + least) / 2;
  const reach = most - least;
  if (!reach)
    return { ...before, saturation: lightness > 0 && lightness < 1 ? 0 : before.saturation, lightness };
  const sixth =
    most === r ? ((g - b) / reach + 6) % 6 : most === g ? (b - r) / reach + 2 : (r - g) / reach + 4;
  return { hue: 60 * sixth, saturation: reach / 2 / Math.min(lightness, 1 - lightness), lightness };
}

/** What a person types as a colour: #a1543c, a1543c or #a53; null when it is none. */
export function readHex(typed: string): string | null {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(typed.trim())?.[1]?.toLowerCase();
  if (!digits) return null;
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}
