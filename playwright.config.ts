import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS } from './scripts/lib/chromium-flags';
import { findChromium } from './scripts/setup/chromium.mjs';
import { otherEngines } from './scripts/setup/other-engines.mjs';

/** E2E_PORT lets two checkouts run side by side. */
const PORT = Number(process.env.E2E_PORT ?? 4599);
/** A name of this machine that browsers do not know for it: pages from there are of no secure context. */
const PLAIN_HOST = 'plain.test';
const executablePath = findChromium();
/** What runs in every engine. */
const JOURNEYS = '**/journeys.spec.ts';

/** The built page in a real browser: `npm test` builds it first, alone `npm run build` does. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  // The model draws on every core: two pages at once would only wait for each other.
  workers: 1,
  timeout: 180_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [
    ['line'],
    ['json', { outputFile: 'test-results/reports/playwright.json' }],
    ['./tests/e2e/support/features-reporter.ts', { outputFile: 'test-results/reports/features.json' }],
  ],
  use: {
    baseURL: `http://localhost:${PORT}`,
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: [...CHROMIUM_FLAGS, `--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`],
    },
  },
  // Other engines than Chromium are driven by the journeys' own fixtures.
  projects: [{ name: 'chromium' }, ...otherEngines().map((name) => ({ name, testMatch: JOURNEYS }))],
  webServer: {
    command: `npx vite preview --port ${PORT} --strictPort`,
    port: PORT,
    reuseExistingServer: false,
  },
});
