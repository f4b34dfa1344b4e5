import { describe, expect, it } from 'vitest';
import { fileFor, keyOf } from '../../../../src/app/offline/files';

const FILES = [
  { path: 'index.html', revision: 'aa', lazy: false },
  { path: 'assets/index-1.js', revision: null, lazy: false },
  { path: 'models/default/manifest.json', revision: 'bb', lazy: false },
];
const SCOPE = 'https://rooms.example/people/jo/';
const found = (address: string): string | undefined => fileFor(FILES, address, SCOPE)?.path;

describe('what is asked for', () => {
  it('is found under the folder of the page, wherever that is', () => {
    expect(found(`${SCOPE}assets/index-1.js`)).toBe('assets/index-1.js');
    expect(found(`${SCOPE}models/default/manifest.json`)).toBe('models/default/manifest.json');
  });

  it('is the page itself for its folder, whatever the search', () => {
    expect(found(SCOPE)).toBe('index.html');
    expect(found(`${SCOPE}?seed=3`)).toBe('index.html');
  });

  it.each([
    'https://other.example/people/jo/assets/index-1.js',
    'https://rooms.example/assets/index-1.js',
    `${SCOPE}assets/unknown.js`,
    `${SCOPE}assets/`,
  ])('is none of ours: %s', (address) => expect(found(address)).toBeUndefined());

  it('is kept under another address when it changes', () => {
    const keys = FILES.map((file) => keyOf(file, SCOPE));
    expect(keys[1]).toBe(`${SCOPE}assets/index-1.js`);
    expect(keyOf({ ...FILES[0]!, revision: 'cc' }, SCOPE)).not.toBe(keys[0]);
  });
});
