/** Colours: sRGB as people write it, and the light that it stands for. */

import { toHex } from '../bytes';

/** Red, green and blue, each 0..1. */
export type Rgb = readonly [number, number, number];

/** @param hex as "#a1543c" */
export function rgbOfHex(hex: string): Rgb {
  const value = parseInt(hex.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** What is outside 0..1 becomes the nearest that is inside. */
export function hexOfRgb(rgb: Rgb): string {
  return `#${toHex(Uint8Array.from(rgb, (part) => Math.round(255 * Math.min(1, Math.max(0, part)))))}`;
}

/**
 * @param hue degrees, 0 to 360
 * @param saturation 0..1, as is the lightness
 */
export function rgbOfHsl(hue: number, saturation: number, lightness: number): Rgb {
  const sector = hue / 30;
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const part = (from: number): number => {
    const k = (from + sector) % 12;
    return lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [part(0), part(8), part(4)];
}

/** IEC 61966-2-1: one part of an sRGB colour as light. */
export const toLight = (part: number): number =>
  part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;

/** The inverse of `toLight`. */
export const fromLight = (light: number): number =>
  light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
