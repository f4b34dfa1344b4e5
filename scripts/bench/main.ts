/**
 * `npm run bench [-- --quick] [-- --model FOLDER] [-- --default-only]`: the built page in headless Chromium and
 * native onnxruntime, side by side in one run, alternating, medians. Writes bench/results.json and bench/results.md.
 * While anything else runs on the machine the figures are worth nothing; `--quick` shows in minutes that it all works,
 * `--default-only` keeps what was measured before of the published size.
 *
 * A model of fewer than 256 pixels is measured with a decoder of 256 pixels and random weights in its place, under
 * its own layout network: the time does not depend on what the weights are.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { type ConvertedModel, MANIFEST_FILE, filesOf, parseManifest } from '../../src/convert';
import { DEFAULT_MODEL, randomModel } from '../lib/bench-model';
import { runScript } from '../lib/cli';
import { type Figures, type Options, measure } from './measure';
import { type Machine, markdown, standards } from './report';
import { Tab } from './tab';

const FOLDER = 'data/bench';
const RESULTS = 'bench';
const SIDE = 256;
const PUBLISHED_WIDTH = 96;

/** The model of a folder, or the one that stands in for it. */
async function modelOf(folder: string): Promise<ConvertedModel> {
  const read = (name: string): Uint8Array<ArrayBuffer> =>
    new Uint8Array(readFileSync(path.join(folder, name)));
  const manifest = parseManifest(JSON.parse(Buffer.from(read(MANIFEST_FILE)).toString()));
  if (manifest.shape.resolution < SIDE)
    return randomModel({ resolution: SIDE, width: manifest.width }, folder);
  const names = [MANIFEST_FILE, ...filesOf(manifest).map(({ file }) => file)];
  return { manifest, files: new Map(names.map((name) => [name, read(name)])) };
}

/** The built page with a model in the place of its default one. */
async function site(name: string, { files }: ConvertedModel): Promise<string> {
  const outDir = path.resolve(FOLDER, name);
  await build({ logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const models = path.join(outDir, 'models/default');
  mkdirSync(models, { recursive: true });
  for (const [file, bytes] of files) writeFileSync(path.join(models, file), bytes);
  return outDir;
}

async function measured(name: string, model: ConvertedModel, options: Options): Promise<Figures> {
  const { shape, width } = model.manifest;
  console.log(`${model.manifest.name}: ${shape.resolution} px, width ${width}`);
  const tab = await Tab.start(await site(name, model));
  try {
    return await measure(tab, model, options);
  } finally {
    await tab.close();
  }
}

/** The figures of the published size that an earlier run wrote. */
function publishedBefore(): Figures | null {
  const results = JSON.parse(readFileSync(path.join(RESULTS, 'results.json'), 'utf8')) as {
    published: Figures | null;
  };
  return results.published;
}

/** Writes both files. @returns the table */
function write(own: Figures, published: Figures | null, machine: Machine): string {
  const table = markdown(own, published, machine);
  const results = { machine, standards: standards(own, published), own, published };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(path.join(RESULTS, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(path.join(RESULTS, 'results.md'), table);
  return table;
}

runScript(async () => {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      model: { type: 'string', default: DEFAULT_MODEL },
      'default-only': { type: 'boolean', default: false },
    },
  });
  const { quick } = values;
  const threads = os.cpus().length;
  const common = { native: path.join(FOLDER, 'native'), threads, seed: 7 };
  const own = await measured('site', await modelOf(values.model), {
    ...common,
    rounds: quick ? 3 : 15,
    dragSeconds: quick ? 2 : 10,
    renders: quick ? 40 : 2_000,
    hand: true,
  });
  const machine = { processor: os.cpus()[0]?.model ?? 'unknown', threads, quick };
  // What is known is written down before the long part begins.
  const before = values['default-only'] ? publishedBefore() : null;
  console.log(write(own, before, machine));
  if (quick || values['default-only']) return 0;
  const published = await measured(
    'site-published',
    await randomModel({ resolution: SIDE, width: PUBLISHED_WIDTH }, values.model),
    { ...common, rounds: 15, dragSeconds: 0, renders: 0, hand: false },
  );
  console.log(write(own, published, machine));
  return 0;
});
