import { expect, it } from 'vitest';
import { type Layout, takeBlobs } from '../../../../src/blobgan';
import { bytesSource, convertCheckpoint } from '../../../../src/convert';
import { IncrementalDecoder } from '../../../../src/engine/incremental/decoder';
import { framesBox } from '../../../../src/engine/incremental/frames';
import { fromConverted } from '../../../../scripts/lib/node-model';
import { randomCheckpoint } from '../../../../scripts/lib/random-checkpoint';
import { FORM as PLAIN, changed, dice, randomLayout } from './scenes';

const FORM = { ...PLAIN, maps: { cells: 5, channels: 4 } };

/** Two blobs whose scores end a few hundredths of their half width beyond the ellipse; the first is wide and low. */
const LAYOUT: Layout = {
  ...takeBlobs(randomLayout(dice(8)), [0, 1]),
  positions: Float32Array.of(0.25, 0.35, 0.75, 0.75),
  sizes: Float32Array.of(60, 60),
  covariances: Float32Array.of(1e-3, 0, 1e-5, 3e-5, 0, 2e-4),
};

it.each([
  ["draws all that a blob's own map reaches, where the blob has no score, too", FORM],
  ['and all that its outline changes', { ...FORM, outlines: { cells: 5, hidden: 6 } }],
])('%s', { timeout: 60_000 }, async (_, form) => {
  const { writer, root } = randomCheckpoint(form);
  const options = { name: 'random', meanLatent: new Float32Array(FORM.hiddenDim) };
  const source = bytesSource(writer.toBytes(root), 'random.ckpt');
  const model = await fromConverted(await convertCheckpoint(source, options));
  expect(model.manifest.mapReach).toBeCloseTo(1.4 + 0.7);
  const decoder = new IncrementalDecoder(model);
  const noise = model.noiseOf(1);
  await decoder.draw(LAYOUT, noise);
  const edits = [
    { ...LAYOUT, positions: changed(LAYOUT.positions, 0, [0.27, 0.34]) },
    { ...LAYOUT, features: changed(LAYOUT.features, FORM.featureDim, [3, -3, 2]) },
    takeBlobs(LAYOUT, [1]),
  ];
  for (const edited of edits) {
    const drawn = (await decoder.draw(edited, noise))!;
    const whole = (await model.draw(edited, noise))!;
    const clamped = (value: number): number => Math.min(1, Math.max(-1, value));
    const worst = whole.reduce(
      (most, value, at) => Math.max(most, Math.abs(clamped(value) - clamped(drawn.rgb[at]!))),
      0,
    );
    expect(worst).toBeLessThanOrEqual(2 / 255);
    expect(drawn.parts.at(-1)).toBeLessThan(0.6);
  }
});

it('finds the cells of the frames inside the grid', () => {
  const half = Math.sqrt(60 * 1e-3);
  expect(framesBox(LAYOUT, [1], 1, 100)).toEqual({
    x0: Math.floor((0.25 - half) * 100),
    y0: 32,
    x1: Math.ceil((0.25 + half) * 100),
    y1: 38,
  });
  // The background has no frame, and a model without maps has none at all.
  expect(framesBox(LAYOUT, [0], 1, 100)).toBeNull();
  expect(framesBox(LAYOUT, [1, 2], 0, 100)).toBeNull();
  const outside = { ...LAYOUT, positions: Float32Array.of(0.25, 3, 0.75, 0.75) };
  expect(framesBox(outside, [1], 2, 100)).toBeNull();
});
