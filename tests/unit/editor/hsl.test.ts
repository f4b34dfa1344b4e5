import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexOfHsl, hslOfHex, readHex } from '../../../src/editor/hsl';

const START = { hue: 200, saturation: 0.5, lightness: 0.5 };

describe('colours as people turn them', () => {
  it('are the same colour there and back', () => {
    const hex = fc
      .integer({ min: 0, max: 0xffffff })
      .map((value) => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(fc.property(hex, (each) => hexOfHsl(hslOfHex(each, START)) === each));
  });

  it('keep the hue and the saturation that grey, black and white have none of', () => {
    expect(hslOfHex('#808080', START)).toMatchObject({ hue: 200, saturation: 0 });
    expect(hslOfHex('#000000', START)).toEqual({ ...START, lightness: 0 });
    expect(hslOfHex('#ffffff', START)).toEqual({ ...START, lightness: 1 });
  });

  it('are those that the names say', () => {
    expect(hexOfHsl({ hue: 0, saturation: 1, lightness: 0.5 })).toBe('#ff0000');
    expect(hexOfHsl({ hue: 120, saturation: 1, lightness: 0.5 })).toBe('#00ff00');
    expect(hexOfHsl({ hue: 240, saturation: 1, lightness: 0.25 })).toBe('#000080');
  });
});

it.each([
  ['#A1543C', '#a1543c'],
  [' a1543c ', '#a1543c'],
  ['#a53', '#aa5533'],
  ['red', null],
  ['#a1543', null],
  ['', null],
])('%j is read as %j', (typed, hex) => expect(readHex(typed)).toBe(hex));
