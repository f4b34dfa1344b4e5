/** What is measured of one model. */
import type { Page } from '@playwright/test';
import type { Layout } from '../../src/blobgan';
import type { ConvertedModel } from '../../src/convert';
import type { Pipeline } from '../../src/engine/pipeline';
import { fromConverted } from '../lib/node-model';
import { editsOf, shown, thingsOf, withBlobs } from './edits';
import { type Hand, drag } from './hand';
import { median } from './median';
import { openNative } from './native';
import type { Drawn, Tab } from './tab';

export interface Options {
  /** Folder of the native runtime. */
  readonly native: string;
  readonly threads: number;
  readonly seed: number;
  /** Of every alternation. */
  readonly rounds: number;
  readonly dragSeconds: number;
  /** For the growth of memory; 0 leaves it out. */
  readonly renders: number;
  /** Whether the mouse is measured too. */
  readonly hand: boolean;
}

/** Medians, in milliseconds where nothing else is said. */
export interface Figures {
  readonly model: string;
  readonly rounds: number;
  readonly nativeFull: number;
  readonly nativeStages: readonly number[];
  readonly tabFull: number;
  readonly tabStages: readonly number[];
  /** Part of a full decode in the tab that is not the sessions' own. */
  readonly overhead: number;
  readonly preview: number;
  /** Whole exact picture after an edit of one blob, by kind. */
  readonly edits: Readonly<Record<string, number>>;
  readonly full10: number;
  readonly full50: number;
  readonly cold: number;
  readonly warm: number;
  /** Bytes over the wire until the first picture. */
  readonly wire: number;
  readonly hand: {
    readonly latency: number;
    readonly rate: number;
    readonly longestTask: number;
    readonly before: number;
  } | null;
  /** Bytes of the browser's memory, after the first renders and after all of them. */
  readonly memory: { readonly before: number; readonly after: number; readonly renders: number } | null;
}

async function nativeDraw(native: Pipeline, layout: Layout): Promise<{ whole: number; stages: number[] }> {
  const stages: number[] = [];
  const start = performance.now();
  let last = start;
  await native.draw(layout, native.noiseOf(1), {
    onStage: () => {
      stages.push(performance.now() - last);
      last = performance.now();
    },
  });
  return { whole: performance.now() - start, stages };
}

const columns = (rows: readonly (readonly number[])[]): number[] =>
  rows[0]!.map((_, at) => median(rows.map((row) => row[at]!)));

/** Layouts of two rooms that share nothing: going from one to the other leaves nothing to be kept. */
interface Rooms {
  readonly a: Layout;
  readonly b: Layout;
}

async function fulls(tab: Tab, page: Page, native: Pipeline, { a, b }: Rooms, rounds: number) {
  const inTab: Drawn[] = [];
  const outside: { whole: number; stages: number[] }[] = [];
  for (let round = 0; round < rounds; round++) {
    const layout = round % 2 ? a : b;
    inTab.push(await tab.draw(page, layout));
    outside.push(await nativeDraw(native, layout));
  }
  return {
    nativeFull: median(outside.map(({ whole }) => whole)),
    nativeStages: columns(outside.map(({ stages }) => stages)),
    tabFull: median(inTab.map(({ whole }) => whole)),
    tabStages: columns(inTab.map(({ stages }) => stages)),
    overhead: median(inTab.map(({ whole, running }) => (whole - running) / running)),
    preview: median(inTab.map(({ first }) => first)),
  };
}

/** Every kind of edit, of every thing in turn: how much of the picture is drawn again depends on how large it is. */
async function edited(
  tab: Tab,
  page: Page,
  { a, b }: Rooms,
  abNorm: number,
  rounds: number,
): Promise<Record<string, number>> {
  const medians: Record<string, number> = {};
  for (const [kind, edit] of Object.entries(editsOf(abNorm))) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const room = round % 2 ? a : b;
      const things = thingsOf(room);
      await tab.draw(page, room);
      times.push((await tab.draw(page, edit(room, things[(round >> 1) % things.length] ?? 0))).whole);
    }
    medians[kind] = median(times);
  }
  return medians;
}

/** The two counts differ by a few milliseconds, so they are measured twice as often. */
async function blobs(tab: Tab, page: Page, { a, b }: Rooms, rounds: number): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < 2 * rounds; round++) {
    for (const [at, count] of [10, 50].entries()) {
      // Another room comes before each, so that nothing of the measured picture is there already.
      await tab.draw(page, withBlobs(round % 2 ? a : b, count));
      times[at as 0 | 1].push((await tab.draw(page, withBlobs(round % 2 ? b : a, count))).whole);
    }
  }
  return [median(times[0]), median(times[1])];
}

async function grows(tab: Tab, page: Page, room: Layout, abNorm: number, renders: number) {
  const kinds = Object.values(editsOf(abNorm));
  const render = (n: number): Promise<Drawn> =>
    tab.draw(page, n % 2 ? room : kinds[n % kinds.length]!(room, n % room.count));
  // Memory is laid out by the first renders of every kind.
  for (let n = 0; n < Math.min(60, renders); n++) await render(n);
  const before = tab.memory();
  for (let n = 0; n < renders; n++) await render(n);
  return { before, after: tab.memory(), renders };
}

export async function measure(tab: Tab, model: ConvertedModel, options: Options): Promise<Figures> {
  const { rounds, renders } = options;
  const scenes = await fromConverted(model);
  const [one, two] = await scenes.sample([options.seed, options.seed + 1], 0);
  await scenes.release();
  const rooms: Rooms = { a: shown(one!), b: shown(two!) };
  const native = await openNative(model, options.native, options.threads);
  await nativeDraw(native, rooms.a);

  const say = (what: string): void => console.log(`  ${what}`);
  say('start-up');
  const { room, cold, warm, files } = await tab.visits(options.seed);
  const { page } = room;
  for (let n = 0; n < 4; n++) await tab.draw(page, n % 2 ? rooms.a : rooms.b);
  say('full decodes, in the tab and natively');
  const full = await fulls(tab, page, native, rooms, rounds);
  say('edits');
  const { abNorm } = model.manifest.shape;
  const edits = await edited(tab, page, rooms, abNorm, rounds);
  say('10 and 50 blobs');
  const [full10, full50] = await blobs(tab, page, rooms, rounds);
  let hand: Hand | null = null;
  if (options.hand) {
    say('the hand');
    await page.reload();
    await room.settle();
    await tab.rested(page);
    hand = await drag(room, rooms.a, rounds, options.dragSeconds);
  }
  if (renders) say(`memory over ${renders} renders`);
  const memory = renders ? await grows(tab, page, rooms.a, abNorm, renders) : null;
  await native.release();
  return {
    model: model.manifest.name,
    rounds,
    ...full,
    edits,
    full10,
    full50,
    cold,
    warm,
    wire: tab.wireBytes(files),
    hand: hand && {
      latency: median(hand.latencies),
      rate: hand.rate,
      longestTask: hand.longestTask,
      before: median(hand.befores),
    },
    memory,
  };
}
