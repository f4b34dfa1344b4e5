/** The table of features: its keys are the keys of the table of actions, and a row that no test proves fails a run. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/editor/actions/actions';
import { KEYS, ROWS, unproved } from '../e2e/features';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Inside the checkout, where Playwright is found. */
const FOLDER = path.join(ROOT, 'test-results/features');
const REPORT = path.join(FOLDER, 'features.json');

describe('the table of features', () => {
  it.each(Object.entries(KEYS))('%s means %s', (keys, action) => {
    expect(ACTIONS.filter((one) => one.keys.includes(keys)).map(({ id }) => id)).toEqual([action]);
  });

  it('has a row proved by the tests that carry it and passed, and by no other', () => {
    const outcomes = [
      { tags: ['@move', '@key:Mod+z'], passed: true },
      { tags: ['@hide'], passed: false },
      { tags: ['@move'], passed: false },
      { tags: [], passed: true },
    ];
    expect(unproved(outcomes, ['move', 'hide', 'lock', 'key:Mod+z'])).toEqual(['hide', 'lock']);
  });
});

describe('a run of the browser tests', () => {
  beforeAll(() => {
    mkdirSync(FOLDER, { recursive: true });
    const reporter = path.join(ROOT, 'tests/e2e/support/features-reporter.ts');
    writeFileSync(
      path.join(FOLDER, 'playwright.config.ts'),
      `export default { outputDir: 'results', reporter: [[${JSON.stringify(reporter)}, { outputFile: 'features.json' }]] };`,
    );
  });
  afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

  /** Runs tests that need no page, as `npm test` runs the real ones. */
  function run(tests: string, ...args: string[]): { ok: boolean; missing: string[] | null; told: string } {
    writeFileSync(
      path.join(FOLDER, 'rows.spec.ts'),
      `import { test } from '@playwright/test';
       import { ROWS, proves } from '../../tests/e2e/features';
       ${tests}`,
    );
    const cli = path.join(ROOT, 'node_modules/@playwright/test/cli.js');
    const { status, stderr } = spawnSync(process.execPath, [cli, 'test', ...args], {
      cwd: FOLDER,
      encoding: 'utf8',
    });
    const missing = existsSync(REPORT)
      ? (JSON.parse(readFileSync(REPORT, 'utf8')) as { missing: string[] }).missing
      : null;
    return { ok: status === 0, missing, told: stderr };
  }

  it('passes when every row has a test that passed', { timeout: 60_000 }, () => {
    expect(run("test('everything', proves(...ROWS), () => undefined);")).toMatchObject({
      ok: true,
      missing: [],
    });
  });

  it(
    'fails, though every test did what it should, for a row on no test, on a skipped one, on one that has to fail',
    { timeout: 60_000 },
    () => {
      const { ok, missing, told } = run(`
        const [, skipped, fails, ...others] = ROWS;
        test('others', proves(...others), () => undefined);
        test.skip('skipped', proves(skipped!), () => undefined);
        test.fail('has to fail', proves(fails!), () => { throw new Error('on purpose'); });
      `);
      expect(ok).toBe(false);
      expect(missing).toEqual(ROWS.slice(0, 3));
      for (const row of missing!) expect(told).toContain(row);
    },
  );

  it('is not judged when it was asked for a part', { timeout: 60_000 }, () => {
    expect(run("test('one', proves(ROWS[0]!), () => undefined);", '-g', 'one')).toMatchObject({
      ok: true,
      missing: null,
    });
  });
});
