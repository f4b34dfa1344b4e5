import { describe, expect, it } from 'vitest';
import { i18n, languageOf, nameOf } from '../../../../src/editor/i18n';
import { en } from '../../../../src/editor/i18n/en';
import { fr } from '../../../../src/editor/i18n/fr';

/** Every text by its dotted key. */
function flat(texts: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value]] : [...flat(value as object, `${prefix}${key}.`)],
    ),
  );
}

const values = (text: string): string[] => [...text.matchAll(/{{\s*(\w+)/g)].map(([, name]) => name!).sort();

describe('the texts', () => {
  const [english, french] = [flat(en), flat(fr)];

  it('are the same in every language: keys, and the values they are filled with', () => {
    expect([...french.keys()].sort()).toEqual([...english.keys()].sort());
    expect(english.size).toBeGreaterThan(100);
    for (const [key, text] of english) expect(values(french.get(key)!), key).toEqual(values(text));
  });

  it('are never empty, and use no space that a line could break at before French punctuation', () => {
    for (const [key, text] of [...english, ...french]) expect(text.trim(), key).not.toBe('');
    for (const [key, text] of french) expect(text, key).not.toMatch(/[ \u00a0][:;?!%»]|«[ \u00a0]|\w'\w/);
  });
});

/** What French and English write alike. */
const ALIKE = new Set([
  'page.name',
  'selection.x',
  'selection.y',
  'selection.angle',
  'selection.style',
  'styles.title',
  'styles.style',
  'variants.style',
  'engine.names.webgpu',
  'engine.names.webgl',
  'engine.names.wasm',
  'actions.panelStyles',
  'page.rail.styles',
  'pointing.zoom',
  'sharing.format',
  'sharing.formats.gif',
  'sharing.formats.mp4',
  'sharing.formats.webm',
  'look.degrees',
  'look.saturation',
  'names.blob',
  'reasons.field',
]);

describe('the French texts', () => {
  const [english, french] = [flat(en), flat(fr)];

  it('are not the English ones, but for what both languages write alike', () => {
    const alike = [...french].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
    expect(alike.sort()).toEqual([...ALIKE].sort());
  });

  it.each([
    // "Chambre" alone names the kind that a bedroom is.
    ['a room is a "pièce"', /(?<!^)chambre|chambre(?!$)/i],
    ['a checkpoint is no "point de contrôle"', /points? de contrôle/i],
    ['a thread is no "fil"', /\bfils?\b/i],
    ['a vector is no "latent"', /\blatents?\b(?!\.pt)/i],
    ['keys are named as they are printed', /\b(Del|Delete|Shift|Escape|Esc|Enter|Return)\b/],
    ['keys are shortcuts', /\btouches\b/i],
    ['a megabyte is a "Mo"', /\bMB\b/],
    ['a cut-out is a "détourage"', /découpe/i],
    ['people are told "vous"', /\b(tu|ton|tes|toi)\b/i],
  ])('%s', (_, word) => {
    const found = [...french].filter(([, text]) => word.test(text.replaceAll(/\*_\w+\.pt/g, '')));
    expect(found).toEqual([]);
  });
});

describe('the language', () => {
  it('is the first of those wanted that there is, else English', () => {
    expect(languageOf(['de-CH', 'fr-CA', 'en'])).toBe('fr');
    expect(languageOf(['EN-gb'])).toBe('en');
    expect(languageOf(['ja'])).toBe('en');
    expect(languageOf([])).toBe('en');
  });

  it('counts as each language does', () => {
    const [english, french] = [i18n.getFixedT('en'), i18n.getFixedT('fr')];
    expect([0, 1, 2].map((count) => english('selection.several', { count }))).toEqual([
      '0 things',
      '1 thing',
      '2 things',
    ]);
    expect([0, 1, 2].map((count) => french('selection.several', { count }))).toEqual([
      '0 objet',
      '1 objet',
      '2 objets',
    ]);
  });

  it("translates the model's names with their numbers, and leaves a person's own alone", () => {
    const french = i18n.getFixedT('fr');
    expect(nameOf(french, { name: 'window 2' })).toBe('fenêtre 2');
    expect(nameOf(french, { name: 'TV stand' })).toBe('meuble télé');
    expect(nameOf(french, { name: 'Blob 12' })).toBe('blob 12');
    expect(nameOf(french, { name: 'Grandma' })).toBe('Grandma');
    expect(nameOf(french, { name: 'toString' })).toBe('toString');
  });
});
