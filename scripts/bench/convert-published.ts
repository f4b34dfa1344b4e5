/**
 * `npx tsx scripts/bench/convert-published.ts [--folder DIR] [--keep]`: converts a checkpoint of the published size
 * (random weights, with plain networks and optimizer states as published files have them, about a gigabyte) in a
 * process of its own and prints time, bytes read and peak memory.
 */
import { spawnSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { convertTo } from '../../src/convert';
import { runScript } from '../lib/cli';
import { openFileSource } from '../lib/file-source';
import { PUBLISHED_FILE, ensurePublishedFile, networkBytes } from '../lib/published-size';
import { PUBLISHED_FORM } from '../lib/random-checkpoint';
import { makeGraphRunner } from '../lib/runtime';

const MEGABYTE = 1e6;

async function convertOnce(
  file: string,
  storage: 'float32' | 'float16',
  computesMean: boolean,
): Promise<void> {
  const source = await openFileSource(file);
  let written = 0;
  const start = performance.now();
  await convertTo(source, (_, bytes) => void (written += bytes.length), {
    name: 'published size',
    storage,
    layoutStorage: storage,
    makeGraphRunner,
    meanLatent: computesMean ? undefined : new Float32Array(PUBLISHED_FORM.hiddenDim),
  });
  const seconds = (performance.now() - start) / 1000;
  const cpu = process.cpuUsage();
  const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1);
  const peak = process.resourceUsage().maxRSS * 1024;
  console.log(
    `${storage}${computesMean ? ', mean latent computed' : ''}: ${seconds.toFixed(1)} s (${(cpu.user / 1e6).toFixed(1)} s of processor), read ${megabytes(source.bytesRead)} MB, wrote ${megabytes(written)} MB, peak ${megabytes(peak)} MB`,
  );
  await source.close();
}

runScript(async () => {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string', default: 'data/bench' },
      keep: { type: 'boolean', default: false },
      once: { type: 'string' },
      mean: { type: 'boolean', default: false },
    },
  });
  const file = path.join(values.folder, PUBLISHED_FILE);
  if (values.once === 'float32' || values.once === 'float16') {
    await convertOnce(file, values.once, values.mean);
    return 0;
  }
  ensurePublishedFile(file);
  const networks = networkBytes() / MEGABYTE;
  console.log(
    `${file}: ${(statSync(file).size / MEGABYTE).toFixed(0)} MB, of which the two averaged networks are ${networks.toFixed(1)} MB`,
  );
  for (const extra of [['float32'], ['float16'], ['float16', '--mean']]) {
    const args = ['tsx', 'scripts/bench/convert-published.ts', '--folder', values.folder, '--once', ...extra];
    if (spawnSync('npx', args, { stdio: 'inherit' }).status !== 0) return 1;
  }
  if (!values.keep) rmSync(file);
  return 0;
});
