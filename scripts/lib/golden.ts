/** Golden folders in Node: any folder with `blobgan.ckpt` and `golden.safetensors` (and `mean_latent.pt`). */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { convertCheckpoint, type ConvertOptions } from '../../src/convert';
import type { Pipeline } from '../../src/engine/pipeline';
import { openFileSource } from './file-source';
import { type GoldenRow, type Tensors, compareAll } from './golden-cases';
import { fromConverted } from './node-model';
import { readSafetensors } from './safetensors';

/** Names in a golden folder; the last may be missing. */
export const GOLDEN_FILES = {
  checkpoint: 'blobgan.ckpt',
  golden: 'golden.safetensors',
  meanLatent: 'mean_latent.pt',
} as const;

/** Converts the checkpoint of a golden folder in memory. */
export async function convertGolden(
  folder: string,
  options: Partial<ConvertOptions> = {},
): Promise<Pipeline> {
  const source = await openFileSource(path.join(folder, GOLDEN_FILES.checkpoint));
  const meanFile = path.join(folder, GOLDEN_FILES.meanLatent);
  const mean = existsSync(meanFile) ? await openFileSource(meanFile) : undefined;
  const inGolden = (await readGolden(folder)).get('mean_latent')?.data;
  try {
    const meanLatent = mean ?? inGolden;
    return await fromConverted(await convertCheckpoint(source, { name: 'golden', meanLatent, ...options }));
  } finally {
    await source.close();
    await mean?.close();
  }
}

export async function readGolden(folder: string): Promise<Tensors> {
  return readSafetensors(new Uint8Array(await readFile(path.join(folder, GOLDEN_FILES.golden))));
}

/** Runs every case and every edit of a golden folder. */
export async function runGolden(folder: string, onRow?: (row: GoldenRow) => void): Promise<GoldenRow[]> {
  return compareAll(await convertGolden(folder), await readGolden(folder), true, onRow);
}
