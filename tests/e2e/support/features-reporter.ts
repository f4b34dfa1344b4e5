/** Holds the table of features against what ran: a whole run fails when a row has no test that ran and passed. */
import type { FullConfig, FullResult, Reporter, Suite } from '@playwright/test/reporter';
import { rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FEATURES, ROWS, type Row, unproved } from '../features';

interface Options {
  /** Where the count goes, as `npm test` adds it up. */
  readonly outputFile: string;
  /** Filled in by Playwright: the folder of its configuration. */
  readonly configDir: string;
}

/** A run that was asked for with a file, a pattern or an option may leave rows out; a plain one may not. */
const isWhole = ({ argv }: FullConfig): boolean => argv.at(-1) === 'test';

const named = (row: Row): string =>
  row in FEATURES ? `${row} (${FEATURES[row as keyof typeof FEATURES]})` : row;

export default class FeaturesReporter implements Reporter {
  private readonly file: string;
  private config!: FullConfig;
  private suite!: Suite;

  constructor({ configDir, outputFile }: Options) {
    this.file = path.resolve(configDir, outputFile);
    rmSync(this.file, { force: true });
  }

  printsToStdio(): boolean {
    return false;
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.config = config;
    this.suite = suite;
  }

  async onEnd({ status }: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    if (!isWhole(this.config) || status === 'interrupted') return undefined;
    const missing = unproved(
      this.suite.allTests().map(({ tags, results, expectedStatus }) => ({
        tags,
        passed: expectedStatus === 'passed' && results.at(-1)?.status === 'passed',
      })),
    );
    await mkdir(path.dirname(this.file), { recursive: true });
    await writeFile(this.file, JSON.stringify({ rows: ROWS.length, missing }));
    if (missing.length === 0) return undefined;
    console.error(`\nNo test that ran and passed proves: ${missing.map(named).join(', ')}.`);
    return { status: 'failed' };
  }
}
