/**
 * The trainer's part of `npm test`: its Python, its lint, types and tests. `test.mjs` runs it beside the steps that need Node alone
 * and reads what it writes.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './install.mjs';
import { ensurePython } from './python.mjs';
import { REPORTS, Steps } from './steps.mjs';

const steps = new Steps();

const readJunit = (text) => {
  const number = (name) => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(text)?.[1] ?? 0);
  const failed = number('failures') + number('errors');
  return { passed: number('tests') - failed - number('skipped'), failed, skipped: number('skipped') };
};

const found = ensurePython();
if ('python' in found) {
  const { python } = found;
  const config = ['--config', 'scripts/training/pyproject.toml'];
  const sources = ['scripts/training', 'tests/golden/make_golden.py', 'scripts/bench/gpu/run.py'];
  steps.check('ruff', python, ['-m', 'ruff', 'check', '--quiet', ...config, ...sources]);
  steps.check('ruff format', python, ['-m', 'ruff', 'format', '--quiet', '--check', ...config, ...sources]);
  steps.check('mypy', python, ['-m', 'mypy', '--no-error-summary', `--config-file=${config[1]}`, ...sources]);
  const report = `${REPORTS}/pytest.xml`;
  steps.suite(
    'trainer',
    python,
    ['-m', 'pytest', '-q', 'scripts/training', `--junitxml=${report}`],
    report,
    readJunit,
  );
} else {
  // Without PyTorch a person can still test the editor; the machine that decides what lands may not look away.
  console.log(`\n--- trainer\nskipped: ${found.reason}`);
  steps.record(
    'trainer',
    process.env.CI ? { passed: 0, failed: 1 } : { passed: 0, failed: 0, skipped: 1 },
    0,
  );
}
writeFileSync(path.join(ROOT, REPORTS, 'trainer.json'), JSON.stringify(steps.results));
