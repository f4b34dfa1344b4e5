/** Latents that come with a model: read, kept, and drawn from. */
import '../../explanations';
import { describe, expect, it } from 'vitest';
import { type Layout, pickOfSeed, seedOfPick } from '../../../src/blobgan';
import { bytesSource, filesOf } from '../../../src/convert';
import { Tuple, type Item } from '../../../scripts/lib/pickle-writer';
import { maxDifference } from '../../../scripts/lib/golden-cases';
import { fromConverted } from '../../../scripts/lib/node-model';
import type { TorchWriter } from '../../../scripts/lib/torch-writer';
import { sceneFromLayout } from '../../../src/scene';
import { TINY, convertBytes, refusalOf, savedBytes, tinyBytes } from './support';

const LATENTS = Float32Array.from({ length: 3 * TINY.latentDim }, (_, at) => Math.sin(at * 1.7));

const tensor = (writer: TorchWriter, values: Float32Array, ...shape: number[]): Item =>
  writer.tensor({ storageType: 'FloatStorage', shape, bytes: new Uint8Array(values.slice().buffer) });

const picksFile = (fill: (writer: TorchWriter) => Item) =>
  bytesSource(savedBytes(fill), 'room_cherrypicked.pt');

const row = (index: number): Float32Array =>
  LATENTS.slice(index * TINY.latentDim, (index + 1) * TINY.latentDim);

describe('picked latents', () => {
  it.each<[string, (writer: TorchWriter) => Item]>([
    ['one tensor, a row each', (writer) => tensor(writer, LATENTS, 3, TINY.latentDim)],
    ['one tensor with a batch of one', (writer) => tensor(writer, LATENTS, 3, 1, TINY.latentDim)],
    ['a list of rows', (writer) => [0, 1, 2].map((index) => tensor(writer, row(index), 1, TINY.latentDim))],
    [
      'a tuple of vectors',
      (writer) => new Tuple([0, 1, 2].map((index) => tensor(writer, row(index), TINY.latentDim))),
    ],
  ])('are kept with the model: %s', async (_, fill) => {
    const { manifest, files } = await convertBytes(tinyBytes(), { picks: picksFile(fill) });
    expect(manifest.picks).toMatchObject({ file: 'picks.bin', count: 3 });
    expect(filesOf(manifest)).toContain(manifest.picks);
    expect(new Float32Array(files.get('picks.bin')!.slice().buffer)).toEqual(LATENTS);
  });

  it('do not change what the model is called, and a model without them says so', async () => {
    const [without, with3] = [
      await convertBytes(tinyBytes()),
      await convertBytes(tinyBytes(), { picks: picksFile((writer) => tensor(writer, LATENTS, 3, 7)) }),
    ];
    expect(without.manifest.picks).toBeNull();
    expect(with3.manifest.id).toBe(without.manifest.id);
  });

  it('are rooms with seeds below 0, drawn from exactly these latents', async () => {
    const model = await fromConverted(
      await convertBytes(tinyBytes(), { picks: picksFile((writer) => tensor(writer, LATENTS, 3, 7)) }),
    );
    expect([0, 1, 2].map(seedOfPick)).toEqual([-1, -2, -3]);
    const named = await model.sample([-3, 5, -1], 0.3);
    const direct = await model.layouts(Float32Array.of(...row(2), ...row(0)), 0.3);
    const differ = (a: Layout, b: Layout): number =>
      Math.max(maxDifference(a.features, b.features), maxDifference(a.positions, b.positions));
    expect(differ(named[0]!, direct[0]!)).toBeLessThan(1e-6);
    expect(differ(named[2]!, direct[1]!)).toBeLessThan(1e-6);
    expect(differ(named[0]!, named[2]!)).toBeGreaterThan(0.01);
    await expect(model.sample([-4], 0)).rejects.toTell(
      'This model has no picked room 4: open its checkpoint again, together with its *_cherrypicked.pt.',
    );
    const scene = sceneFromLayout({ id: 'm', abNorm: 0.02, names: [] }, named[0]!, -3, 0.3);
    expect(scene.seed).toBe(-3);
    expect(scene.noiseSeed).toBe(pickOfSeed(-3));
  });
});

describe('refusals of picked latents', () => {
  it.each<[string, (writer: TorchWriter) => Item, string]>([
    [
      'of another model',
      (writer) => tensor(writer, new Float32Array(10), 2, 5),
      'room_cherrypicked.pt holds a tensor of 2 x 5 numbers where latents of 7 numbers were expected: use the *_cherrypicked.pt that belongs to the checkpoint.',
    ],
    [
      'numbers instead of latents',
      () => [3, 14, 15],
      'room_cherrypicked.pt holds no tensor where latents of 7 numbers were expected: use the *_cherrypicked.pt that belongs to the checkpoint.',
    ],
    [
      'an empty list',
      () => [],
      'room_cherrypicked.pt holds no tensor where latents of 7 numbers were expected: use the *_cherrypicked.pt that belongs to the checkpoint.',
    ],
    [
      'no rows',
      (writer) => tensor(writer, new Float32Array(), 0, 7),
      'room_cherrypicked.pt holds a tensor of 0 x 7 numbers where latents of 7 numbers were expected: use the *_cherrypicked.pt that belongs to the checkpoint.',
    ],
    [
      'too many',
      (writer) => tensor(writer, new Float32Array(7 * 1_001), 1_001, 7),
      'room_cherrypicked.pt holds 1001 latents, and at most 1000 are kept: choose the best of them.',
    ],
    [
      'not finite',
      (writer) =>
        tensor(
          writer,
          LATENTS.map((value, at) => (at === 4 ? NaN : value)),
          3,
          7,
        ),
      'room_cherrypicked.pt holds numbers that are not finite: use the *_cherrypicked.pt that belongs to the checkpoint.',
    ],
  ])('%s', async (_, fill, sentence) => {
    expect(await refusalOf(tinyBytes(), { picks: picksFile(fill) })).toBe(sentence);
  });
});
