/** The bed, and what stands beside it. */
import { hsl } from './palette';
import { type Furnishing, modelsOf, placeAgainst, putOn, tint } from './standing';
import type { Colour, Look, Thing, Wall } from './types';

/** The bed is what the room is about: nearly all of it must be in the picture. */
const BED_IN_FRAME = 0.8;

const BEDDING = ['none', 'none', 'stripes', 'checks'] as const;

/** What a bedding's pattern has beside its first colour. */
export function secondBeddingColour({ random, palette }: Pick<Furnishing, 'random' | 'palette'>): Colour {
  return random.pick([palette.neutral, palette.accent2, hsl(40, 0.1, 0.94)]);
}

/** What a bedding has beside its first colour. */
export function beddingPattern(
  { random, palette }: Pick<Furnishing, 'random' | 'palette'>,
  pattern: (typeof BEDDING)[number],
): Look {
  if (pattern === 'none') return { pattern };
  return {
    pattern,
    patternScale: random.range(0.2, 0.45),
    patternAcross: pattern === 'stripes' && random.chance(0.5),
    colourB: secondBeddingColour({ random, palette }),
  };
}

/** Puts a bed with nightstands and lamps where it fits; null when no place was found. */
export function placeBed(f: Furnishing): Thing | null {
  const { random, plan } = f;
  let model = random.pick(modelsOf(f, 'bed'));
  for (let attempt = 0; attempt < 40; attempt++) {
    // Large beds fit in fewer places: each gets several tries.
    if (attempt % 8 === 7) model = random.pick(modelsOf(f, 'bed'));
    const [w] = model.dimensions;
    const draw = random.next();
    const wall: Wall = draw < 0.72 ? 'back' : draw < 0.86 ? 'left' : 'right';
    const along =
      wall === 'back'
        ? [
            random.chance(0.55)
              ? random.range(-0.4, 0.4)
              : random.range(-plan.width / 2 + w / 2, plan.width / 2 - w / 2),
          ]
        : [-plan.depth / 2 + w / 2 + random.range(0.04, 0.8)];
    const look: Look = {
      ...tint(f, model),
      ...(model.own.bedding && beddingPattern(f, random.pick(BEDDING))),
    };
    const bed = placeAgainst(f, model, wall, along, look, { gap: 0, least: BED_IN_FRAME, solid: 0.6 });
    if (!bed) continue;
    const middle = wall === 'back' ? bed.position[0] : bed.position[2];
    placeNightstands(f, wall, middle, w);
    return bed;
  }
  return null;
}

function placeNightstands(f: Furnishing, wall: Wall, middle: number, bedWidth: number): void {
  const { random } = f;
  const model = random.pick(modelsOf(f, 'nightstand'));
  const lamp = random.pick(modelsOf(f, 'table lamp'));
  const [look, lampLook] = [tint(f, model), tint(f, lamp)];
  const count = random.pick([0, 1, 1, 2, 2, 2]);
  for (const side of random.shuffle([-1, 1]).slice(0, count)) {
    const along = middle + side * (bedWidth / 2 + model.dimensions[0] / 2 + 0.06);
    const stand = placeAgainst(f, model, wall, [along], look, { gap: -0.02 });
    if (!stand || !random.chance(0.8)) continue;
    // The two lamps of a pair are alike, as people buy them.
    const before = f.things.length;
    putOn(f, stand, 'table lamp', (candidate) => candidate === lamp);
    const put = f.things[before]!;
    f.things[before] = { ...put, look: { ...lampLook, lampOn: f.lampsOn } };
  }
}
