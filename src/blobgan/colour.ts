/** Colours: sRGB as people write it, and the light that it stands for. */

/** Red, green and blue, each 0..1. */
export type Rgb = readonly [number, number, number];

/** @param hex as "#a1543c" */
export function rgbOfHex(hex: string): Rgb {
  const value = parseInt(hex.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** What is outside 0..1 becomes the nearest that is inside. */
export function hexOfRgb(rgb: Rgb): string {
  const byte = (part: number): string =>
    Math.round(255 * Math.min(1, Math.max(0, part)))
      .toString(16)
      .padStart(2, '0');
  return `#${rgb.map(byte).join('')}`;
}

/** IEC 61966-2-1: one part of an sRGB colour as light. */
export const toLight = (part: number): number =>
  part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;

/** The inverse of `toLight`. */
export const fromLight = (light: number): number =>
  light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
