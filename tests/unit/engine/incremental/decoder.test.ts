/**
 * Incremental decoding against the full one. INCREMENTAL_SCENES=200 makes the comparison over that many scenes
 * (`npm run incremental`); here a seeded part of them runs.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Layout, type Rect, covarianceFrom, takeBlobs } from '../../../../src/blobgan';
import { convertCheckpoint, bytesSource } from '../../../../src/convert';
import { IncrementalDecoder, REACH, type StageRunner } from '../../../../src/engine/incremental/decoder';
import { unmatched } from '../../../../src/engine/incremental/matching';
import * as rect from '../../../../src/engine/incremental/rect';
import type { Pipeline } from '../../../../src/engine/pipeline';
import { fromConverted } from '../../../../scripts/lib/node-model';
import { randomCheckpoint } from '../../../../scripts/lib/random-checkpoint';
import { AB_NORM, FORM, changed, dice, randomLayout } from './scenes';

const LEVEL = 2 / 255;
const SCENES = Number(process.env['INCREMENTAL_SCENES'] ?? 6);
const EDITS_EACH = 4;

let model: Pipeline;
beforeAll(async () => {
  const { writer, root } = randomCheckpoint(FORM);
  const source = bytesSource(writer.toBytes(root), 'random.ckpt');
  const options = { name: 'random', meanLatent: new Float32Array(FORM.hiddenDim) };
  model = await fromConverted(await convertCheckpoint(source, options));
}, 60_000);

type Edit = (layout: Layout, blob: number, roll: () => number) => Layout;

const all = (layout: Layout): number[] => [...Array(layout.count).keys()];

const EDITS: Record<string, Edit> = {
  move: (layout, blob, roll) => {
    const [x, y] = layout.positions.subarray(blob * 2, blob * 2 + 2);
    const to = [x! + (roll() - 0.5) / 6, y! + (roll() - 0.5) / 6];
    return { ...layout, positions: changed(layout.positions, blob * 2, to) };
  },
  'a small step': (layout, blob, roll) => {
    const to = layout.positions[blob * 2]! + roll() / 2_000;
    return { ...layout, positions: changed(layout.positions, blob * 2, [to]) };
  },
  resize: (layout, blob, roll) => ({
    ...layout,
    sizes: changed(layout.sizes, blob, [layout.sizes[blob]! + roll() * 3 - 1.5]),
  }),
  rotate: (layout, blob, roll) => {
    const { xx, xy, yy } = covarianceFrom(1 + roll() * 4, roll() * 3, AB_NORM);
    return { ...layout, covariances: changed(layout.covariances, blob * 3, [xx, xy, yy]) };
  },
  duplicate: (layout, blob, roll) =>
    EDITS['move']!(takeBlobs(layout, [...all(layout), blob]), layout.count, roll),
  delete: (layout, blob) =>
    takeBlobs(
      layout,
      all(layout).filter((other) => other !== blob),
    ),
  reorder: (layout, blob) => takeBlobs(layout, [...all(layout).filter((other) => other !== blob), blob]),
  restyle: (layout, blob, roll) => {
    const style = Array.from({ length: FORM.styleDim }, () => roll() * 4 - 2);
    return { ...layout, styles: changed(layout.styles, (blob + 1) * FORM.styleDim, style) };
  },
};

function editOf(layout: Layout, roll: () => number): Layout {
  const names = Object.keys(EDITS);
  const name = names[Math.floor(roll() * names.length)]!;
  return layout.count ? EDITS[name]!(layout, Math.floor(roll() * layout.count), roll) : randomLayout(roll);
}

/** In levels of 255, of colours as they are shown. */
function worst(a: Float32Array, b: Float32Array): number {
  const clamped = (value: number): number => Math.min(1, Math.max(-1, value));
  let most = 0;
  for (let at = 0; at < a.length; at++) {
    most = Math.max(most, Math.abs(clamped(a[at]!) - clamped(b[at]!)) / LEVEL);
  }
  return most;
}

describe('incremental decoding', () => {
  it(
    `draws what a full decode draws, within 1/255 on every pixel, after ${SCENES} x ${EDITS_EACH} random edits`,
    async () => {
      let spared = 0;
      for (let seed = 0; seed < SCENES; seed++) {
        const roll = dice(seed);
        const decoder = new IncrementalDecoder(model);
        let layout = randomLayout(roll);
        await decoder.draw(layout, model.noiseOf(seed));
        for (let step = 0; step < EDITS_EACH; step++) {
          layout = editOf(layout, roll);
          const drawn = (await decoder.draw(layout, model.noiseOf(seed)))!;
          const whole = (await model.draw(layout, model.noiseOf(seed)))!;
          expect(worst(drawn.rgb, whole), `scene ${seed}, edit ${step}`).toBeLessThanOrEqual(1);
          if (drawn.parts.at(-1)! < 1) spared++;
        }
      }
      // Or it would prove nothing.
      expect(spared).toBeGreaterThan((SCENES * EDITS_EACH) / 4);
    },
    60_000 + SCENES * 10_000,
  );

  it('does not let many small steps of a drag add up unseen', async () => {
    const roll = dice(77);
    const decoder = new IncrementalDecoder(model);
    let layout = randomLayout(roll);
    await decoder.draw(layout, model.noiseOf(1));
    for (let step = 0; step < 30; step++) {
      layout = EDITS['a small step']!(layout, 0, roll);
      await decoder.draw(layout, model.noiseOf(1));
    }
    const drawn = (await decoder.draw(layout, model.noiseOf(1)))!;
    expect(worst(drawn.rgb, (await model.draw(layout, model.noiseOf(1)))!)).toBeLessThanOrEqual(1);
  }, 120_000);

  it('goes on from wherever it was stopped', async () => {
    const roll = dice(5);
    const decoder = new IncrementalDecoder(model);
    let layout = randomLayout(roll);
    for (const until of [9, 0, 1, 2, 3, 1, 3, 2, 9]) {
      layout = EDITS['move']!(layout, 0, roll);
      let asked = 0;
      const drawn = await decoder.draw(layout, model.noiseOf(1), { stopped: () => ++asked > until });
      expect(drawn === null).toBe(until < 9);
    }
    const drawn = (await decoder.draw(layout, model.noiseOf(1)))!;
    expect(worst(drawn.rgb, (await model.draw(layout, model.noiseOf(1)))!)).toBeLessThanOrEqual(1);
  }, 60_000);

  it('computes nothing again for the same layout, and everything after an error', async () => {
    let broken = false;
    const runner: StageRunner = {
      manifest: model.manifest,
      inputs: (...given) => model.inputs(...given),
      runStage: (index, values) => {
        if (broken && index === 3) throw new Error('no memory');
        return model.runStage(index, values);
      },
    };
    const decoder = new IncrementalDecoder(runner);
    const roll = dice(3);
    const layout = randomLayout(roll);
    expect((await decoder.draw(layout, model.noiseOf(1)))!.parts).toEqual([1, 1, 1, 1]);
    expect((await decoder.draw(layout, model.noiseOf(1)))!.parts).toEqual([1, 0, 0, 0]);
    broken = true;
    await expect(decoder.draw(EDITS['move']!(layout, 0, roll), model.noiseOf(1))).rejects.toThrow(
      'no memory',
    );
    broken = false;
    expect((await decoder.draw(layout, model.noiseOf(1)))!.parts).toEqual([1, 1, 1, 1]);
  }, 60_000);

  it('draws nothing of what nobody can see, and the same picture', async () => {
    const roll = dice(9);
    const layout = randomLayout(roll);
    const sizes = Float32Array.from([...layout.sizes, -30]);
    const hidden = { ...takeBlobs(layout, [...all(layout), 0]), sizes };
    const { layout: seen, values } = model.inputs(hidden, model.noiseOf(1));
    expect(seen.count).toBe(layout.count);
    expect(values['scores_64']!.dims[1]).toBe(layout.count + 1);
    expect(
      worst((await model.draw(hidden, model.noiseOf(1)))!, (await model.draw(layout, model.noiseOf(1)))!),
    ).toBe(0);
    // Shown again in the next drawing, it is there.
    const decoder = new IncrementalDecoder(model);
    await decoder.draw(hidden, model.noiseOf(1));
    const shown = { ...hidden, sizes: changed(sizes, layout.count, [3]) };
    const drawn = (await decoder.draw(shown, model.noiseOf(1)))!;
    expect(worst(drawn.rgb, (await model.draw(shown, model.noiseOf(1)))!)).toBeLessThanOrEqual(1);
    expect(worst(drawn.rgb, (await model.draw(layout, model.noiseOf(1)))!)).toBeGreaterThan(1);
  }, 60_000);

  it('reads exactly as far as the filters do', async () => {
    // One cell of the input changes; the output changes up to REACH cells around it, and no farther.
    const roll = dice(11);
    const layout = randomLayout(roll);
    const inputs = model.inputs(layout, model.noiseOf(1)).values;
    const values = { ...inputs, ...(await model.runStage(0, inputs)) };
    const before = await model.runStage(1, values);
    const features = values['features_32']!;
    const data = features.data.slice();
    const at = { x0: 15, y0: 11, x1: 16, y1: 12 };
    for (let channel = 0; channel < data.length / 1024; channel++)
      data[channel * 1024 + at.y0 * 32 + at.x0]! += 50;
    const after = await model.runStage(1, { ...values, features_32: { ...features, data } });
    const box = rect.differenceBox(before['features_64']!.data, after['features_64']!.data, 64, 1e-5)!;
    expect(rect.coarser(box, 2)).toEqual(rect.grown(at, REACH, 32));
  }, 60_000);
});

describe('which blobs are the same', () => {
  it('finds a moved, a duplicated, a deleted and a restyled one, and every other one unchanged', () => {
    const roll = dice(21);
    const layout = { ...randomLayout(roll) };
    const { count } = layout;
    const channel = 2;
    const edit = (name: string): ReturnType<typeof unmatched> =>
      unmatched(layout, EDITS[name]!(layout, channel - 1, roll));
    expect(edit('move')).toEqual({ before: [channel], after: [channel] });
    expect(edit('restyle')).toEqual({ before: [channel], after: [channel] });
    expect(edit('delete')).toEqual({ before: [channel], after: [] });
    expect(edit('duplicate')).toEqual({ before: [], after: [count + 1] });
    expect(edit('reorder')).toEqual({ before: [channel], after: [count] });
    expect(unmatched(layout, layout)).toEqual({ before: [], after: [] });
  });

  it('sees another background', () => {
    const layout = randomLayout(dice(4));
    const other = { ...layout, styles: changed(layout.styles, 0, [9]) };
    expect(unmatched(layout, other)).toEqual({ before: [0], after: [0] });
  });
});

describe('rectangles', () => {
  const SIDE = 16;
  const inside = fc
    .tuple(fc.nat(SIDE - 1), fc.nat(SIDE - 1), fc.nat(SIDE - 1), fc.nat(SIDE - 1))
    .map(([a, b, c, d]) => ({
      x0: Math.min(a, b),
      x1: Math.max(a, b) + 1,
      y0: Math.min(c, d),
      y1: Math.max(c, d) + 1,
    }));
  const holds = (outer: Rect, inner: Rect): boolean =>
    rect.areaOf(rect.union(outer, inner)!) === rect.areaOf(outer);

  it('stay inside the grid and hold what they held, grown and quantised', () => {
    fc.assert(
      fc.property(inside, fc.nat(5), fc.integer({ min: 1, max: 6 }), (box, by, step) => {
        for (const made of [rect.grown(box, by, SIDE), rect.quantised(box, step, SIDE)]) {
          expect(holds(made, box)).toBe(true);
          expect(holds(rect.wholeOf(SIDE), made)).toBe(true);
        }
        expect(rect.coarser(rect.finer(box, 4), 4)).toEqual(box);
      }),
    );
  });

  it('find exactly the cells that differ', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(SIDE - 1), fc.nat(SIDE - 1), fc.nat(2)), { maxLength: 6 }),
        (cells) => {
          const map = new Float32Array(3 * SIDE * SIDE);
          const other = map.slice();
          let expected: Rect | null = null;
          for (const [x, y, channel] of cells) {
            other[channel * SIDE * SIDE + y * SIDE + x] = 1;
            expected = rect.union(expected, { x0: x, y0: y, x1: x + 1, y1: y + 1 });
          }
          expect(rect.differenceBox(map, other, SIDE, 0.5)).toEqual(expected);
          expect(rect.aboveBox(other, SIDE, [0, 1, 2], 0.5)).toEqual(expected);
        },
      ),
    );
  });

  it('put back what they cut out, and nothing else', () => {
    fc.assert(
      fc.property(inside, (box) => {
        const map = Float32Array.from({ length: 2 * SIDE * SIDE }, (_, at) => at);
        const target = new Float32Array(map.length);
        const wide = rect.grown(box, 2, SIDE);
        rect.paste(target, SIDE, rect.crop(map, SIDE, wide), wide, box);
        expect(
          rect.differenceBox(
            new Float32Array(map.length).fill(-1),
            rect.crop(target, SIDE, box),
            SIDE,
            0,
            box,
          ),
        ).toEqual(box);
        for (let at = 0; at < map.length; at++) {
          const [x, y] = [at % SIDE, Math.floor(at / SIDE) % SIDE];
          const within = x >= box.x0 && x < box.x1 && y >= box.y0 && y < box.y1;
          expect(target[at]).toBe(within ? map[at] : 0);
        }
      }),
      { numRuns: 30 },
    );
  });
});
