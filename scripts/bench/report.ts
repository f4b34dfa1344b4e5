/** The figures as a table, against what is asked of them. */
import type { Figures } from './measure';

export interface Machine {
  readonly processor: string;
  readonly threads: number;
  readonly quick: boolean;
}

export interface Standard {
  readonly what: string;
  readonly value: number | null;
  readonly must: number;
  readonly aim: number;
  /** How the number is written. */
  readonly unit: 'ratio' | 'ms' | 'part' | 'MB' | 'a second';
  /** The more, the better. */
  readonly atLeast?: boolean;
}

/** Every row of the engine's standards; null where this run did not measure it. */
export function standards(own: Figures, published: Figures | null): Standard[] {
  const { hand, memory } = own;
  return [
    {
      what: 'full decode in the tab / native full decode',
      value: own.tabFull / own.nativeFull,
      must: 3,
      aim: 2.4,
      unit: 'ratio',
    },
    {
      what: "engine overhead on top of the sessions' own run time",
      value: own.overhead,
      must: 0.1,
      aim: 0.05,
      unit: 'part',
    },
    {
      what: 'pointer event to first picture of the edit / native full decode',
      value: hand && hand.latency / own.nativeFull,
      must: 1,
      aim: 0.6,
      unit: 'ratio',
    },
    {
      what: 'first preview / full decode in the tab',
      value: own.preview / own.tabFull,
      must: 0.3,
      aim: 0.2,
      unit: 'ratio',
    },
    {
      what: 'exact picture after a one-blob drag step / full decode in the tab',
      value: own.edits['drag']! / own.tabFull,
      must: 1.05,
      aim: 0.5,
      unit: 'ratio',
    },
    {
      what: '50 blobs / 10 blobs, full decode',
      value: own.full50 / own.full10,
      must: 1.15,
      aim: 1.05,
      unit: 'ratio',
    },
    {
      what: 'painted frames a second while dragging, previews included',
      value: hand && hand.rate,
      must: 10,
      aim: 30,
      unit: 'a second',
      atLeast: true,
    },
    {
      what: 'key to the first frame of "before"',
      value: hand && hand.before,
      must: 50,
      aim: 20,
      unit: 'ms',
    },
    {
      what: 'longest main-thread task while dragging',
      value: hand && hand.longestTask,
      must: 50,
      aim: 16,
      unit: 'ms',
    },
    {
      what: `growth of memory over ${memory?.renders ?? 2_000} renders`,
      value: memory && memory.after / memory.before - 1,
      must: 0.05,
      aim: 0,
      unit: 'part',
    },
    {
      what: 'published size: first preview / its full decode',
      value: published && published.preview / published.tabFull,
      must: 0.35,
      aim: 0.2,
      unit: 'ratio',
    },
    {
      what: 'first picture, bytes over the wire (brotli)',
      value: own.wire / 1e6,
      must: 12,
      aim: 12,
      unit: 'MB',
    },
  ];
}

function written(value: number, unit: Standard['unit']): string {
  if (unit === 'part') return `${(value * 100).toFixed(1)} %`;
  if (unit === 'ms') return `${value.toFixed(0)} ms`;
  if (unit === 'a second') return value.toFixed(1);
  return unit === 'MB' ? `${value.toFixed(1)} MB` : value.toFixed(2);
}

function verdict({ value, must, aim, atLeast = false }: Standard): string {
  if (value === null) return 'not measured';
  const reaches = (bound: number): boolean => (atLeast ? value >= bound : value <= bound);
  if (reaches(aim)) return 'aim';
  return reaches(must) ? 'must' : 'missed';
}

function details(figures: Figures): string[] {
  const { hand, memory, edits } = figures;
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  const list = (values: readonly number[]): string => values.map(ms).join(', ');
  return [
    `## ${figures.model}`,
    '',
    `Medians of ${figures.rounds}.`,
    '',
    '| what | in the tab | native |',
    '| --- | --- | --- |',
    `| full decode | ${ms(figures.tabFull)} | ${ms(figures.nativeFull)} |`,
    `| its stages | ${list(figures.tabStages)} | ${list(figures.nativeStages)} |`,
    `| first preview | ${ms(figures.preview)} | |`,
    ...Object.entries(edits).map(([kind, time]) => `| exact picture after: ${kind} | ${ms(time)} | |`),
    `| full decode, 10 blobs, 50 blobs | ${ms(figures.full10)}, ${ms(figures.full50)} | |`,
    `| start, empty cache, full cache | ${ms(figures.cold)}, ${ms(figures.warm)} | |`,
    `| bytes until the first picture (brotli) | ${(figures.wire / 1e6).toFixed(1)} MB | |`,
    ...(hand
      ? [
          `| pointer event to painted pixels | ${ms(hand.latency)} | |`,
        ]
      : []),
    ...(memory
      ? [
          `| memory after ${memory.renders} renders | ${(memory.before / 1e6).toFixed(0)} -> ${(memory.after / 1e6).toFixed(0)} MB | |`,
        ]
      : []),
    '',
  ];
}

export function markdown(
  own: Figures,
  published: Figures | null,
  machine: Machine,
): string {
  const rows = standards(own, published).map((row) => {
    const value = row.value === null ? '-' : written(row.value, row.unit);
    return `| ${row.what} | ${value} | ${written(row.must, row.unit)} | ${written(row.aim, row.unit)} | ${verdict(row)} |`;
  });
  return [
    '# Benchmark of the engine',
    '',
    `${machine.processor}, ${machine.threads} threads${machine.quick ? '; a quick run, whose figures say little' : ''}.`,
    '',
    '| what | measured | must | aim | reached |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...details(own),
    ...(published ? details(published) : []),
  ].join('\n');
}
