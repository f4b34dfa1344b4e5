import { describe, expect, it } from 'vitest';
import { KINDS } from '../../../scripts/dataset/pairs/edits';
import { readOptions } from '../../../scripts/dataset/options';

describe('the arguments', () => {
  it('have defaults', () => {
    expect(readOptions(['--out', 'rooms'])).toEqual({
      kind: 'bedroom',
      seed: 1,
      size: 256,
      count: 64,
      pairs: null,
      pairKinds: KINDS,
      layouts: false,
      workers: 1,
      out: 'rooms',
      sheet: null,
      cache: '.cache',
    });
  });

  it('ask for pairs', () => {
    expect(readOptions(['--out', 'rooms', '--pairs', '500', '--seed', '9'])).toMatchObject({
      pairs: 500,
      seed: 9,
    });
  });

  it('ask for some kinds of pairs, in the order of all', () => {
    const args = ['--out', 'rooms', '--pairs', '5', '--pair-kinds', 'relit, moved'];
    expect(readOptions(args).pairKinds).toEqual(['moved', 'relit']);
  });

  it.each([
    [
      ['--out', 'x', '--pairs', '5', '--pair-kinds', 'moved,bent'],
      `--pair-kinds takes names out of ${KINDS.join(', ')} with commas, not "bent".`,
    ],
    [['--out', 'x', '--pair-kinds', 'moved'], '--pair-kinds says which pairs --pairs renders: give both.'],
    [['--out', 'x', '--count', 'many'], '--count takes a whole number from 1 to 10000000, not "many".'],
    [['--out', 'x', '--count', '0'], '--count takes a whole number from 1 to 10000000, not "0".'],
    [['--out', 'x', '--count='], '--count takes a whole number from 1 to 10000000, not "".'],
    [['--out', 'x', '--size', '2048'], '--size takes a whole number from 32 to 1024, not "2048".'],
    [['--out', 'x', '--seed=-1'], '--seed takes a whole number from 0 to 9007199254740991, not "-1".'],
    [['--out', 'x', '--pairs', '1.5'], '--pairs takes a whole number from 1 to 250000, not "1.5".'],
    [['--out', 'x', '--kind', 'attic'], '--kind takes "bedroom" or "living room", not "attic".'],
    [[], 'Say where to write: --out DIR for a set, --sheet FILE for a sheet.'],
    [['--sheet', 'rooms.jpg'], '--sheet takes the name of a .png file, not "rooms.jpg".'],
    [
      ['--out', 'x', '--pairs', '5', '--count', '5'],
      '--count renders rooms and --pairs renders pairs: give one, then the other in a second run.',
    ],
    [
      ['--layouts', '--out', 'x', '--pairs', '5'],
      '--layouts writes the numbers of rooms alone: give it --count and --out DIR, no pairs and no sheet.',
    ],
    [['--colour', 'red'], "Unknown option '--colour': see scripts/dataset/README.md."],
    [['--out'], "Option '--out <value>' argument missing: see scripts/dataset/README.md."],
  ])('%j are refused in one sentence', (args, sentence) => {
    let message = '';
    try {
      readOptions(args);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toBe(sentence);
  });
});
