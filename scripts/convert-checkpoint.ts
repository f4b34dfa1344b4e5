/** `npm run convert`: a PyTorch checkpoint becomes a model for the page. The work is src/convert's. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MANIFEST_FILE, convertTo, filesOf, type Progress } from '../src/convert';
import { UsageError, numberOption, runScript } from './lib/cli';
import { openFileSource, type FileSource } from './lib/file-source';
import { makeGraphRunner } from './lib/runtime';

const USAGE = `Usage: npm run convert -- --checkpoint F --name NAME --out DIR
  --mean-latent F     the published *_mean_latent.pt (else the checkpoint's own, else it is computed)
  --picks F           the published *_cherrypicked.pt, latents for the strip of seeds
  --float16           store the decoder's large weights as float16 (half the size; computed with in float32)
  --float16-layout    the same for the layout network (layouts then differ from the published ones by about 1e-3)
  --int8-layout       the layout network's large weights as rows of bytes, half of that again
  --width-limit N     refuse a model with a larger c_model
  --licence TEXT      goes into the manifest`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        checkpoint: { type: 'string' },
        'mean-latent': { type: 'string' },
        picks: { type: 'string' },
        float16: { type: 'boolean', default: false },
        'float16-layout': { type: 'boolean', default: false },
        'int8-layout': { type: 'boolean', default: false },
        'width-limit': { type: 'string' },
        licence: { type: 'string' },
        name: { type: 'string' },
        out: { type: 'string' },
      },
    });
    const { checkpoint, name, out } = values;
    if (checkpoint === undefined || name === undefined || out === undefined) throw new UsageError(USAGE);
    if (values['int8-layout'] && values['float16-layout'])
      throw new UsageError(`The layout network is stored in one way: --float16-layout or --int8-layout.`);
    return { ...values, checkpoint, name, out };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

/** A model that was here before must not be mixed with the new one; other files (a model card) stay. */
async function clearFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name === MANIFEST_FILE || /^((layout|stage-\d+|attributes|reader)\.onnx|picks\.bin)$/.test(name))
      await rm(path.join(folder, name));
  }
}

/** Progress on one line of a terminal; nothing in a log. */
function showProgress({ step, fraction }: Progress): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${step}: ${Math.round(fraction * 100)} %      `);
}

runScript(async () => {
  const given = options();
  const widthLimit = numberOption('width-limit', given['width-limit'], 0, 10_000);
  const start = performance.now();
  const source = await openFileSource(given.checkpoint);
  const beside = async (file: string | undefined): Promise<FileSource | undefined> =>
    file === undefined ? undefined : openFileSource(file);
  const meanLatent = await beside(given['mean-latent']);
  const picks = await beside(given.picks);
  let cleared = false;
  const manifest = await convertTo(
    source,
    async (name, bytes) => {
      // Not before the first file is ready: a checkpoint that is refused leaves the folder as it was.
      if (!cleared) await clearFolder(given.out);
      cleared = true;
      await writeFile(path.join(given.out, name), bytes);
    },
    {
      name: given.name,
      meanLatent,
      picks,
      makeGraphRunner,
      storage: given.float16 ? 'float16' : 'float32',
      layoutStorage: given['int8-layout'] ? 'int8' : given['float16-layout'] ? 'float16' : 'float32',
      widthLimit,
      licence: given.licence,
      onProgress: showProgress,
    },
  );
  await source.close();
  await meanLatent?.close();
  await picks?.close();
  if (process.stderr.isTTY) process.stderr.write('\r');
  const { shape, width } = manifest;
  for (const file of filesOf(manifest)) console.log(`${file.file.padEnd(16)} ${file.bytes} bytes`);
  for (const note of manifest.source.notes) console.log(`Note: ${note}`);
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${manifest.name} (${manifest.id}): ${shape.resolution} px, width ${width}, ${shape.blobCount} blobs; read ${megabytes(source.bytesRead)} of ${megabytes(source.size)} MB in ${seconds} s.`,
  );
  return 0;
});
