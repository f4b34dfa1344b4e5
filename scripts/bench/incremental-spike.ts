/**
 * `npx tsx scripts/bench/incremental-spike.ts [--scenes 50] [--model FOLDER] [--sweep]`: how much of a decode an edit
 * needs. For many scenes, one blob is dragged by 20 of 256 pixels, and drawn whole and incrementally. Prints, per
 * stage, the part of the cells that has to be computed again so that no pixel is off by more than 1/255, the part of
 * the multiply-adds that this is, the largest error that was made, and both times. Without a model of several stages
 * in FOLDER, a decoder with random weights stands in.
 */
import { parseArgs } from 'node:util';
import { ABSENT_SIZE, type Layout, gaussian, takeBlobs } from '../../src/blobgan';
import { IncrementalDecoder, TOLERANCES, type Tolerances } from '../../src/engine/incremental/decoder';
import { areaOf, differenceBox } from '../../src/engine/incremental/rect';
import type { Pipeline } from '../../src/engine/pipeline';
import { DEFAULT_MODEL, randomModel } from '../lib/bench-model';
import { runScript } from '../lib/cli';
import { fromConverted, loadModel } from '../lib/node-model';

const DRAG = 20 / 256;
/** A colour of 1/255, where the whole range is 2. */
const LEVEL = 2 / 255;
const NOISE_SEED = 1;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** The room's own surfaces begin locked: nobody drags them by accident. */
const LOCKED = /floor$|ceiling$|wall$/;

/** What a person sees of a layout, and one of its things moved. */
function dragOf(layout: Layout, names: readonly string[], seed: number): { before: Layout; after: Layout } {
  const shown = [...layout.sizes.keys()].filter((blob) => layout.sizes[blob]! >= ABSENT_SIZE);
  const before = takeBlobs(layout, shown);
  const inside = (at: number): boolean => before.positions[at]! > 0 && before.positions[at]! < 1;
  const things = [...shown.keys()].filter(
    (at) =>
      before.sizes[at]! > 0 && !LOCKED.test(names[shown[at]!] ?? '') && inside(at * 2) && inside(at * 2 + 1),
  );
  const [pick, turn] = gaussian(seed, 99, 2);
  const blob = things[Math.floor(Math.abs(pick!) * 1_000) % Math.max(1, things.length)] ?? 0;
  const positions = before.positions.slice();
  positions[blob * 2]! += DRAG * Math.cos(turn! * 10);
  positions[blob * 2 + 1]! += DRAG * Math.sin(turn! * 10);
  return { before, after: { ...before, positions } };
}

const difference = (a: Float32Array, b: Float32Array): number => {
  const clamped = (value: number): number => Math.min(1, Math.max(-1, value));
  let most = 0;
  for (let at = 0; at < a.length; at++) {
    most = Math.max(most, Math.abs(clamped(a[at]!) - clamped(b[at]!)));
  }
  return most;
};

async function timed<T>(run: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  return [await run(), performance.now() - start];
}

async function measure(name: string, model: Pipeline, scenes: number, tolerances: Tolerances): Promise<void> {
  const { stages, shape } = model.manifest;
  const total = stages.reduce((sum, stage) => sum + stage.multiplyAdds, 0);
  const decoder = new IncrementalDecoder(model, tolerances);
  const parts = stages.map((): number[] => []);
  const [work, gains, boxes, times]: [number[], number[], number[], [number, number][]] = [[], [], [], []];
  let worst = 0;
  for (let seed = 0; seed < scenes; seed++) {
    const { before, after } = dragOf(
      (await model.sample([seed], 0))[0]!,
      model.manifest.blobs.map((blob) => blob.name),
      seed,
    );
    decoder.forget();
    const old = (await decoder.draw(before, NOISE_SEED))!.rgb.slice();
    const [drawn, partly] = await timed(() => decoder.draw(after, NOISE_SEED));
    const [whole, fully] = await timed(() => model.draw(after, NOISE_SEED));
    const share = drawn!.parts.reduce((sum, part, at) => sum + part * stages[at]!.multiplyAdds, 0) / total;
    drawn!.parts.forEach((part, at) => parts[at]!.push(part));
    work.push(share);
    gains.push(1 / share);
    times.push([partly, fully]);
    worst = Math.max(worst, difference(drawn!.rgb, whole!) / LEVEL);
    const box = differenceBox(old, whole!, shape.resolution, LEVEL);
    boxes.push(box ? areaOf(box) / shape.resolution ** 2 : 0);
  }
  const percent = (value: number): string => `${(value * 100).toFixed(0)} %`;
  const ratio = median(times.map(([partly, fully]) => partly / fully));
  console.log(
    [
      `${name}: score ${tolerances.score}, feature ${tolerances.feature}, colour ${tolerances.colour}`,
      `  picture that changed by more than 1/255 (its box): median ${percent(median(boxes))}`,
      ...stages.map(({ resolution }, at) => `  stage ${resolution}: median ${percent(median(parts[at]!))}`),
      `  multiply-adds: median ${percent(median(work))} of a full decode, gain ${median(gains).toFixed(2)}x`,
      `  time: median ${percent(ratio)} of a full decode; worst error ${worst.toFixed(2)} / 255`,
    ].join('\n'),
  );
}

runScript(async () => {
  const { values } = parseArgs({
    options: {
      scenes: { type: 'string', default: '50' },
      model: { type: 'string', default: DEFAULT_MODEL },
      sweep: { type: 'boolean', default: false },
    },
  });
  const scenes = Number(values.scenes);
  const sets: Tolerances[] = values.sweep
    ? [0.5, 2, 4].map((by) => ({
        score: TOLERANCES.score * by,
        feature: TOLERANCES.feature * by,
        colour: TOLERANCES.colour * by,
      }))
    : [];
  const models: [string, Pipeline][] = [[values.model, await loadModel(values.model)]];
  if (models[0]![1].manifest.stages.length === 1) {
    const model = await fromConverted(await randomModel({ resolution: 256, width: 16 }, values.model));
    models.push(['random weights, 256 px', model]);
  }
  for (const [name, model] of models) {
    for (const tolerances of [TOLERANCES, ...sets]) await measure(name, model, scenes, tolerances);
  }
  return 0;
});
