import { describe, expect, it } from 'vitest';
import { type Told, type ToldLight, Telling } from '../../../../src/engine/attributes/telling';
import { toLight } from '../../../../src/blobgan';
import { SCHEMA, rowsOf } from './tiny-attributes';

const telling = new Telling(SCHEMA);

const BED = {
  ...{ class: 'bed', model: 'S:bed1', pattern: 'none', patternScale: 1, lampOn: 0 },
  ...{ 'colour.r': 0.5, 'colour.g': 0.5, 'colour.b': 0.5 },
  ...{ 'bedding.r': 0.5, 'bedding.g': 0.25, 'bedding.b': 0.5 },
  ...{ 'wood.r': 0.2, 'wood.g': 0.2, 'wood.b': 0.2, 'yaw.cos': 1, 'yaw.sin': 0 },
  ...{ 'light.night': 0, 'light.sunColour.r': 1, 'light.sunColour.b': 1, 'light.sunIntensity': 2 },
};

/** What the bed is after it was told something. */
function told(changes: Told, light: ToldLight | null = null, thing: Parameters<typeof rowsOf>[0] = BED) {
  // Not the first row: a row is told alone.
  const rows = rowsOf({ class: 'back wall' }, thing!);
  const before = rows.numbers.slice(0, SCHEMA.numbers.length);
  telling.tell(rows, 1, changes, light);
  expect(rows.numbers.slice(0, SCHEMA.numbers.length)).toEqual(before);
  const number = (name: string): number => {
    const at = SCHEMA.numbers.findIndex((each) => each.name === name);
    return rows.numbers[SCHEMA.numbers.length + at]!;
  };
  return { ...telling.traitsOf(rows, 1), number };
}

describe('what a thing is', () => {
  it('is told by name, as far as its class has it and it is known', () => {
    expect(told({})).toMatchObject({
      class: 'bed',
      values: {
        ...{ colour: '#808080', bedding: '#804080', wood: '#333333', pattern: 'none', patternScale: 1 },
        ...{ lampOn: false, model: 'S:bed1', facing: 0 },
      },
    });
    const wall = telling.traitsOf(rowsOf({ class: 'back wall', pattern: 'checks', 'yaw.cos': 1 }), 0);
    expect(wall).toEqual({ class: 'back wall', values: { pattern: 'checks' } });
    expect(telling.traitsOf(rowsOf({}), 0)).toEqual({ class: null, values: {} });
  });

  it('changes in what it is told, and in nothing else', () => {
    const before = told({}).values;
    for (const [name, value] of Object.entries({
      wood: '#a1543c',
      pattern: 'stripes',
      patternScale: 2,
      lampOn: true,
      model: 'S:bed2',
    }))
      expect(told({ [name]: value }).values).toEqual({ ...before, [name]: value });
  });

  it('takes its dimensions from its model', () => {
    const { number } = told({ model: 'S:bed2' });
    expect(['x', 'y', 'z'].map((side) => number(`dimensions.${side}`))).toEqual(
      [2, 0.8, 2.1].map(Math.fround),
    );
  });

  it('turns: 90 degrees is to the right', () => {
    const { number, values } = told({ facing: 90 });
    expect(number('yaw.cos')).toBeCloseTo(0);
    expect(number('yaw.sin')).toBeCloseTo(1);
    expect(values['facing']).toBeCloseTo(90);
    expect(told({ facing: -135 }).values['facing']).toBeCloseTo(-135, 4);
  });

  it('has its dominant part follow its colour by the same ratio of light, and no other part', () => {
    const { values } = told({ colour: '#bcbcbc' });
    expect(values).toMatchObject({ colour: '#bcbcbc', wood: '#333333' });
    // Grey 0x80 to 0xbc is 2.32 times the light.
    expect(values['bedding']).toMatch(/^#bc6[123]bc$/);
  });

  it('comes to the same in whatever order it is told', () => {
    const one = told({ colour: '#102030', bedding: '#00ff00', model: 'S:bed2', facing: 30 });
    const other = told({ facing: 30, model: 'S:bed2', bedding: '#00ff00', colour: '#102030' });
    expect(other.values).toEqual(one.values);
    expect(one.values['bedding']).toBe('#00ff00');
  });

  it('stays as it is where its class has no such thing, or there is no such value', () => {
    const before = told({}).values;
    expect(told({ pattern: 'checks', sky: 'clear', model: 'S:chair', shade: '#ffffff' }).values).toEqual(
      before,
    );
    const wall = rowsOf({ class: 'back wall', 'colour.r': 1, 'colour.g': 1, 'colour.b': 1 });
    telling.tell(wall, 0, { facing: 10, model: 'S:bed1', wood: '#ffffff' }, null);
    expect(telling.traitsOf(wall, 0).values).toEqual({ colour: '#ffffff' });
    expect(wall.known.reduce((sum, each) => sum + each)).toBe(3);
  });

  it('keeps to the range of its columns', () => {
    expect(told({ patternScale: 100 }).values['patternScale']).toBe(4);
  });
});

describe('the light of a room', () => {
  it('changes what is seen of a thing as much as what falls on it, channel by channel', () => {
    const lights = ['exposure', 'sunIntensity', 'skyIntensity'];
    const colours = ['sun', 'sky'].flatMap((of) => ['r', 'g', 'b'].map((part) => `${of}Colour.${part}`));
    const names = [
      'colour.r',
      'colour.g',
      'colour.b',
      ...[...lights, ...colours].map((name) => `light.${name}`),
    ];
    const values: [string, number][] = [
      ['light.sunIntensity', 0.25],
      ['light.skyIntensity', 0.5],
      ['light.skyColour.r', 0.5],
    ];
    const bed = { ...SCHEMA.classes[0]!, colours: ['colour'], patterns: [], numbers: [], switches: [] };
    const night = new Telling({
      categories: [{ name: 'class', values: ['bed'] }],
      numbers: names.map((name) => ({ name, low: 0, high: 4 })),
      classes: [{ ...bed, models: [], turns: false }],
      models: [],
      lights: [{ name: 'night', values }],
    });
    const rows = {
      categories: Int32Array.of(1),
      numbers: Float32Array.of(0.5, 0.5, 0.9, 1, 1, 2, 1, 1, 1, 1, 1, 1),
      known: new Float32Array(names.length).fill(1),
    };
    night.tell(rows, 0, {}, { preset: 'night' });
    // Red gets 0.25 + 0.5 x 0.5 of what was 3, green and blue 0.75 of it.
    const factors = [0.5 / 3, 0.75 / 3, 0.75 / 3];
    [0.5, 0.5, 0.9].forEach((before, at) =>
      expect(toLight(rows.numbers[at]!)).toBeCloseTo(toLight(before) * factors[at]!, 4),
    );
  });

  it('is a preset, and what is warmer or stronger than that', () => {
    const evening = told({}, { preset: 'evening' });
    expect(evening.number('light.night')).toBe(1);
    expect(evening.number('light.sunIntensity')).toBe(1);
    const warm = told({}, { preset: 'evening', warmth: 1, strength: 1, night: false });
    expect(warm.number('light.night')).toBe(0);
    expect(warm.number('light.sunIntensity')).toBe(4);
    expect(warm.number('light.sunColour.r')).toBe(4);
    expect(warm.number('light.sunColour.b')).toBe(0);
    // Half the way to the end of what the model knows.
    const cold = told({}, { warmth: -0.5, strength: -0.5 });
    expect(cold.number('light.sunColour.r')).toBe(0.5);
    expect(cold.number('light.sunColour.b')).toBe(2.5);
    expect(cold.number('light.sunIntensity')).toBe(1);
  });

  it('falls on what has no class of its own, and tells nothing else', () => {
    const background = { 'light.night': 0, class: 'background' };
    expect(told({ colour: '#ffffff' }, { preset: 'evening' }, background).number('light.night')).toBe(1);
    expect(told({}, { preset: 'dawn' }).number('light.sunIntensity')).toBe(2);
    expect(told({}, { preset: 'evening' }).values).toEqual(told({}).values);
  });
});
