/** The empty room: its surfaces, its light and the camera. */
import { type Palette, hsl, mix, scaled } from './palette';
import type { Random } from './random';
import type { Camera, Colour, Light, Look, PATTERNS, Surface } from './types';

type FloorPattern = (typeof PATTERNS.floor)[number];
type WallPattern = (typeof PATTERNS.wall)[number];

export function makeSurfaces(random: Random, palette: Palette): Surface[] {
  const { wall, wallHue } = palette;
  const plain: Look = { pattern: 'none', colourA: wall, colourB: wall };
  let [back, sides] = [plain, plain];
  if (random.chance(0.45)) {
    const other = hsl(
      wallHue + random.pick([0, 20, 180, -30]),
      random.range(0.12, 0.34),
      random.range(0.4, 0.75),
    );
    const kind = random.pick(['accent', 'stripes', 'dots', 'panelling', 'brick'] as const);
    if (kind === 'accent') back = wallPattern(random, 'none', other, other);
    else if (kind === 'brick') {
      const clay = random.pick([hsl(12, 0.4, 0.45), hsl(30, 0.08, 0.82)]);
      back = wallPattern(random, kind, clay, other);
    } else {
      back = wallPattern(random, kind, wall, other);
      if (kind !== 'dots') sides = back;
    }
  }
  const cream = hsl(random.range(30, 60), random.range(0, 0.15), random.range(0.88, 0.97));
  return [
    { name: 'floor', look: makeFloor(random) },
    { name: 'ceiling', look: { pattern: 'none', colourA: cream, colourB: cream } },
    { name: 'back wall', look: back },
    { name: 'left wall', look: sides },
    { name: 'right wall', look: sides },
  ];
}

/** A wall in this colour; `other` shows through in stripes and dots. */
export function wallPattern(random: Random, pattern: WallPattern, colour: Colour, other: Colour): Look {
  if (pattern === 'none') return { pattern, colourA: colour, colourB: colour };
  if (pattern === 'brick') {
    return { pattern, patternScale: 0.24, colourA: colour, colourB: hsl(30, 0.05, 0.74) };
  }
  const second = pattern === 'panelling' ? hsl(40, 0.1, 0.9) : mix(colour, other, random.range(0.25, 0.6));
  const patternScale = pattern === 'panelling' ? random.range(0.8, 1.1) : random.range(0.2, 0.5);
  return { pattern, patternScale, colourA: colour, colourB: second };
}

/** What a floor of this colour has beside it. */
export function floorPattern(random: Random, pattern: FloorPattern, colour: Colour): Look {
  if (pattern === 'planks') {
    return {
      pattern,
      patternScale: random.range(0.12, 0.24),
      patternAcross: random.chance(0.5),
      colourA: colour,
      colourB: scaled(colour, random.range(0.72, 0.86)),
    };
  }
  return {
    pattern,
    patternScale: pattern === 'carpet' ? 0.05 : random.range(0.35, 0.6),
    patternAcross: false,
    colourA: colour,
    colourB: scaled(colour, pattern === 'carpet' ? 0.85 : 0.7),
  };
}

function makeFloor(random: Random): Look {
  const kind = random.pick(['planks', 'planks', 'planks', 'carpet', 'tiles'] as const);
  if (kind === 'planks') {
    const colour = hsl(
      random.range(18, 38),
      random.range(0.2, 0.55),
      random.pick([random.range(0.2, 0.3), random.range(0.38, 0.5), random.range(0.55, 0.7)]),
    );
    return floorPattern(random, kind, colour);
  }
  const colour =
    kind === 'carpet'
      ? hsl(
          random.chance(0.6) ? random.range(20, 50) : random.range(0, 360),
          random.range(0.05, 0.35),
          random.range(0.42, 0.8),
        )
      : hsl(random.range(15, 45), random.range(0.05, 0.3), random.range(0.55, 0.82));
  return floorPattern(random, kind, colour);
}

export function makeLight(random: Random): Light {
  const night = random.chance(0.1);
  const warmth = random.next();
  const side = random.chance(0.5) ? 1 : -1;
  return {
    night,
    exposure: random.range(0.94, 1.06) * (night ? 1.1 : 1),
    // High and from the front: shadows stay short and near what casts them.
    sunDirection: [side * random.range(0.25, 0.9), random.range(2.2, 3), random.range(0.9, 1.7)],
    sunIntensity: night ? 0.25 : random.range(0.8, 1.6),
    sunColour: [1, random.range(0.9, 0.98), random.range(0.76, 0.95)],
    skyIntensity: night ? 1.15 : random.range(2.3, 2.8),
    skyColour: night ? [0.8, 0.82, 1] : [1, 0.98 - 0.05 * warmth, 0.95 - 0.14 * warmth],
    lampsOn: night || random.chance(0.4),
  };
}

/**
 * @param back how much of the back wall's width half the picture shows
 * @param look height of what the camera looks at
 */
export function makeCamera(
  random: Random,
  width: number,
  depth: number,
  { back = [0.5, 0.64], look = [0.92, 1.12] } = {},
): Camera {
  const fov = random.range(44, 52);
  const reach = Math.tan((fov * Math.PI) / 360);
  const distance = (width * random.range(back[0]!, back[1]!)) / reach;
  const x = random.range(-0.14, 0.14) * width;
  return {
    fov,
    position: [x, random.range(1.4, 1.8), -depth / 2 + distance],
    target: [x * 0.55 + random.range(-0.03, 0.03) * width, random.range(look[0]!, look[1]!), -depth / 2],
  };
}
