/**
 * A model of another size than the one that ships, for benchmarks and browser tests: random decoder weights under
 * the default model's own layout network, so that its scenes are rooms. Made on the fly, never kept.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ConvertedModel, MANIFEST_FILE, parseManifest } from '../../src/convert';
import { type RandomDecoder, randomModelOver } from './random-model';

export const DEFAULT_MODEL = 'models/default';

/** @param base folder of the model whose layout network is used */
export async function randomModel(form: RandomDecoder, base = DEFAULT_MODEL): Promise<ConvertedModel> {
  const own = parseManifest(JSON.parse(await readFile(path.join(base, MANIFEST_FILE), 'utf8')));
  return randomModelOver(form, own, new Uint8Array(await readFile(path.join(base, own.layout.file))));
}
