/** The golden files in a headless Chromium: a page of its own (tests/e2e/support/golden-page), never shipped. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { hostFolder } from '../../tests/e2e/support/static-server';
import type { GoldenReport, GoldenRequest, Provider } from '../../tests/e2e/support/golden-page/main';
import { findChromium } from '../setup/chromium.mjs';
import { CHROMIUM_FLAGS, WEBGL_FLAGS, WEBGPU_FLAG } from './chromium-flags';
import { GOLDEN_FILES } from './golden';
import type { GoldenRow } from './golden-cases';

export type { GoldenReport, Provider };

const FLAGS: Readonly<Record<Provider, readonly string[]>> = {
  wasm: [],
  webgl: WEBGL_FLAGS,
  webgpu: [WEBGPU_FLAG],
};

/** Builds the page. @returns its folder, which is the caller's to remove */
async function buildPage(): Promise<string> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'golden-page-'));
  await build({
    configFile: false,
    root: 'tests/e2e/support/golden-page',
    base: './',
    // The bundler's remarks on its own speed are no part of a test's report.
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2022', minify: false, chunkSizeWarningLimit: 10_000 },
  });
  return outDir;
}

/**
 * Runs cases and edits of golden folders in a browser, where a provider gives its proof once.
 * @param names of the cases and edits, null for all
 * @returns a report for each folder
 * @throws Error when there is no Chromium, or when the provider does not run in it
 */
export async function runGoldenInBrowser(
  folders: readonly string[],
  provider: Provider,
  onRow: (row: GoldenRow) => void = () => undefined,
  names: readonly string[] | null = null,
): Promise<GoldenReport[]> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('There is no Chromium: install one, or set CHROMIUM_PATH.');
  const pageFolder = await buildPage();
  const host = await hostFolder(pageFolder, '/', true);
  const args = [...CHROMIUM_FLAGS, ...FLAGS[provider]];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const page = await browser.newPage();
    let folder = '';
    await page.route('**/golden/*', (route) =>
      route.fulfill({ path: path.join(folder, path.basename(new URL(route.request().url()).pathname)) }),
    );
    await page.exposeFunction('onGoldenRow', onRow);
    await page.goto(host.url);
    const { checkpoint, golden, meanLatent } = GOLDEN_FILES;
    const reports: GoldenReport[] = [];
    for (folder of folders) {
      const request: GoldenRequest = {
        provider,
        checkpoint,
        golden,
        meanLatent: existsSync(path.join(folder, meanLatent)) ? meanLatent : null,
        names,
      };
      reports.push(await page.evaluate((asked) => window.runGolden(asked), request));
    }
    return reports;
  } finally {
    await browser.close();
    await host.close();
    rmSync(pageFolder, { recursive: true });
  }
}
