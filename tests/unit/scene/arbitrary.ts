/** Scenes of every kind, for property tests: each on the grid and within the bounds of a document. */
import fc from 'fast-check';
import { MAX_SEED } from '../../../src/blobgan';
import {
  type Blob,
  BOUNDS,
  type Changes,
  GRID,
  type Light,
  type NamedModel,
  type Scene,
  type Source,
  fromStep,
  withoutLoneMembers,
} from '../../../src/scene';

export const NAMED: NamedModel = {
  id: 'c0cf6ff1b319',
  name: 'Rooms',
  picks: 3,
  names: ['floor', 'ceiling', 'back wall', 'left wall', 'right wall', 'window', 'bed', 'lamp', 'rug', 'door'],
};

const step = (quantity: 'position' | 'size' | 'aspect') =>
  fc
    .integer({
      min: BOUNDS[quantity][0] * GRID[quantity],
      max: BOUNDS[quantity][1] * GRID[quantity],
    })
    .map((value) => fromStep(quantity, value));

const noiseSeed = fc.oneof(
  fc.constantFrom(0, 7, MAX_SEED),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  fc.maxSafeNat(),
);
const seed = fc.oneof({ weight: 8, arbitrary: noiseSeed }, { weight: 1, arbitrary: fc.constantFrom(-1, -3) });
const truncation = fc.integer({ min: 0, max: 1000 }).map((value) => fromStep('truncation', value));
const slot = fc.integer({ min: -1, max: NAMED.names.length - 1 });
const slotSource = fc.record({ seed, truncation, slot });

/** Sources as edits make them: mostly the scene's own, else of other seeds, else mixes. */
const source = (own: { seed: number; truncation: number }): fc.Arbitrary<Source> =>
  fc.oneof(
    { weight: 3, arbitrary: slot.map((at) => ({ ...own, slot: at })) },
    { weight: 1, arbitrary: slotSource },
    {
      weight: 1,
      arbitrary: fc.record({
        a: slotSource,
        b: slotSource,
        weight: fc.integer({ min: 0, max: 1000 }).map((value) => fromStep('weight', value)),
      }),
    },
  );

/** Letters of one to four bytes, and what a page must not take for markup. */
const letter = fc.constantFrom(...'abz09 -_.<&"éßΩ部🛋');
const shown = (max: number) =>
  fc
    .array(letter, { minLength: 1, maxLength: max, size: '-1' })
    .map((letters) => letters.join(''))
    .filter((text) => text.length <= max);

const id = fc.oneof(
  fc.integer({ min: 0, max: 300 }).map((n) => `slot-${n}`),
  fc.integer({ min: 0, max: 300 }).map((n) => `copy-${n}`),
  shown(64),
  fc.constantFrom('__proto__', 'constructor', 'slot-007', 'slot--1', 'copy-99999999999', 'slot-1e3'),
);

const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);
const hundredth = fc
  .integer({ min: -100, max: 100 })
  .filter(Boolean)
  .map((value) => value / 100);

const changes = fc
  .record(
    {
      ...{ colour, wood: colour, accent: colour, accent2: colour, bedding: colour, shade: colour },
      ...{ colourA: colour, colourB: colour, colourC: colour },
      ...{ pattern: shown(64), sky: shown(64), model: shown(64) },
      patternScale: fc.integer({ min: -9_000, max: 9_000 }).map((value) => value / 1_000),
      ...{ patternAcross: fc.boolean(), lampOn: fc.boolean(), round: fc.boolean() },
      facing: fc.integer({ min: 0, max: 359 }),
    } satisfies Record<keyof Changes, fc.Arbitrary<unknown>>,
    { requiredKeys: [] },
  )
  .filter((all) => Object.keys(all).length > 0) as fc.Arbitrary<Changes>;

const light = fc
  .record(
    { preset: shown(64), night: fc.boolean(), warmth: hundredth, strength: hundredth },
    { requiredKeys: [] },
  )
  .filter((all) => Object.keys(all).length > 0) as fc.Arbitrary<Light>;

const blob = (own: { seed: number; truncation: number }): fc.Arbitrary<Blob> =>
  fc
    .record({
      id,
      name: fc.oneof(
        fc.constantFrom(...NAMED.names, '__proto__', '<img src=x onerror=alert(1)>', 'Blob 3'),
        shown(60),
      ),
      x: step('position'),
      y: step('position'),
      size: step('size'),
      aspect: step('aspect'),
      angle: fc
        .integer({ min: -GRID.angle / 4 + 1, max: GRID.angle / 4 })
        .map((value) => fromStep('angle', value)),
      hidden: fc.boolean(),
      locked: fc.boolean(),
      feature: source(own),
      other: fc.option(source(own)),
      group: fc.option(fc.integer({ min: 1, max: 4 })),
      changes: fc.option(changes),
    })
    .map(({ other, group, changes: said, ...rest }) => ({
      ...rest,
      style: other ?? rest.feature,
      ...(group !== null && { group }),
      ...(said && { changes: said }),
    }));

export const anyScene: fc.Arbitrary<Scene> = fc.record({ seed, truncation }).chain((own) =>
  fc
    .record({
      otherNoise: fc.option(noiseSeed),
      background: fc.record({ feature: source(own), style: source(own) }),
      grouped: fc.boolean(),
      changed: fc.boolean(),
      light: fc.option(light),
      ofBackground: fc.option(changes),
      blobs: fc.uniqueArray(blob(own), { maxLength: 30, selector: (each) => each.id, size: 'max' }),
    })
    .map(({ otherNoise, background, blobs, grouped, changed, light: lit, ofBackground }) => ({
      model: NAMED.id,
      ...own,
      noiseSeed: otherNoise ?? Math.max(0, own.seed),
      background: { ...background, ...(changed && ofBackground && { changes: ofBackground }) },
      ...(changed && lit && { light: lit }),
      blobs: withoutLoneMembers(
        blobs.map(({ group, changes: said, ...rest }) => ({
          ...rest,
          ...(grouped && group !== undefined && { group }),
          ...(changed && said && { changes: said }),
        })),
      ),
    })),
);
