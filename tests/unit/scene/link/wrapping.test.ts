/** Links as they arrive: wrapped, cut into lines, tracked, escaped. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkIn, readLink, writeLink } from '../../../../src/scene';
import { unwrap } from '../../../../src/scene/link/wrapping';
import { Fault } from '../../../../src/faults';
import { NAMED, anyScene } from '../arbitrary';

const known = (id: string): typeof NAMED | null => (id === NAMED.id ? NAMED : null);
const PAGE = 'https://rooms.example/people/jo/?seed=3';

const AFTER = [
  '',
  '.',
  ')',
  ').',
  '>',
  ',',
  '"',
  '’',
  '»',
  '%20',
  '%0A',
  '&utm_source=mail&utm_medium=x',
  '?fbclid=IwAR0a_b-9',
];
const MORE = [
  '_',
  '*',
  '**',
  ' and so on',
  '%E2%80%8B',
  ';',
  '!',
  '&amp;x=1',
  '%22%3E',
  '\u00a0',
  '=',
  '==',
  ']',
  '`',
  '#a',
  '\r\n',
];
const BREAKS = ['\n', '\r\n', ' ', '\n  ', '\n> ', '\n> > ', '=\r\n', '%20', '%0A', '\u200b'];
const ESCAPES: ((link: string) => string)[] = [
  (link) => link,
  (link) => link.replace('#', '%23'),
  (link) => link.replace('#s=', '%23s%3D'),
  (link) => link.replace('#s=', '#s%3D'),
  (link) => link.replace('#s=1.', '%23s%3d1%2E'),
];

describe('a link', () => {
  it('opens as the same scene with anything around it, in lines, and escaped', () => {
    const wrapped = fc.record({
      scene: anyScene,
      after: fc.constantFrom(...AFTER, ...MORE),
      line: fc.option(fc.integer({ min: 20, max: 80 })),
      lineBreak: fc.constantFrom(...BREAKS),
      escape: fc.constantFrom(...ESCAPES),
    });
    fc.assert(
      fc.property(wrapped, ({ scene, after, line, lineBreak, escape }) => {
        const link = writeLink(scene, NAMED);
        const inLines = line ? link.replace(new RegExp(`.{${line}}(?=.)`, 'g'), `$&${lineBreak}`) : link;
        const address = PAGE + escape(inLines) + after;
        expect(readLink(linkIn(address), known)).toEqual({ kind: 'scene', scene });
      }),
      { numRuns: 400 },
    );
  });

  it('with a damaged character never opens as another scene', () => {
    const damaged = fc.record({
      scene: anyScene,
      where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      becomes: fc.constantFrom(...'Aaz09-_.%&)> ', ''),
      after: fc.constantFrom(...AFTER),
    });
    let refused = 0;
    fc.assert(
      fc.property(damaged, ({ scene, where, becomes, after }) => {
        const link = writeLink(scene, NAMED);
        const at = 5 + Math.floor(where * (link.length - 5));
        const text = link.slice(0, at) + becomes + link.slice(at + 1) + after;
        try {
          expect(readLink(text, known)).toEqual({ kind: 'scene', scene });
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          refused++;
        }
      }),
      { numRuns: 600 },
    );
    expect(refused).toBeGreaterThan(300);
  });

  it('is looked for in a handful of places, however long the text is', () => {
    for (const text of ['A_'.repeat(99_000), 'A %20\n>'.repeat(28_000), `${'_'.repeat(199_000)}A!`]) {
      expect(unwrap(`#s=1.${text}`)!.likely.length).toBeLessThanOrEqual(6);
      expect(() => readLink(`#s=1.${text}`, known)).toThrow(Fault);
    }
  });
});
