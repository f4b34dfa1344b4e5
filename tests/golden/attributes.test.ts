import { beforeAll, describe, expect, it } from 'vitest';
import { convertCheckpoint, type ConvertedModel } from '../../src/convert';
import { readGolden } from '../../scripts/lib/golden';
import { maxDifference } from '../../scripts/lib/golden-cases';
import { openFileSource } from '../../scripts/lib/file-source';
import { prepareRuntime } from '../../scripts/lib/runtime';

const ort = prepareRuntime();
const FOLDER = 'tests/golden/trainer-attributes';
/** The encoder's weights are stored in float16, the reader's in bytes where there are many. */
const LIMIT = 5e-3;

describe('attributes and vectors', () => {
  let model: ConvertedModel;
  let golden: Awaited<ReturnType<typeof readGolden>>;

  beforeAll(async () => {
    golden = await readGolden(FOLDER);
    const source = await openFileSource(`${FOLDER}/blobgan.ckpt`);
    model = await convertCheckpoint(source, { name: 'Attributes' });
    await source.close();
  }, 60_000);

  /** Runs a graph on tensors of the golden file. */
  async function run(file: string, inputs: readonly string[]): Promise<Map<string, Float32Array>> {
    const session = await ort.InferenceSession.create(model.files.get(file)!);
    const feeds = inputs.map((name) => {
      const { data, shape } = golden.get(`attributes.${name}`)!;
      const tensor =
        name === 'categories'
          ? new ort.Tensor('int32', Int32Array.from(data), [...shape])
          : new ort.Tensor('float32', Float32Array.from(data), [...shape]);
      return [name, tensor] as const;
    });
    const out = await session.run(Object.fromEntries(feeds));
    return new Map(
      Object.entries(out).map(([name, { data }]) => [name, Float32Array.from(data as Float32Array)]),
    );
  }

  const wanted = (name: string): Float32Array => golden.get(`attributes.${name}`)!.data;

  it('become vectors as the trainer makes them', async () => {
    const { encoder } = model.manifest.attributes!;
    const made = await run(encoder.file, ['categories', 'numbers', 'known']);
    for (const name of ['features', 'styles']) {
      expect(maxDifference(made.get(name)!, wanted(name)), name).toBeLessThan(LIMIT);
      // Things differ by far more than that.
      const width = wanted(name).length / 3;
      const [first, second] = [wanted(name).slice(0, width), wanted(name).slice(width, 2 * width)];
      expect(maxDifference(first, second), name).toBeGreaterThan(20 * LIMIT);
    }
  });

  it('are read off vectors as the trainer reads them', async () => {
    const { reader } = model.manifest.attributes!;
    const read = await run(reader.file, ['features', 'styles']);
    expect([...read.get('categories')!]).toEqual([...wanted('read.categories')]);
    expect([...read.get('known')!]).toEqual([...wanted('read.known')]);
    expect(maxDifference(read.get('numbers')!, wanted('read.numbers'))).toBeLessThan(LIMIT);
  });
});
