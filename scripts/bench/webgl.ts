/**
 * The decoder on WebGL beside WASM, value by value, in a headless Chromium on its software driver:
 *   npx tsx scripts/bench/webgl.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { hostFolder } from '../../tests/e2e/support/static-server';
import type { WebglReport, WebglRequest } from '../../tests/e2e/support/webgl-page/main';
import { CHROMIUM_FLAGS } from '../lib/chromium-flags';
import { findChromium } from '../setup/chromium.mjs';

const WEBGL_FLAGS = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** Golden models, the length of their latents, and numbers of blobs. */
const MODELS = [
  ['trainer-local', 24, 10],
  ['trainer-128', 24, 10],
  ['official-small', 64, 10],
] as const;

function print({ driver, faults, stages, right, seconds }: WebglReport): void {
  console.log(`\n${driver}`);
  if (right !== undefined) console.log(`self-test: ${right}, ${seconds?.toFixed(1)} s`);
  for (const { name, plain, used } of faults ?? []) console.log(`| ${name} | ${plain} | ${used} |`);
  for (const { stage, blobs, rows, textureBytes, webgl, wasm } of stages ?? []) {
    const megabytes = (textureBytes / 2 ** 20).toFixed(0);
    console.log(
      `\n${stage}, ${blobs} blobs: textures ${megabytes} MB, WebGL / WASM ${(webgl / wasm).toFixed(1)}`,
    );
    for (const { name, dims, difference, largest } of rows) {
      const mark = difference > 1e-3 * Math.max(1, largest) ? ' <<<' : '';
      console.log(
        `| ${name} | ${dims.join(' x ')} | ${difference.toExponential(1)} | ${largest.toFixed(2)} |${mark}`,
      );
    }
  }
}

const outDir = mkdtempSync(path.join(tmpdir(), 'webgl-page-'));
await build({
  configFile: false,
  root: 'tests/e2e/support/webgl-page',
  base: './',
  logLevel: 'error',
  worker: { format: 'es' },
  build: { outDir, emptyOutDir: true, target: 'es2022', minify: false, chunkSizeWarningLimit: 10_000 },
});
const host = await hostFolder(outDir, '/', true);
const executablePath = findChromium();
const args = [...CHROMIUM_FLAGS, ...WEBGL_FLAGS];
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args });
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.log(`  page: ${message.text().slice(0, 300)}`));
  await page.route('**/golden/**', (route) => {
    const [folder, file] = new URL(route.request().url()).pathname.split('/').slice(-2) as [string, string];
    return route.fulfill({ path: path.join('tests/golden', folder, file) });
  });
  await page.goto(host.url);
  const asked = (request: WebglRequest): Promise<void> =>
    page
      .evaluate((what) => window.runWebgl(what), request)
      .then(print, (error: unknown) => console.log(String(error)));
  await asked({ type: 'faults' });
  await asked({ type: 'proof' });
  for (const [folder, latent, blobs] of MODELS) {
    await asked({ type: 'stages', checkpoint: `${folder}/blobgan.ckpt`, latent, blobs, runs: 1 });
  }
} finally {
  await browser.close();
  await host.close();
  rmSync(outDir, { recursive: true });
}
