import { describe, expect, it } from 'vitest';
import { readPreferences } from '../../../src/editor/preferences';
import { MOST_STYLES, type SavedStyle, readSavedStyles } from '../../../src/editor/saved-styles';

const BEGINNING = { theme: 'system', language: 'system', welcomed: false };

describe('preferences that were kept', () => {
  it('come back as they were', () => {
    const kept = { theme: 'dark', language: 'fr', welcomed: true };
    expect(readPreferences(kept)).toEqual(kept);
  });

  it.each([null, undefined, 7, 'dark', [], { theme: 'pink', language: 'tlh', welcomed: 'yes', more: 1 }])(
    'are as at the beginning where they are not understood: %j',
    (kept) => {
      expect(readPreferences(kept)).toEqual(BEGINNING);
    },
  );
});

describe('styles that were kept', () => {
  const style: SavedStyle = {
    id: 'a',
    model: 'm1',
    name: 'bed',
    style: { a: { seed: 1, truncation: 0, slot: 2 }, b: { seed: -3, truncation: 1, slot: 0 }, weight: 0.5 },
    picture: 'data:image/jpeg;base64,AAAA',
  };

  it('come back as they were, up to as many as are kept', () => {
    expect(readSavedStyles({ styles: [style] }).styles).toEqual([style]);
    const many = Array.from({ length: MOST_STYLES + 5 }, (_, at) => ({ ...style, id: String(at) }));
    expect(readSavedStyles({ styles: many }).styles).toEqual(many.slice(0, MOST_STYLES));
  });

  it('are left out where they are not understood', () => {
    const wrong = [
      null,
      { ...style, picture: 'https://example.test/tracker.png' },
      { ...style, style: { seed: 1, truncation: 0, slot: 1e9 } },
      { ...style, style: { seed: 1.5, truncation: 0, slot: 1 } },
      { ...style, name: 'x'.repeat(201) },
    ];
    expect(readSavedStyles({ styles: [...wrong, style] }).styles).toEqual([style]);
    expect(readSavedStyles(null).styles).toEqual([]);
    expect(readSavedStyles({ styles: 'all' }).styles).toEqual([]);
  });
});
