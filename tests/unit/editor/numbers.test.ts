import { afterEach, describe, expect, it } from 'vitest';
import { i18n } from '../../../src/editor/i18n';
import { readNumber, writtenNumber } from '../../../src/editor/numbers';

afterEach(() => i18n.changeLanguage('en'));

describe('a number that is typed', () => {
  it.each([
    ['50', 50],
    [' 11,5 ', 11.5],
    ['.5', 0.5],
    ['-3', -3],
    ['−3,25', -3.25],
    ['40+10', 50],
    ['40 - 10,5', 29.5],
    ['2+3*4', 14],
    ['(2+3)*4', 20],
    ['7/2', 3.5],
    ['3×2', 6],
    ['30°', 30],
    // From the present number, 20, on.
    ['*2', 40],
    ['/2', 10],
    ['+5', 25],
    ['-=5', 15],
    ['+=5', 25],
    ['50%', 10],
    ['*50%', 10],
    ['--3', 3],
  ])('%s is %d', (typed, value) => expect(readNumber(typed, 20)).toBeCloseTo(value, 9));

  it('in per cent, is a part of the whole that it is given', () => {
    expect(readNumber('50%', 20, 100)).toBe(50);
    expect(readNumber('50 % + 10', 20, 100)).toBe(60);
    expect(readNumber('-=5', -20)).toBe(-25);
  });

  it.each([
    '',
    ' ',
    'abc',
    '1/0',
    '40+',
    '2 3',
    '(1',
    '1)',
    '1e5',
    '1,2,3',
    '0x10',
    '*',
    '%',
    '9'.repeat(400),
  ])('%j is none', (typed) => expect(readNumber(typed, 20)).toBeNull());

  it('is read from what was written, in every language', async () => {
    for (const language of ['en', 'fr']) {
      await i18n.changeLanguage(language);
      for (const value of [0, 11.5, -49.8, 1234.5])
        expect(readNumber(writtenNumber(value, 1), 7)).toBe(value);
    }
  });
});

describe('a number that is shown', () => {
  it('has the decimals of the language', async () => {
    expect([writtenNumber(11.46, 1), writtenNumber(-0.001, 2)]).toEqual(['11.5', '0.00']);
    await i18n.changeLanguage('fr');
    expect([writtenNumber(11.46, 1), writtenNumber(1234.5, 1)]).toEqual(['11,5', '1234,5']);
  });
});
