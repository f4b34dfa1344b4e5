/** Gives a converted model the attributes of a checkpoint: for models from before the trainer had a reader. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MANIFEST_FILE, parseManifest, sha256 } from '../src/convert';
import { convertAttributes } from '../src/convert/convert-attributes';
import { openTorchArchive } from '../src/convert/torch/archive';
import { UsageError, runScript } from './lib/cli';
import { openFileSource } from './lib/file-source';

runScript(async () => {
  const [checkpoint, folder] = process.argv.slice(2);
  if (checkpoint === undefined || folder === undefined)
    throw new UsageError('Usage: npx tsx scripts/add-attributes.ts CHECKPOINT FOLDER');
  const source = await openFileSource(checkpoint);
  const file = path.join(folder, MANIFEST_FILE);
  const json = JSON.parse(await readFile(file, 'utf8')) as object;
  const attributes = await convertAttributes(await openTorchArchive(source), true, async (name, bytes) => {
    await writeFile(path.join(folder, name), bytes);
    return { file: name, bytes: bytes.length, sha256: await sha256(bytes) };
  });
  await source.close();
  if (!attributes)
    throw new UsageError(`${checkpoint} has no reader: python -m training.train_reader makes one.`);
  const manifest = { ...json, attributes };
  parseManifest(manifest);
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
  console.log(`${attributes.encoder.bytes} and ${attributes.reader.bytes} bytes.`);
  return 0;
});
