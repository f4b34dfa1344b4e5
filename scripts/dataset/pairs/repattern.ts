/** Another pattern for a surface or a thing, drawn as the rooms draw theirs, in the first colour that it has. Pure. */
import { beddingPattern } from '../room/bed';
import { rugPattern } from '../room/extras';
import { hsl, makePalette } from '../room/palette';
import type { Random } from '../room/random';
import { floorPattern, wallPattern } from '../room/shell';
import { type Look, PATTERNS, type Pattern } from '../room/types';

/** Patterns that the rooms have on side walls. */
const SIDE_WALL = ['none', 'stripes', 'panelling'] as const;

/** The looks that a class can have: its patterns, and how one of them is drawn. */
const choice = <P extends Pattern>(
  patterns: readonly P[],
  draw: (random: Random, pattern: P, look: Look) => Look,
) => ({
  *others(random: Random, look: Look): Generator<Look> {
    for (const pattern of random.shuffle(patterns)) {
      if (pattern !== look.pattern) yield draw(random, pattern, look);
    }
  },
});

const onWall = (random: Random, pattern: (typeof PATTERNS.wall)[number], { colourA }: Look): Look => {
  const other = hsl(random.range(0, 360), random.range(0.12, 0.34), random.range(0.4, 0.75));
  return wallPattern(random, pattern, colourA!, other);
};
const sideWall = choice(SIDE_WALL, onWall);

const CHOICES: Readonly<Record<string, ReturnType<typeof choice>>> = {
  floor: choice(PATTERNS.floor, (random, pattern, { colourA }) => floorPattern(random, pattern, colourA!)),
  'back wall': choice(PATTERNS.wall, onWall),
  'left wall': sideWall,
  'right wall': sideWall,
  bed: choice(PATTERNS.bedding, (random, pattern, { wood, accent, accent2, bedding }) => ({
    ...beddingPattern({ random, palette: makePalette(random) }, pattern),
    ...(wood && { wood }),
    ...(accent && { accent }),
    ...(accent2 && { accent2 }),
    ...(bedding && { bedding }),
  })),
  rug: choice(PATTERNS.rug, (random, pattern, { round, colourA }) => ({
    ...rugPattern({ random, palette: makePalette(random) }, pattern),
    round: round!,
    colourA: colourA!,
  })),
  picture: choice(PATTERNS.picture, (_, pattern, look) => ({ ...look, pattern })),
};

/** Looks with every other pattern that the class has; none for what has no patterns. */
export function* otherPatterns(random: Random, name: string, look: Look): Generator<Look> {
  if (look.pattern) yield* CHOICES[name]?.others(random, look) ?? [];
}
