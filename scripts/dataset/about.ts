/** dataset.json and credits.json: what a set is, and whose furniture stands in it. */
import type { Furniture } from './furniture/pack';
import { PATTERNS, PROCEDURAL, type RoomKind, SKIES, SURFACES } from './room';
import { SHARD_SIZE } from './shards';

/** Type and range of every attribute of a thing's look. */
const ATTRIBUTES = {
  pattern: { type: 'category', values: [...new Set(Object.values(PATTERNS).flat())] },
  patternScale: { type: 'number', range: [0, 1.2] },
  patternAcross: { type: 'boolean' },
  colourA: { type: 'colour' },
  colourB: { type: 'colour' },
  colourC: { type: 'colour' },
  wood: { type: 'colour' },
  accent: { type: 'colour' },
  accent2: { type: 'colour' },
  bedding: { type: 'colour' },
  shade: { type: 'colour' },
  sky: { type: 'category', values: SKIES },
  round: { type: 'boolean' },
  lampOn: { type: 'boolean' },
} as const;

export function aboutDataset(
  furniture: Furniture,
  kind: RoomKind,
  seed: number,
  size: number,
  count: number,
): Record<string, unknown> {
  const { models } = furniture;
  // Classes of one kind of room alone come last, so that what learned the others' numbers can go on with them.
  const shared = models.filter(({ only }) => !only);
  const classes = [
    ...new Set([...shared.map((model) => model.class), ...PROCEDURAL, ...models.map((model) => model.class)]),
  ];
  return {
    version: 1,
    kind,
    seed,
    size,
    count,
    shardSize: SHARD_SIZE,
    classes,
    surfaces: SURFACES,
    models: creditsOf(furniture),
    attributes: ATTRIBUTES,
  };
}

export function creditsOf(furniture: Furniture): Record<string, string>[] {
  return furniture.models.map(({ key, class: kind, name, creator, licence, library }) => ({
    key,
    class: kind,
    name,
    creator,
    licence,
    library,
  }));
}
