/**
 * `npm test`: installs what is missing, then lint, types, unit and golden tests, the trainer's lint, types and tests, and the
 * browser tests. Every step runs even when an earlier one failed; the last line counts them all.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ROOT, ensureNodeModules, run } from './install.mjs';
import { ensureOtherEngines } from './other-engines.mjs';
import { ensurePython } from './python.mjs';

const REPORTS = 'test-results/reports';
const FEATURES = `${REPORTS}/features.json`;
const total = { passed: 0, failed: 0, skipped: 0 };
const lines = [];

function record(step, { passed, failed, skipped = 0 }, seconds) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  lines.push(`${step.padEnd(12)} ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds} s)`);
}

function heading(step) {
  console.log(`\n--- ${step}`);
  return Date.now();
}

const since = (start) => Math.round((Date.now() - start) / 1000);

/** A step that is right or wrong as a whole. */
function check(step, command, args) {
  const start = heading(step);
  const ok = run(command, args) === 0;
  record(step, { passed: ok ? 1 : 0, failed: ok ? 0 : 1 }, since(start));
}

/** A step whose own report counts tests. A run that fails without a failed test (it broke down) counts as one. */
function suite(step, command, args, report, read, env = {}) {
  const start = heading(step);
  const file = path.join(ROOT, report);
  for (const stale of [file, path.join(ROOT, FEATURES)]) rmSync(stale, { force: true });
  const code = run(command, args, { env: { ...process.env, ...env } });
  let counts = { passed: 0, failed: 0, skipped: 0 };
  if (existsSync(file)) counts = read(readFileSync(file, 'utf8'));
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (counts.passed + counts.failed === 0) {
    console.error(`${step}: no test ran.`);
    counts.failed = 1;
  }
  record(step, counts, since(start));
}

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

const readJunit = (text) => {
  const number = (name) => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(text)?.[1] ?? 0);
  const failed = number('failures') + number('errors');
  return { passed: number('tests') - failed - number('skipped'), failed, skipped: number('skipped') };
};

ensureNodeModules();
mkdirSync(path.join(ROOT, REPORTS), { recursive: true });

check('lint', 'npx', ['eslint', '.']);
check('unused', 'npx', ['knip', '--no-progress']);
check('used by tests alone', 'npx', ['knip', '--no-progress', '--production', '-c', 'knip.production.json']);
check('format', 'npx', ['prettier', '--check', '--log-level', 'warn', '.']);
check('types', 'npx', ['tsc', '--noEmit']);
suite(
  'unit, golden',
  'npx',
  ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORTS}/vitest.json`],
  `${REPORTS}/vitest.json`,
  readVitest,
);

const python = ensurePython();
if ('python' in python) {
  const config = 'scripts/training/pyproject.toml';
  const sources = ['scripts/training', 'tests/golden/make_golden.py'];
  check('ruff', python.python, ['-m', 'ruff', 'check', '--quiet', '--config', config, ...sources]);
  check('ruff format', python.python, [
    '-m',
    'ruff',
    'format',
    '--quiet',
    '--check',
    '--config',
    config,
    ...sources,
  ]);
  check('mypy', python.python, ['-m', 'mypy', '--no-error-summary', '--config-file', config, ...sources]);
  suite(
    'trainer',
    python.python,
    ['-m', 'pytest', '-q', 'scripts/training', `--junitxml=${REPORTS}/pytest.xml`],
    `${REPORTS}/pytest.xml`,
    readJunit,
  );
} else {
  // Without PyTorch a person can still test the editor; the machine that decides what lands may not look away.
  console.log(`\n--- trainer\nskipped: ${python.reason}`);
  record('trainer', process.env.CI ? { passed: 0, failed: 1 } : { passed: 0, failed: 0, skipped: 1 }, 0);
}

const chromium = ensureChromium();
if (chromium) {
  // A person can still test in Chromium alone; where CI is set their tests fail.
  for (const missing of ensureOtherEngines()) console.log(missing);
  check('build', 'npx', ['vite', 'build', '--logLevel', 'warn']);
  suite('browser', 'npx', ['playwright', 'test'], `${REPORTS}/playwright.json`, readPlaywright, {
    CHROMIUM_PATH: chromium,
  });
} else {
  console.error('\n--- browser\nThere is no Chromium: install one, or set CHROMIUM_PATH to its executable.');
  record('browser', { passed: 0, failed: 1 }, 0);
}

const git = spawnSync('git', ['status', '--porcelain'], { cwd: ROOT, encoding: 'utf8' });
if (process.env.CI && git.status === 0 && git.stdout.trim()) {
  console.error(`\nThe tests changed files that are kept:\n${git.stdout}`);
  record('clean tree', { passed: 0, failed: 1 }, 0);
}

console.log(`\n${lines.join('\n')}`);
const skipped = total.skipped ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed ? 1 : 0);
