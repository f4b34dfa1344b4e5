/** Measures where the things of a converted model stand, and writes it into its manifest: for models from before the converter did. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MANIFEST_FILE, parseManifest } from '../src/convert';
import { measureStanding } from '../src/convert/standing';
import { UsageError, runScript } from './lib/cli';
import { makeGraphRunner } from './lib/runtime';

runScript(async () => {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new UsageError('Usage: npx tsx scripts/measure-standing.ts FOLDER');
  const file = path.join(folder, MANIFEST_FILE);
  const json = JSON.parse(await readFile(file, 'utf8')) as { blobs: object[] };
  const { layout, shape } = parseManifest(json);
  const runner = await makeGraphRunner(new Uint8Array(await readFile(path.join(folder, layout.file))));
  const standing = await measureStanding(runner, shape, () => undefined);
  await runner.release();
  json.blobs = json.blobs.map((blob, slot) => ({ ...blob, standing: standing[slot] ?? null }));
  parseManifest(json);
  await writeFile(file, `${JSON.stringify(json, null, 2)}\n`);
  console.log(`${standing.filter(Boolean).length} of ${standing.length} slots measured.`);
  return 0;
});
