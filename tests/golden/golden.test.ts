import { beforeAll, describe, expect, it } from 'vitest';
import { gaussian, splat, takeBlobs, type Layout } from '../../src/blobgan';
import { convertGolden, readGolden, runGolden } from '../../scripts/lib/golden';
import {
  IMAGE_LIMIT,
  INCREMENTAL_LIMIT,
  deviation,
  goldenLayout,
  maxDifference,
  rowPasses,
} from '../../scripts/lib/golden-cases';
import { stageOutputs } from '../../scripts/lib/stage-outputs';
import type { Shaped } from '../../src/engine/drawing-inputs';
import type { Pipeline } from '../../src/engine/pipeline';

const OFFICIAL = 'tests/golden/official-small';
const TRAINER = 'tests/golden/trainer-128';
/** Features by place: not of the published form. */
const LOCAL = 'tests/golden/trainer-local';
const CURVES = 'tests/golden/trainer-curves';
/** Maps and outlines of the blobs' own, too. */
const MAPS = 'tests/golden/trainer-maps';
/** A layout network that is a flow: not of the published form either. */
const FLOW = 'tests/golden/trainer-flow';
const EDITS = ['move', 'hide', 'enlarge', 'duplicate', 'reverse_depth', 'restyle', 'remove_most', 'rotate'];

describe('what the converted model draws is what the published code draws', () => {
  it.each([
    [OFFICIAL, ['case0', 'case1', 'case2', ...EDITS.map((edit) => `edit.${edit}`)]],
    [TRAINER, ['case0', 'case1', 'edit.duplicate']],
    [LOCAL, ['case0', 'case1', 'edit.duplicate']],
    [CURVES, ['case0', 'case1', 'edit.duplicate']],
    [MAPS, ['case0', 'case1', 'edit.duplicate']],
    [FLOW, ['case0', 'case1', 'edit.duplicate']],
  ])('%s', { timeout: 60_000 }, async (folder, names) => {
    const rows = await runGolden(folder);
    expect(rows.map((row) => row.name)).toEqual(names);
    expect(rows.filter((row) => !rowPasses(row))).toEqual([]);
    // Crops took part, and had something to draw.
    for (const { name, incremental } of rows) {
      expect(incremental!.drawnPart, name).toBeLessThan(0.5);
      expect(incremental!.disturbed, name).toBeGreaterThan(5 * INCREMENTAL_LIMIT);
    }
    // The layout network and the splat took part.
    expect(rows.filter((row) => row.layout !== null && row.imageFromZ !== null).length).toBeGreaterThan(1);
    expect(rows.some((row) => row.scores !== null && row.pureScores !== null)).toBe(true);
  });

  it('covers no, some and full truncation', async () => {
    const tensors = await readGolden(OFFICIAL);
    const truncations = [0, 1, 2].map((index) => tensors.get(`case${index}.truncate`)!.data[0]!.toFixed(2));
    expect(truncations).toEqual(['0.00', '0.40', '1.00']);
  });
});

describe('the converted model', () => {
  let model: Pipeline;
  let layout: Layout;
  let noise: readonly Float32Array[];

  beforeAll(async () => {
    model = await convertGolden(TRAINER);
    [layout] = (await model.sample([3], 0)) as [Layout];
    noise = model.noiseOf(3);
  }, 60_000);

  it('draws any number of blobs, none included', async () => {
    const none = await stageOutputs(model, takeBlobs(layout, []), noise);
    expect(none.get('scores_128')!.data.every((score) => score === 1)).toBe(true);
    expect(none.get('rgb_128')!.data.every(Number.isFinite)).toBe(true);
    const many = takeBlobs(
      layout,
      Array.from({ length: 40 }, (_, index) => index % 4),
    );
    const results = await stageOutputs(model, many, noise);
    expect(maxDifference(results.get('scores_128')!.data, splat(many, 128))).toBeLessThan(1e-5);
    expect(results.get('rgb_128')!.data.every(Number.isFinite)).toBe(true);
  });

  it(
    'draws none and many with all that goes beyond the published form, too',
    { timeout: 60_000 },
    async () => {
      const local = await convertGolden(MAPS);
      const notes = local.manifest.source.notes.join();
      expect(notes).toMatch(/features enter by place at 16, 32, 64 cells/);
      expect(notes).toMatch(/maps of their own, 6 x 6 cells, at 32, 64, 128 cells/);
      expect(notes).toMatch(/outlines of their own, 5 x 5 cells/);
      // As far as the coarser of the two reaches.
      expect(local.manifest.mapReach).toBeCloseTo(1.4 + 0.7);
      const [made] = (await local.sample([3], 0)) as [Layout];
      for (const blobs of [[], [0, 1, 2, 3, 0, 1, 2, 3]]) {
        const picture = (await local.draw(takeBlobs(made, blobs), local.noiseOf(3)))!;
        expect(picture.every(Number.isFinite)).toBe(true);
      }
    },
  );

  it('stays finite for a needle whose determinant rounds to nothing', async () => {
    // What float32 leaves of Sigma where a layout network's logits are far out.
    const covariances = layout.covariances.slice();
    covariances.set([300, 300, 300], 0);
    const results = await stageOutputs(model, { ...layout, covariances }, noise);
    expect(results.get('rgb_128')!.data.every(Number.isFinite)).toBe(true);
  });

  it('stays finite for blobs that are gone, huge, or needles', async () => {
    const extreme: Layout = {
      ...layout,
      sizes: Float32Array.of(-1e4, 1e4, 0, 30),
      covariances: Float32Array.of(1e-5, 0, 1e-5, 2, 0, 2, 1, 0.99999, 1, 1e-5, 0, 4),
      positions: Float32Array.of(-5, 5, 0.5, 0.5, 0, 1, 1e3, 0.2),
    };
    const results = await stageOutputs(model, extreme, noise);
    expect(results.get('rgb_128')!.data.every(Number.isFinite)).toBe(true);
    expect(results.get('scores_128')!.data.every((score) => score >= 0 && score <= 1)).toBe(true);
  });

  it('draws a crop of a later stage as it draws the whole', async () => {
    const whole = await stageOutputs(model, layout, noise);
    const styles = { data: layout.styles, dims: [5, 10] };
    const noises = [7, 8].map((index) => ({ data: noise[index]!, dims: [1, 1, 128, 128] }));
    // Columns 0..48 and rows 40..88 of 128: an edge of the picture on one side, margins on the others.
    const crop = ({ data, dims }: Shaped, scale: number): Shaped => {
      const [side, from, high, wide] = [dims[3]!, 40 * scale, 48 * scale, 48 * scale];
      const planes = data.length / side ** 2;
      const out = new Float32Array(planes * high * wide);
      for (let row = 0; row < planes * high; row++) {
        const start = Math.floor(row / high) * side ** 2 + (from + (row % high)) * side;
        out.set(data.subarray(start, start + wide), row * wide);
      }
      return { data: out, dims: [dims[0]!, dims[1]!, high, wide] };
    };
    const stage = model.manifest.stages.findIndex(({ resolution }) => resolution === 128);
    const part = await model.runStage(stage, {
      styles,
      scores_128: crop(whole.get('scores_128')!, 1),
      scores_64: crop(whole.get('scores_64')!, 0.5),
      features_64: crop(whole.get('features_64')!, 0.5),
      rgb_64: crop(whole.get('rgb_64')!, 0.5),
      noise_7: crop(noises[0]!, 1),
      noise_8: crop(noises[1]!, 1),
    });
    const expected = crop(whole.get('rgb_128')!, 1).data;
    const drawn = part.rgb_128!;
    expect(drawn.dims).toEqual([1, 3, 48, 48]);
    const margin = 6;
    const inside = (at: number): boolean => {
      const [row, column] = [Math.floor(at / 48) % 48, at % 48];
      return row >= margin && row < 48 - margin && column < 48 - margin;
    };
    const differences = drawn.data.map((value, at) => Math.abs(value - expected[at]!));
    expect(Math.max(...differences.filter((_, at) => inside(at)))).toBeLessThan(1e-5);
    // Without the margin it would be wrong: the test would notice.
    expect(Math.max(...differences)).toBeGreaterThan(1e-3);
  });

  it('draws the same picture twice, bit by bit', async () => {
    const [first, second] = [
      await model.draw(layout, model.noiseOf(5)),
      await model.draw(layout, model.noiseOf(5)),
    ];
    expect(maxDifference(first!, second!)).toBe(0);
  });

  it('says which noise it does not use, and does not use it', async () => {
    expect(model.manifest.noise.map(({ used }) => used)).toEqual([false, ...Array<boolean>(8).fill(true)]);
    const picture = (await stageOutputs(model, layout, noise)).get('rgb_128')!.data;
    for (const [index, { used }] of model.manifest.noise.entries()) {
      const other = noise.map((map, at) => (at === index ? gaussian(99, index, map.length) : map));
      const changed = (await stageOutputs(model, layout, other)).get('rgb_128')!.data;
      expect(maxDifference(picture, changed) > 0, `noise_${index}`).toBe(used);
    }
  });

  it('takes the names of the blobs and the facts of the training from the checkpoint', () => {
    expect(model.manifest.blobs.map(({ name }) => name)).toEqual([
      'thing 1',
      'thing 2',
      'thing 3',
      'thing 4',
    ]);
    expect(model.manifest.training).toEqual({ steps: 0 });
  });
});

describe('float16 storage', () => {
  it(
    'changes the picture by less than 2e-3 of its deviation (rms), and halves the decoder',
    { timeout: 60_000 },
    async () => {
      const tensors = await readGolden(OFFICIAL);
      const [exact, half] = [
        await convertGolden(OFFICIAL),
        await convertGolden(OFFICIAL, { storage: 'float16' }),
      ];
      const noise = exact.manifest.noise.map((_, index) => tensors.get(`noise.${index}`)!.data);
      const layout = goldenLayout(tensors, 'case0');
      const [a, b] = [await stageOutputs(exact, layout, noise), await stageOutputs(half, layout, noise)].map(
        (out) => out.get('rgb_64')!.data,
      );
      const rms = deviation(a!.map((value, at) => value - b![at]!));
      expect(rms / deviation(a!)).toBeLessThan(2e-3);
      expect(rms / deviation(a!)).toBeGreaterThan(IMAGE_LIMIT / 10);
      expect(half.manifest.stages[0]!.bytes).toBeLessThan(exact.manifest.stages[0]!.bytes * 0.55);
      expect(half.manifest.id).not.toBe(exact.manifest.id);
      // Layouts do not change with the decoder's storage.
      expect(half.manifest.layout.sha256).toBe(exact.manifest.layout.sha256);
    },
  );
});
