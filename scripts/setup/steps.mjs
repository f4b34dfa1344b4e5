/** Steps of `npm test`, and how many tests of each passed. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT, run } from './install.mjs';

/** Where every step's own report goes. */
export const REPORTS = 'test-results/reports';

/** Seconds since a moment that Date.now() gave. */
const since = (start) => Math.round((Date.now() - start) / 1000);

function heading(step) {
  console.log(`\n--- ${step}`);
  return Date.now();
}

export class Steps {
  /** One for each step: { step, passed, failed, skipped, seconds }. */
  results = [];

  constructor() {
    mkdirSync(path.join(ROOT, REPORTS), { recursive: true });
  }

  record(step, { passed, failed, skipped = 0 }, seconds) {
    this.results.push({ step, passed, failed, skipped, seconds });
  }

  /** A step that is right or wrong as a whole. */
  check(step, command, args) {
    const start = heading(step);
    const ok = run(command, args) === 0;
    this.record(step, { passed: ok ? 1 : 0, failed: ok ? 0 : 1 }, since(start));
  }

  /**
   * A step whose own report counts tests. A run that fails without a failed test (it broke down) counts as one.
   * @param stale files of an earlier run, beside the report
   */
  suite(step, command, args, report, read, { env = {}, stale = [] } = {}) {
    const start = heading(step);
    const file = path.join(ROOT, report);
    for (const old of [file, ...stale.map((name) => path.join(ROOT, name))]) rmSync(old, { force: true });
    const code = run(command, args, { env: { ...process.env, ...env } });
    let counts = { passed: 0, failed: 0, skipped: 0 };
    if (existsSync(file)) counts = read(readFileSync(file, 'utf8'));
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    if (counts.passed + counts.failed === 0) {
      console.error(`${step}: no test ran.`);
      counts.failed = 1;
    }
    this.record(step, counts, since(start));
  }

  /** A line for each step, and all tests together. */
  summary() {
    const sum = (count) => this.results.reduce((total, result) => total + result[count], 0);
    const lines = this.results.map(
      ({ step, passed, failed, skipped, seconds }) =>
        `${step.padEnd(12)} ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds} s)`,
    );
    return { lines, passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  }
}
