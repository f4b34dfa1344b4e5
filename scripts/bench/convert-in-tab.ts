/**
 * `npm run build && npx tsx scripts/bench/convert-in-tab.ts [--folder DIR] [--open]`: a checkpoint of the published
 * size, brought to the built page in a headless Chromium. Writes a table of time, bytes read, and the page's memory.
 * Times depend on what else the machine does: the ratio to plainly reading and writing as many bytes in the same tab,
 * right before it, does much less. (Not after it: then the page opens the model, on every core.)
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Page, chromium } from '@playwright/test';
import { hostFolder } from '../../tests/e2e/support/static-server';
import { findChromium } from '../setup/chromium.mjs';
import { CHROMIUM_FLAGS } from '../lib/chromium-flags';
import { runScript } from '../lib/cli';
import { PUBLISHED_FILE, ensurePublishedFile, networkBytes } from '../lib/published-size';
import { PUBLISHED_FORM } from '../lib/random-checkpoint';
import { TorchWriter } from '../lib/torch-writer';
import { MemoryWatch } from './memory';

const PATIENCE = 900_000;
/** What the conversion writes: the layout network, and the decoder's stages in float16. */
const STORED_SIZES = [85.3e6, 59.5e6, 9.6e6, 2.8e6];
const LIMITS = { ratio: 4, memory: 700e6, excess: 0.05 };

/** Reads and writes in a worker, as the conversion does. @returns milliseconds */
const PLAIN_WORKER = `
onmessage = async ({ data: { file, bytes, sizes } }) => {
  const start = performance.now();
  const step = 8e6;
  for (let at = 0; at < bytes; at += step) await file.slice(at, Math.min(at + step, bytes)).arrayBuffer();
  const folder = await navigator.storage.getDirectory();
  for (const [index, size] of sizes.entries()) {
    const handle = await folder.getFileHandle('plain-' + index, { create: true });
    const access = await handle.createSyncAccessHandle();
    access.truncate(0);
    access.write(new Uint8Array(size));
    access.flush();
    access.close();
  }
  postMessage(performance.now() - start);
  for (const index of sizes.keys()) await folder.removeEntry('plain-' + index);
};`;

/** Time of reading as many bytes of the file and writing files of these sizes. */
async function plainTime(page: Page, file: string, bytes: number, sizes: readonly number[]): Promise<number> {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'plain';
    document.body.append(input);
  });
  await page.locator('#plain').setInputFiles(file);
  return page.evaluate(
    ([code, count, lengths]) => {
      const input = document.querySelector<HTMLInputElement>('#plain')!;
      const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
      return new Promise<number>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<number>) => resolve(data);
        worker.onerror = (event) => reject(new Error(event.message));
        worker.postMessage({ file: input.files![0], bytes: count, sizes: lengths });
      }).finally(() => {
        worker.terminate();
        input.remove();
      });
    },
    [PLAIN_WORKER, bytes, sizes] as const,
  );
}

interface Measured {
  readonly milliseconds: number;
  readonly bytesRead: number;
}

/** Waits for the conversion's own measure, or for the sentence of a failure. */
async function conversionOf(page: Page): Promise<Measured> {
  const found = await page.waitForFunction(
    () => {
      const failure = document.querySelector('dialog [role=alert]')?.textContent;
      if (failure) return { failure };
      const entry = performance.getEntriesByName('conversion').at(-1) as PerformanceMeasure | undefined;
      return entry && { milliseconds: entry.duration, ...(entry.detail as { bytesRead: number }) };
    },
    null,
    { timeout: PATIENCE },
  );
  const value = await found.jsonValue();
  if (!value || 'failure' in value) throw new Error(value?.failure ?? 'The conversion gave nothing.');
  return value;
}

async function storedSizes(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const sizes: number[] = [];
    const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    for await (const folder of models.values()) {
      for await (const handle of (folder as FileSystemDirectoryHandle).values()) {
        sizes.push((await (handle as FileSystemFileHandle).getFile()).size);
      }
    }
    return sizes;
  });
}

function meanLatentFile(folder: string): string {
  const writer = new TorchWriter();
  const count = PUBLISHED_FORM.hiddenDim;
  const tensor = writer.tensor({
    storageType: 'FloatStorage',
    shape: [count],
    bytes: new Uint8Array(4 * count),
  });
  const file = path.join(folder, 'published-size_mean_latent.pt');
  writeFileSync(file, writer.toBytes(tensor));
  return file;
}

const row = (...cells: string[]): void => console.log(`| ${cells.join(' | ')} |`);
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** One fresh browser, one conversion. @returns whether the targets hold */
async function measure(what: string, files: readonly string[], opens: boolean): Promise<boolean> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('There is no Chromium: install one, or set CHROMIUM_PATH.');
  const host = await hostFolder('dist', '/', true);
  const mark = `--blobroom-bench=${crypto.randomUUID()}`;
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS, mark] });
  const watch = new MemoryWatch(mark);
  try {
    const page = await browser.newPage();
    await page.goto(host.url);
    await page.locator('[data-testid=picture][data-state=final]').waitFor({ timeout: PATIENCE });
    const networks = networkBytes();
    const times: number[] = [];
    // The first one also brings the file into the system's cache, where the conversion finds it, too.
    for (let at = 0; at < 4; at++) times.push(await plainTime(page, files[0]!, networks, STORED_SIZES));
    const plain = times.slice(1).sort((a, b) => a - b)[1]!;
    const idle = (watch.take(), await page.waitForTimeout(1_000), watch.take());
    await page.getByRole('button', { name: 'Models' }).click();
    await page.getByTestId('checkpoint-input').setInputFiles([...files]);
    const { milliseconds, bytesRead } = await conversionOf(page);
    const peak = watch.take();
    const sizes = await storedSizes(page);
    const written = sizes.reduce((sum, size) => sum + size, 0);
    if (opens) {
      await page.getByRole('dialog', { name: 'Models' }).waitFor({ state: 'hidden', timeout: PATIENCE });
      row(`${what}: opening it afterwards`, '', '', '', '', megabytes(watch.take()), '');
    }
    const excess = bytesRead / networks - 1;
    row(
      what,
      seconds(milliseconds),
      seconds(plain),
      (milliseconds / plain).toFixed(1),
      `${megabytes(bytesRead)} (${(100 * excess).toFixed(2)} % over)`,
      `${megabytes(peak)} (${megabytes(idle)} before)`,
      megabytes(written),
    );
    return milliseconds / plain <= LIMITS.ratio && peak < LIMITS.memory && Math.abs(excess) <= LIMITS.excess;
  } finally {
    watch.stop();
    await browser.close();
    await host.close();
  }
}

runScript(async () => {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string', default: 'data/bench' },
      open: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const file = ensurePublishedFile(path.join(values.folder, PUBLISHED_FILE));
  console.log(`The two averaged networks: ${megabytes(networkBytes())}.`);
  row(
    'mean latent',
    'time',
    'plain read + write',
    'ratio',
    'read',
    'peak memory (PSS of the page)',
    'written',
  );
  row('---', '---', '---', '---', '---', '---', '---');
  const runs: readonly [string, readonly string[]][] = [
    ['given', [file, meanLatentFile(values.folder)]],
    ['computed', [file]],
  ];
  let holds = true;
  for (const [what, files] of runs) {
    if (values.only && values.only !== what) continue;
    holds = (await measure(what, files, values.open)) && holds;
  }
  console.log(
    `Targets: ratio at most ${LIMITS.ratio}, memory under ${megabytes(LIMITS.memory)}, read within ${100 * LIMITS.excess} %: ${holds ? 'met' : 'MISSED'}.`,
  );
  return holds ? 0 : 1;
});
