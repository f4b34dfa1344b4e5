/**
 * `npm test`: installs what is missing, then lint, types, unit and golden tests, the trainer's lint, types and tests beside them, and
 * the browser tests. Every step runs even when an earlier one failed; the last line counts them all.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from './chromium.mjs';
import { ROOT, ensureNodeModules } from './install.mjs';
import { REPORTS, Steps } from './steps.mjs';

const FEATURES = `${REPORTS}/features.json`;
const steps = new Steps();

const readVitest = (text) => {
  const report = JSON.parse(text);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
};

/** That every row of the table of features has a test that ran and passed is one more test. */
const readPlaywright = (text) => {
  const { stats } = JSON.parse(text);
  const file = path.join(ROOT, FEATURES);
  const proved = existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).missing.length === 0;
  return {
    passed: stats.expected + stats.flaky + (proved ? 1 : 0),
    failed: stats.unexpected + (proved ? 0 : 1),
    skipped: stats.skipped,
  };
};

/**
 * Starts a script of scripts/setup beside the other steps.
 * @returns {() => Promise<void>} waits for its end and shows what it wrote
 */
function startBeside(name) {
  const output = path.join(ROOT, REPORTS, `${name}.log`);
  const file = openSync(output, 'w');
  const child = spawn(process.execPath, [path.join(ROOT, `scripts/setup/${name}.mjs`)], {
    cwd: ROOT,
    stdio: ['ignore', file, file],
  });
  const end = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  return async () => {
    await end;
    console.log(readFileSync(output, 'utf8'));
  };
}

/**
 * Starts the trainer's steps, which need none of the packages.
 * @returns {() => Promise<void>} waits for their end and takes over the results
 */
function startTrainer() {
  const results = path.join(ROOT, REPORTS, 'trainer.json');
  rmSync(results, { force: true });
  const done = startBeside('trainer');
  return async () => {
    await done();
    if (existsSync(results)) steps.results.push(...JSON.parse(readFileSync(results, 'utf8')));
    else steps.record('trainer', { passed: 0, failed: 1 }, 0);
  };
}

ensureNodeModules();
const trainerDone = startTrainer();
const enginesDone = startBeside('engines');
steps.check('lint', 'npx', ['eslint', '.']);
steps.check('unused', 'npx', ['knip', '--no-progress']);
steps.check('used by tests alone', 'npx', [
  'knip',
  '--no-progress',
  '--production',
  '-c',
  'knip.production.json',
]);
steps.check('format', 'npx', ['prettier', '--check', '--log-level', 'warn', '.']);
steps.check('types', 'npx', ['tsc', '--noEmit']);
steps.suite(
  'unit, golden',
  'npx',
  ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORTS}/vitest.json`],
  `${REPORTS}/vitest.json`,
  readVitest,
);
// Browser tests look at what is painted when: nothing else may run beside them.
await trainerDone();
await enginesDone();

const chromium = findChromium();
if (chromium) {
  steps.check('build', 'npx', ['vite', 'build', '--logLevel', 'warn']);
  steps.suite('browser', 'npx', ['playwright', 'test'], `${REPORTS}/playwright.json`, readPlaywright, {
    env: { CHROMIUM_PATH: chromium },
    stale: [FEATURES],
  });
} else {
  console.error('\n--- browser\nThere is no Chromium: install one, or set CHROMIUM_PATH to its executable.');
  steps.record('browser', { passed: 0, failed: 1 }, 0);
}

const git = spawnSync('git', ['status', '--porcelain'], { cwd: ROOT, encoding: 'utf8' });
if (process.env.CI && git.status === 0 && git.stdout.trim()) {
  console.error(`\nThe tests changed files that are kept:\n${git.stdout}`);
  steps.record('clean tree', { passed: 0, failed: 1 }, 0);
}

const { lines, passed, failed, skipped } = steps.summary();
console.log(`\n${lines.join('\n')}`);
console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exit(failed ? 1 : 0);
