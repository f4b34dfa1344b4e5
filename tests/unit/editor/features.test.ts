/** The table of features names tests that exist; its keys are the keys of the table of actions. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../../src/editor/actions/actions';
import { FEATURES, KEYS, type Proof } from '../../e2e/features';

const FOLDER = path.resolve(import.meta.dirname, '../../e2e');

/** Titles of the tests in a spec file. */
function titlesIn(spec: string): string[] {
  const text = readFileSync(path.join(FOLDER, `${spec}.spec.ts`), 'utf8');
  return [...text.matchAll(/^\s*test\(\s*(['"`])(.*?)\1,/gms)].map((match) =>
    match[2]!.replaceAll("\\'", "'"),
  );
}

const specs = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.spec.ts'))
  .map((file) => file.replace('.spec.ts', ''));
const titles = new Map(specs.map((spec) => [spec, titlesIn(spec)]));
const missing = ({ spec, test }: Proof): boolean => !titles.get(spec)?.includes(test);

describe('the table of features', () => {
  it('finds tests in the spec files at all', () => {
    expect([...titles.values()].flat().length).toBeGreaterThan(20);
  });

  it('proves every row with browser tests that exist', () => {
    expect(FEATURES.filter(({ proofs }) => proofs.length === 0)).toEqual([]);
    expect(FEATURES.flatMap(({ proofs }) => proofs).filter(missing)).toEqual([]);
    expect(KEYS.map(({ proof }) => proof).filter(missing)).toEqual([]);
  });

  it.each(KEYS)('$keys means $action', ({ keys, action }) => {
    expect(ACTIONS.filter((one) => one.keys.includes(keys)).map(({ id }) => id)).toEqual([action]);
  });
});
