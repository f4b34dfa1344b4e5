import { describe, expect, it } from 'vitest';
import { type Subject, attempt, kindsOf } from './sharing';

describe.each<{ what: string; subjects: Subject[]; count: number }>([
  { what: 'links', subjects: ['link'], count: 1_000 },
  { what: 'scene files and pictures', subjects: ['file', 'picture'], count: 300 },
])('mutated $what', ({ subjects, count }) => {
  it(`${count} of them end in a sentence or in a scene within the limits`, { timeout: 120_000 }, () => {
    const kinds = kindsOf(...subjects);
    const outcomes = Array.from({ length: count }, (_, seed) => attempt(kinds, seed));
    expect(outcomes.filter(({ verdict }) => verdict === 'WRONG')).toEqual([]);
    // The fuzz does more than make things that the first check refuses.
    for (const kind of kinds) {
      expect(
        outcomes.some((outcome) => outcome.kind === kind && outcome.verdict === 'refused'),
        kind,
      ).toBe(true);
    }
    expect(outcomes.some(({ verdict }) => verdict === 'scene')).toBe(true);
    const sentences = new Set(outcomes.map(({ detail }) => detail.replace(/\d+/g, '#')));
    expect(sentences.size).toBeGreaterThan(8);
  });
});
