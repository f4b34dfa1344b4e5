/** How long a provider draws a model, as the editor's worker does. */
import type { Layout } from '../../../../src/blobgan';
import type { ReadFile, Runtime } from '../../../../src/engine/pipeline';
import { Pipeline } from '../../../../src/engine/pipeline';
import { startRuntime } from '../../../../src/engine/opening';
import type { ProviderId } from '../../../../src/engine/protocol';
import { PROVIDERS, WASM_OPTIONS } from '../../../../src/engine/providers';
import type { Manifest } from '../../../../src/convert';
import { editsOf, shown, thingsOf } from '../../edits';
import { median } from '../../median';
import type { Plain } from './tell';

export interface Model {
  readonly manifest: Manifest;
  readonly read: ReadFile;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** @throws Error when the provider is not to be had here, or gives wrong pictures */
export async function open(id: ProviderId, { manifest, read }: Model): Promise<{ pipeline: Pipeline; building: number }> {
  const provider = PROVIDERS.find((one) => one.id === id)!;
  const start = performance.now();
  const started = await startRuntime(provider, true);
  if ('limit' in started) throw new Error(`${id} is not used here: ${started.limit.code}`);
  const runtime: Runtime = started.runtime;
  const { stageOptions } = provider;
  const pipeline = await Pipeline.create(runtime, manifest, read, WASM_OPTIONS, { stageOptions });
  return { pipeline, building: performance.now() - start };
}

/** Two rooms and an edit of the first: a thing 20 px (of 256) aside. */
export async function rooms(pipeline: Pipeline): Promise<{ a: Layout; b: Layout; moved: (step: number) => Layout }> {
  const [one, two] = await pipeline.sample([1, 2], 0);
  const [a, b] = [shown(one!), shown(two!)];
  const thing = thingsOf(a)[0] ?? 0;
  const { drag } = editsOf(pipeline.manifest.shape.abNorm);
  const there = drag!(a, thing);
  const moved = (step: number): Layout => {
    const part = (1 + Math.sin(step / 5)) / 2;
    return { ...a, positions: a.positions.map((value, at) => value + (there.positions[at]! - value) * part) };
  };
  return { a, b, moved };
}

/** Milliseconds of the first drawing, of a whole picture, of each stage when every one is read, and of a picture that is not read. */
export async function times(pipeline: Pipeline, count: number): Promise<Record<string, Plain>> {
  const { a, b, moved } = await rooms(pipeline);
  const noise = pipeline.noiseOf(1);
  const draw = async (layout: Layout, onStage?: () => void, read = true): Promise<number> => {
    const start = performance.now();
    await pipeline.draw(layout, noise, {
      onStage: async (picture) => {
        if (onStage && read) await picture.read();
        onStage?.();
      },
    });
    return performance.now() - start;
  };
  const first = await draw(a);
  const whole: number[] = [];
  for (let n = 0; n < count; n++) whole.push(await draw(n % 2 ? a : b));
  const stages: number[][] = [];
  for (let n = 0; n < count; n++) {
    let last = performance.now();
    let stage = 0;
    await draw(n % 2 ? a : b, () => {
      (stages[stage++] ??= []).push(performance.now() - last);
      last = performance.now();
    });
  }
  // Handing the work over, up to the last stage, without waiting for any of it.
  const unread: number[] = [];
  for (let n = 0; n < count; n++) {
    let handed = 0;
    const start = performance.now();
    await draw(n % 2 ? a : b, () => (handed = performance.now() - start), false);
    unread.push(handed);
  }
  const dragged: number[] = [];
  const begin = performance.now();
  for (let step = 0; performance.now() - begin < 3_000; step++) dragged.push(await draw(moved(step)));
  const rate = (dragged.length * 1000) / (performance.now() - begin);
  return {
    first: rounded(first),
    whole: rounded(median(whole)),
    stages: stages.map((stage) => rounded(median(stage))),
    'handed over': rounded(median(unread)),
    'after a drag': rounded(median(dragged)),
    'pictures a second while dragging': rounded(rate),
  };
}
