/** The colours of a room: a few that go together, so that rooms look furnished by somebody. */
import { rgbOfHsl } from '../../../src/blobgan';
import type { Random } from './random';
import type { Colour } from './types';

/** Hue in degrees, saturation and lightness 0..1. */
export function hsl(hue: number, saturation: number, lightness: number): Colour {
  return rgbOfHsl(((hue % 360) + 360) % 360, saturation, lightness);
}

export function mix(a: Colour, b: Colour, weight: number): Colour {
  const at = (k: 0 | 1 | 2): number => a[k] + (b[k] - a[k]) * weight;
  return [at(0), at(1), at(2)];
}

export const scaled = (colour: Colour, factor: number): Colour => {
  const at = (k: 0 | 1 | 2): number => Math.min(1, colour[k] * factor);
  return [at(0), at(1), at(2)];
};

export interface Palette {
  readonly hue: number;
  readonly accent: Colour;
  readonly accent2: Colour;
  readonly neutral: Colour;
  readonly wood: Colour;
  readonly wall: Colour;
  readonly wallHue: number;
}

export function makePalette(random: Random): Palette {
  const hue = random.range(0, 360);
  const woods: readonly Colour[] = [
    hsl(random.range(18, 30), random.range(0.3, 0.48), random.range(0.2, 0.32)),
    hsl(random.range(25, 36), random.range(0.3, 0.48), random.range(0.45, 0.6)),
    hsl(random.range(28, 40), random.range(0.3, 0.5), random.range(0.6, 0.72)),
    hsl(40, random.range(0.03, 0.15), random.range(0.84, 0.95)),
    hsl(30, 0.06, random.range(0.2, 0.4)),
  ];
  const wallHue = random.chance(0.4) ? hue : random.range(0, 360);
  return {
    hue,
    accent: hsl(hue, random.range(0.18, 0.5), random.range(0.34, 0.7)),
    accent2: hsl(
      hue + random.pick([30, 150, 180, 210, -40]),
      random.range(0.15, 0.48),
      random.range(0.42, 0.8),
    ),
    neutral: hsl(random.range(25, 60), random.range(0.03, 0.2), random.range(0.78, 0.95)),
    wood: random.pick(woods),
    wall: random.chance(0.45)
      ? hsl(random.range(25, 60), random.range(0.06, 0.35), random.range(0.76, 0.92))
      : hsl(wallHue, random.range(0.1, 0.36), random.range(0.62, 0.86)),
    wallHue,
  };
}
