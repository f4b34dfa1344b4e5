import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { i18n, sentenceOf } from '../../../../src/editor/i18n';
import { en } from '../../../../src/editor/i18n/en';
import { fr } from '../../../../src/editor/i18n/fr';
import { type Explanation, Defect, because, fault, explain, explanationOf } from '../../../../src/faults';

const [english, french] = [i18n.getFixedT('en'), i18n.getFixedT('fr')];
const both = (explanation: Explanation): string[] => [
  sentenceOf(english, explanation),
  sentenceOf(french, explanation),
];

/** Every file that may tell a person something. */
const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('faults') && !name.includes('i18n'))
  .map((name) => readFileSync(`src/${name}`, 'utf8'));

describe('what went wrong', () => {
  it('is told by codes that have a text in every language', () => {
    const explanation = { fault: new Set<string>(), because: new Set<string>() };
    for (const source of SOURCES) {
      for (const [, name, code] of source.matchAll(/\b(fault|tell|because)\(\s*'(\w+)'/g)) {
        explanation[name === 'because' ? 'because' : 'fault'].add(code!);
      }
    }
    expect(explanation.fault.size).toBeGreaterThan(60);
    expect(explanation.because.size).toBeGreaterThan(60);
    for (const texts of [en, fr]) {
      for (const code of explanation.fault) expect(Object.keys(texts.faults)).toContain(code);
      for (const code of explanation.because) expect(Object.keys(texts.reasons)).toContain(code);
    }
  });

  it('has no text that nothing tells', () => {
    const all = SOURCES.join('\n');
    for (const code of [...Object.keys(en.faults), ...Object.keys(en.reasons)]) {
      if (code !== 'unexpected') expect(all, code).toContain(`'${code}'`);
    }
  });

  it('is one sentence each, and a reason is part of one', () => {
    for (const texts of [en, fr]) {
      for (const [code, text] of Object.entries(texts.faults)) {
        expect(text, code).toMatch(/^(\p{Lu}|\{\{)[^]*\.$/u);
        expect(text, code).not.toMatch(/[.!?]\s+\p{Lu}/u);
      }
      for (const [code, text] of Object.entries(texts.reasons)) expect(text, code).not.toMatch(/[.\s]$/);
    }
  });

  it('reads in the language of now, reasons and all, after a worker and a state have had it', () => {
    const explanation = structuredClone(fault('linkDamaged', { why: because('endsEarly') }).explanation);
    expect(both(explanation)).toEqual([
      'This link is damaged (it ends too early): copy it again from where it came.',
      'Ce lien est abîmé (la fin manque)\u202f: copiez-le de nouveau là d’où il vient.',
    ]);
  });

  it('tells a cause within a sentence without its full stop', () => {
    const why = explain('modelFileUnusable', { file: 'a.onnx', why: explain('outOfMemory') });
    expect(both(explain('engineStopped', { why }))[0]).toMatch(
      /could not be loaded \(There is .* try again\)/,
    );
    expect(sentenceOf(english, explain('engineStopped', { why: 'unreachable. ' }))).toBe(
      'The engine stopped working (unreachable): start it again.',
    );
  });

  it('writes numbers as the language does, and seeds, versions and sizes as they are', () => {
    expect(both(explain('tooWide', { file: 'a', width: 1.25, most: 0.5 }))[1]).toContain('1,25');
    expect(both(explain('fileNewer', { version: 12345, newest: 1 }))[1]).toContain('12345');
    expect(both(explain('fileNewer', { version: 1e308, newest: 1 }))[0]).toContain('1e+308');
    expect(french('loading.download', { loaded: 1.25e6, total: 31_000_000 })).toContain('1,3 sur 31,0 Mo');
    expect(english('loading.download', { loaded: 1.25e6, total: 31_000_000 })).toContain('1.3 of 31.0 MB');
    expect(french('selection.numberInvalid', { low: 0.5, high: 11.5 })).toContain('0,5 à 11,5');
  });

  it('leaves what comes from outside as it is', () => {
    const explanation = explain('fileEmpty', { file: '{{why}} $t(page.close) <b>' });
    expect(both(explanation)[0]).toBe(
      '{{why}} $t(page.close) <b> is empty: open a BlobGAN checkpoint (.ckpt).',
    );
  });

  it.each([new Defect('No blob 7.'), new TypeError('No blob 7.'), 'No blob 7.'])(
    'is one general sentence where nobody foresaw it: %s',
    (error) => {
      expect(explanationOf(error)).toEqual(explain('unexpected', { detail: 'No blob 7.' }));
      expect(sentenceOf(french, explanationOf(error))).toMatch(
        /^Une erreur inattendue s’est produite \(No blob 7\)/,
      );
    },
  );

  it('cannot be told by a code that there is not, or without its values', () => {
    // @ts-expect-error -- no such code
    expect(() => fault('somethingElse')).not.toThrow();
    // @ts-expect-error -- a link is damaged for a reason
    expect(() => fault('linkDamaged')).not.toThrow();
    // @ts-expect-error -- a reason is no prose
    expect(() => fault('linkDamaged', { why: 'it ends too early' })).not.toThrow();
  });
});
