/**
 * The decoder on WebGL beside WASM, value by value, in a headless Chromium on its software driver:
 *   npx tsx scripts/bench/webgl.ts [faults|proof|rooms|MODEL...] [--blobs N] [--runs N] [--texture-side N] [--all]
 * MODEL is a golden folder's name or `default`; `rooms` draws rooms of the smallest and the default model; without any, everything.
 * Of a stage's values it prints what parts and the outputs, with --all every one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { hostFolder } from '../../tests/e2e/support/static-server';
import type { StageRows, ValueRow, WebglReport, WebglRequest } from '../../tests/e2e/support/webgl-page/main';
import { CHROMIUM_FLAGS, WEBGL_FLAGS } from '../lib/chromium-flags';
import { findChromium } from '../setup/chromium.mjs';

const GOLDEN = ['trainer-local', 'trainer-128', 'official-small'];
const MODELS = [...GOLDEN, 'default'];
/** How many blobs more than their own the rooms of a model get: few shapes, and back. */
const ROOMS = { 'trainer-local': [0, 10, 0, 40, 2], default: [0, 0] };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    blobs: { type: 'string', default: '10' },
    runs: { type: 'string', default: '1' },
    'texture-side': { type: 'string' },
    all: { type: 'boolean', default: false },
  },
});
const addressOf = (model: string): string =>
  GOLDEN.includes(model) ? `${model}/blobgan.ckpt` : `${model}/manifest.json`;

const relative = ({ difference, largest }: ValueRow): number => difference / Math.max(1, largest);

function printStage({ stage, blobs, rows, textureBytes, webgl, wasm }: StageRows): void {
  const megabytes = (textureBytes / 2 ** 20).toFixed(0);
  const worst = rows.reduce((most, row) => (relative(row) > relative(most) ? row : most));
  console.log(
    `${stage}, ${blobs} blobs, ${rows.length} values: worst ${relative(worst).toExponential(1)} (${worst.name}); textures ${megabytes} MB, WebGL / WASM ${(webgl / wasm).toFixed(1)}`,
  );
  for (const row of rows) {
    const parts = !(relative(row) <= 1e-3);
    if (!parts && !options.all && !/^(= )?(rgb|features|scores)_\d+$/.test(row.name)) continue;
    const { name, dims, difference, largest } = row;
    console.log(
      `| ${name} | ${dims.join(' x ')} | ${difference.toExponential(1)} | ${largest.toFixed(2)} |${parts ? ' <<<' : ''}`,
    );
  }
}

function print({ faults, stage, rooms, right, seconds, driver }: WebglReport): void {
  if (right !== undefined) console.log(`self-test: ${right}, ${seconds?.toFixed(1)} s, ${driver}`);
  for (const { name, plain, used } of faults ?? []) console.log(`| ${name} | ${plain} | ${used} |`);
  if (stage) printStage(stage);
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
  const asked = async (request: WebglRequest): Promise<boolean> => {
    try {
      const report = await page.evaluate((what) => window.runWebgl(what), request);
      print(report);
      return report.stage !== null;
    } catch (error) {
      console.log(String(error));
      return false;
    }
  };
  const [blobs, runs] = [Number(options.blobs), Number(options.runs)];
  const side = options['texture-side'];
  const textureSide = side === undefined ? {} : { textureSide: Number(side) };
  for (const what of positionals.length ? positionals : ['faults', 'proof', ...MODELS, 'rooms']) {
    console.log(`\n${what}`);
    if (what === 'faults' || what === 'proof') await asked({ type: what });
    else if (what === 'rooms') {
      for (const [model, more] of Object.entries(ROOMS)) {
        await asked({ type: 'rooms', model: addressOf(model), more });
      }
    } else {
      const model = addressOf(what);
      for (let stage = 0; ; stage++) {
        if (!(await asked({ type: 'stage', model, stage, blobs, runs, ...textureSide }))) break;
      }
    }
  }
} finally {
  await browser.close();
  await host.close();
  rmSync(outDir, { recursive: true });
}
