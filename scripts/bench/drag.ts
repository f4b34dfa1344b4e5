/**
 * How smooth a drag is among many blobs, with the drawing of the picture left out:
 * `npx tsx scripts/bench/drag.ts [blobs...]`. Frames per second in headless Chromium while the mouse drags one blob,
 * and, for comparison, while it moves over nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Page, chromium } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';
import { findChromium } from '../setup/chromium.mjs';

const SECONDS = 5;
const ROOT = path.resolve(import.meta.dirname, 'drag');

interface Bench {
  readonly changes: number;
  readonly frames: readonly number[];
}

const take = (page: Page): Promise<Bench> =>
  page.evaluate(() => (window as unknown as { takeBench: () => Bench }).takeBench());

/** Moves the mouse in a circle about a point for some seconds. */
async function circle(page: Page, x: number, y: number): Promise<Bench> {
  await take(page);
  const start = Date.now();
  for (let turn = 0; Date.now() - start < SECONDS * 1000; turn += 0.08)
    await page.mouse.move(x + 60 * Math.sin(turn), y + 60 - 60 * Math.cos(turn));
  return take(page);
}

function row(what: string, { changes, frames }: Bench): string[] {
  const sorted = [...frames].sort((a, b) => a - b);
  const total = frames.reduce((sum, frame) => sum + frame, 0);
  const at = (part: number): string => sorted[Math.floor((sorted.length - 1) * part)]!.toFixed(1);
  const each = (number: number): string => ((1000 * number) / total).toFixed(0);
  return [what, each(frames.length), at(0.5), at(0.95), at(1), each(changes)];
}

const counts = process.argv.slice(2).map(Number);
const outDir = mkdtempSync(path.join(tmpdir(), 'bench-drag-'));
await build({
  configFile: false,
  root: ROOT,
  base: './',
  plugins: [react()],
  logLevel: 'error',
  build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 2000 },
});
const server = await preview({ configFile: false, root: ROOT, build: { outDir }, preview: { port: 0 } });
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ['--no-sandbox'],
});
try {
  const rows = [['', 'frames/s', 'median ms', '95 % ms', 'longest ms', 'edits/s']];
  for (const count of counts.length ? counts : [10, 40]) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${server.resolvedUrls!.local[0]}?blobs=${count}`);
    const box = (await page.getByTestId('picture').boundingBox())!;
    const columns = Math.ceil(Math.sqrt(count));
    const [x, y] = [box.x + box.width / columns / 2, box.y + box.height / columns / 2];
    rows.push(row(`${count} blobs, at rest`, await circle(page, box.x + box.width + 80, y)));
    await page.mouse.move(x, y);
    await page.mouse.down();
    rows.push(row(`${count} blobs, dragging`, await circle(page, x, y)));
    await page.mouse.up();
    await page.close();
  }
  for (const cells of rows)
    console.log(cells.map((cell, at) => (at ? cell.padStart(11) : cell.padEnd(20))).join(''));
} finally {
  await browser.close();
  await server.close();
  rmSync(outDir, { recursive: true });
}
