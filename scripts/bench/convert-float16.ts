/**
 * `npx tsx scripts/bench/convert-float16.ts [--folder DIR]`: what float16 storage does to a model of the published
 * size (random weights, as the published code initialises them): bytes of each file, and how far its pictures are
 * from those of float32 storage.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type ConvertedModel, convertCheckpoint, filesOf, sizeOf } from '../../src/convert';
import { runScript } from '../lib/cli';
import { openFileSource } from '../lib/file-source';
import { deviation } from '../lib/golden-cases';
import { fromConverted } from '../lib/node-model';
import { PUBLISHED_FILE, ensurePublishedFile } from '../lib/published-size';
import { makeGraphRunner } from '../lib/runtime';

const SEEDS = [1, 2];
const RMS_LIMIT = 2e-3;

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1).padStart(7);

runScript(async () => {
  const { values } = parseArgs({ options: { folder: { type: 'string', default: 'data/bench' } } });
  const file = ensurePublishedFile(path.join(values.folder, PUBLISHED_FILE));
  const convert = async (
    storage: 'float32' | 'float16',
    layoutStorage: 'float32' | 'float16',
  ): Promise<ConvertedModel> => {
    const source = await openFileSource(file);
    const options = { name: 'published size', storage, layoutStorage, makeGraphRunner };
    const model = await convertCheckpoint(source, options);
    await source.close();
    const { manifest } = model;
    const files = filesOf(manifest).map((one) => `${one.file} ${megabytes(one.bytes)}`);
    console.log(
      `decoder ${storage}, layout network ${layoutStorage}: ${megabytes(sizeOf(manifest))} MB; ${files.join(', ')}`,
    );
    return model;
  };
  const exact = await fromConverted(await convert('float32', 'float32'));
  const layouts = await exact.sample(SEEDS, 0);
  const pictures: Float32Array[] = [];
  for (const [at, layout] of layouts.entries()) pictures.push((await exact.draw(layout, exact.noiseOf(SEEDS[at]!)))!);
  await exact.release();

  const half = await fromConverted(await convert('float16', 'float16'));
  let worst = 0;
  const halfLayouts = await half.sample(SEEDS, 0);
  for (const [at, layout] of layouts.entries()) {
    const image = pictures[at]!;
    const rms = async (drawn: typeof layout): Promise<number> => {
      const picture = (await half.draw(drawn, half.noiseOf(SEEDS[at]!)))!;
      return (
        Math.sqrt(image.reduce((sum, v, i) => sum + (v - picture[i]!) ** 2, 0) / image.length) /
        deviation(image)
      );
    };
    const [same, own] = [await rms(layout), await rms(halfLayouts[at]!)];
    worst = Math.max(worst, same);
    console.log(
      `seed ${SEEDS[at]}: rms of the picture's difference over its deviation ${same.toExponential(2)} (decoder float16), ${own.toExponential(2)} (layout network too)`,
    );
  }
  console.log(`worst with a float16 decoder: ${worst.toExponential(2)} (limit ${RMS_LIMIT})`);
  return worst < RMS_LIMIT ? 0 : 1;
});
