/** Another look for a thing, drawn as the rooms draw theirs: a palette of another room, the same patterns. Pure. */
import { secondBeddingColour } from '../room/bed';
import { rugColours } from '../room/extras';
import { curtainColour, pictureColours } from '../room/hanging';
import { makePalette } from '../room/palette';
import type { Random } from '../room/random';
import { tint } from '../room/standing';
import type { Colour, Look, ModelInfo, Thing } from '../room/types';

/** The colours of two looks must be this far apart in the mean (sRGB, 0..1 for each channel). */
const LEAST_APART = 0.3;
const TRIES = 24;

/** Only a narrow frame of these could change. */
const FRAMES = new Set(['window', 'mirror']);

function drawLook(random: Random, thing: Thing, model: ModelInfo | undefined): Look {
  const palette = makePalette(random);
  if (thing.class === 'rug') return rugColours({ random, palette });
  if (thing.class === 'curtain') return { colourA: curtainColour({ random, palette }) };
  if (thing.class === 'picture') return pictureColours(random, palette.hue);
  if (!model || FRAMES.has(thing.class)) return {};
  return {
    ...tint({ random, palette }, model),
    ...(thing.look.colourB && { colourB: secondBeddingColour({ random, palette }) }),
  };
}

/** Mean distance of the colours that both looks have; 0 when there are none. */
export function distance(a: Look, b: Look): number {
  const distances: number[] = [];
  for (const [name, value] of Object.entries(a) as [keyof Look, unknown][]) {
    const other = b[name];
    if (!Array.isArray(value) || !Array.isArray(other)) continue;
    const [p, q] = [value as unknown as Colour, other as unknown as Colour];
    distances.push(Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
  }
  return distances.length ? distances.reduce((sum, d) => sum + d, 0) / distances.length : 0;
}

/** Looks that differ clearly from the thing's; none for what keeps the colours it was made in. */
export function* otherLooks(random: Random, thing: Thing, models: readonly ModelInfo[]): Generator<Look> {
  const model = models.find(({ key }) => key === thing.model);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const drawn = drawLook(random, thing, model);
    if (distance(drawn, thing.look) >= LEAST_APART) yield { ...thing.look, ...drawn };
  }
}
