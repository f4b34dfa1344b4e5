/**
 * The decoder on WebGL beside WASM, value by value, in a headless Chromium on its software driver:
 *   npx tsx scripts/bench/webgl.ts [faults|proof|rooms|MODEL...] [--blobs N] [--texture-side N] [--all]
 * MODEL is a golden folder's name or `default`; `rooms` draws rooms of the default model; without any, everything.
 * Of a stage's values it prints what parts and the outputs, with --all every one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { hostFolder } from '../../tests/e2e/support/static-server';
import type { WebglReport, WebglRequest } from '../../tests/e2e/support/webgl-page/main';
import { CHROMIUM_FLAGS, WEBGL_FLAGS } from '../lib/chromium-flags';
import { findChromium } from '../setup/chromium.mjs';

const GOLDEN = ['trainer-local', 'trainer-128', 'official-small'];
const MODELS = [...GOLDEN, 'default'];
const SEEDS = [1, 2, 3];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    blobs: { type: 'string', default: '10' },
    'texture-side': { type: 'string' },
    all: { type: 'boolean', default: false },
  },
});
const addressOf = (model: string): string =>
  GOLDEN.includes(model) ? `${model}/blobgan.ckpt` : `${model}/manifest.json`;

function print({ driver, faults, stages, rooms, right, seconds }: WebglReport): void {
  console.log(`\n${driver}`);
  if (right !== undefined) console.log(`self-test: ${right}, ${seconds?.toFixed(1)} s`);
  for (const { name, plain, used } of faults ?? []) console.log(`| ${name} | ${plain} | ${used} |`);
  for (const { stage, blobs, rows, textureBytes, webgl, wasm } of stages ?? []) {
    const megabytes = (textureBytes / 2 ** 20).toFixed(0);
    console.log(
      `\n${stage}, ${blobs} blobs: textures ${megabytes} MB, WebGL / WASM ${(webgl / wasm).toFixed(1)}`,
    );
    const worst = Math.max(...rows.map(({ difference, largest }) => difference / Math.max(1, largest)));
    console.log(`${rows.length} values, worst ${worst.toExponential(1)} of the largest number`);
    for (const { name, dims, difference, largest } of rows) {
      const parts = difference > 1e-3 * Math.max(1, largest);
      if (!parts && !options.all && !name.startsWith('=')) continue;
      console.log(
        `| ${name} | ${dims.join(' x ')} | ${difference.toExponential(1)} | ${largest.toFixed(2)} |${parts ? ' <<<' : ''}`,
      );
    }
  }
  for (const { seed, blobs, worst, picture, webgl, wasm } of rooms ?? []) {
    console.log(
      `room ${seed}, ${blobs} blobs: worst output ${worst.toExponential(1)}, picture ${picture.toExponential(1)}, WebGL / WASM ${(webgl / wasm).toFixed(1)}`,
    );
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
  await page.route('**/models/**', (route) => {
    const [folder, file] = new URL(route.request().url()).pathname.split('/').slice(-2) as [string, string];
    return route.fulfill({
      path: path.join(GOLDEN.includes(folder) ? 'tests/golden' : 'models', folder, file),
    });
  });
  await page.goto(host.url);
  const asked = (request: WebglRequest): Promise<void> =>
    page
      .evaluate((what) => window.runWebgl(what), request)
      .then(print, (error: unknown) => console.log(String(error)));
  const blobs = Number(options.blobs);
  const side = options['texture-side'];
  for (const what of positionals.length ? positionals : ['faults', 'proof', ...MODELS, 'rooms']) {
    if (what === 'faults' || what === 'proof') await asked({ type: what });
    else if (what === 'rooms') {
      for (const more of [0, 2, 10]) {
        await asked({ type: 'rooms', model: addressOf('default'), seeds: SEEDS, blobs: more });
      }
    } else {
      const model = addressOf(what);
      await asked({
        ...{ type: 'stages', model, blobs, runs: 1 },
        ...(side !== undefined && { textureSide: Number(side) }),
      });
    }
  }
} finally {
  await browser.close();
  await host.close();
  rmSync(outDir, { recursive: true });
}
