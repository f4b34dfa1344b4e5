import '../../explanations';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseManifest } from '../../../src/convert';
import { verified } from '../../../src/engine/verified';

const FOLDER = 'models/default';
const manifest = parseManifest(JSON.parse(readFileSync(`${FOLDER}/manifest.json`, 'utf8')));
const { file } = manifest.stages[0]!;
const bytes = new Uint8Array(readFileSync(`${FOLDER}/${file}`));

it('hands on a stored file that is what the manifest names', async () => {
  expect(await verified({ manifest, read: async () => bytes }).read(file)).toBe(bytes);
});

it.each<[string, () => Promise<Uint8Array>]>([
  ['has one wrong byte', async () => bytes.with(1000, bytes[1000]! ^ 1)],
  ['is cut short', async () => bytes.slice(0, -1)],
  [
    'is gone',
    async () => {
      throw new DOMException('no such file', 'NotFoundError');
    },
  ],
])('says what to do when a stored file %s', async (_, read) => {
  await expect(verified({ manifest, read }).read(file)).rejects.toTell(
    new RegExp(
      `^The model "${manifest.name}" is damaged on this device \\(${file.replace('.', '\\.')}\\): delete it and open its checkpoint again\\.$`,
    ),
  );
});
