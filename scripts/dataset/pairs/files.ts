/** Pairs on disk: one folder for each kind, files that grow, and how far they are whole (FORMAT.md). */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { checkSame } from '../prepare';
import type { RoomKind } from '../room';
import type { Pair } from './check';
import { KINDS, type Kind } from './edits';

const VERSION = 1;

/** Pictures and masks of a pair: file and bytes of a pixel. */
const FILES = [
  ['before.bin', 3, (pair: Pair) => pair.before.image],
  ['after.bin', 3, (pair: Pair) => pair.after.image],
  ['before-masks.bin', 1, (pair: Pair) => pair.before.mask],
  ['after-masks.bin', 1, (pair: Pair) => pair.after.mask],
] as const;
const LINES = 'pairs.jsonl';

/** pairs/progress.json. */
interface Progress {
  readonly version: number;
  /** Of the rooms; left out by files from before there were kinds. */
  readonly kind?: RoomKind;
  readonly seed: number;
  readonly size: number;
  /** Test rooms of which pairs of each kind are done, whether there are any or not. */
  readonly rooms: Readonly<Record<Kind, number>>;
  /** Pairs of each kind, and the bytes of their lines. */
  readonly pairs: Readonly<Record<Kind, number>>;
  readonly bytes: Readonly<Record<Kind, number>>;
}

/** The kinds of the files in which `rooms` was one number for all. */
const FIRST_KINDS: ReadonlySet<Kind> = new Set(['moved', 'removed', 'duplicated', 'recoloured']);

const eachKind = (count: (kind: Kind) => number): Record<Kind, number> =>
  Object.fromEntries(KINDS.map((kind) => [kind, count(kind)])) as Record<Kind, number>;
const none = eachKind(() => 0);

function readProgress(file: string): Progress {
  type Raw = Omit<Progress, 'rooms'> & { readonly rooms: number | Progress['rooms'] };
  const raw = JSON.parse(readFileSync(file, 'utf8')) as Raw;
  const { rooms } = raw;
  return {
    ...raw,
    rooms:
      typeof rooms === 'number'
        ? eachKind((kind) => (FIRST_KINDS.has(kind) ? rooms : 0))
        : { ...none, ...rooms },
    pairs: { ...none, ...raw.pairs },
    bytes: { ...none, ...raw.bytes },
  };
}

function lineOf({ kind, thing, added, before, after }: Pair): string {
  const { i } = before.line;
  return `${JSON.stringify({ i, kind, thing, before: before.line, after: after.line, added })}\n`;
}

export class PairFiles {
  private constructor(
    private readonly folder: string,
    private progress: Progress,
  ) {}

  /** Goes on where a run ended, however it ended: what is not whole is cut off. Refuses pairs of another set. */
  static open(out: string, kind: RoomKind, seed: number, size: number): PairFiles {
    const folder = path.join(out, 'pairs');
    const file = path.join(folder, 'progress.json');
    const fresh: Progress = { version: VERSION, kind, seed, size, rooms: none, pairs: none, bytes: none };
    checkSame(file, { ...fresh });
    const progress = existsSync(file) ? readProgress(file) : fresh;
    for (const kind of KINDS) {
      mkdirSync(path.join(folder, kind), { recursive: true });
      const cut = (name: string, bytes: number): void => {
        const whole = path.join(folder, kind, name);
        if (existsSync(whole)) truncateSync(whole, bytes);
        else writeFileSync(whole, '');
      };
      for (const [name, channels] of FILES) cut(name, progress.pairs[kind] * size * size * channels);
      cut(LINES, progress.bytes[kind]);
    }
    return new PairFiles(folder, progress);
  }

  get rooms(): Readonly<Record<Kind, number>> {
    return this.progress.rooms;
  }

  get pairs(): Readonly<Record<Kind, number>> {
    return this.progress.pairs;
  }

  /** Adds the pairs of these kinds of the next `count` test rooms. */
  add(kinds: readonly Kind[], count: number, pairs: readonly Pair[]): void {
    const rooms = eachKind((kind) => this.progress.rooms[kind] + (kinds.includes(kind) ? count : 0));
    const counts = { ...this.progress.pairs };
    const bytes = { ...this.progress.bytes };
    for (const pair of pairs) {
      const folder = path.join(this.folder, pair.kind);
      for (const [name, , bytesOf] of FILES) appendFileSync(path.join(folder, name), bytesOf(pair));
      const line = lineOf(pair);
      appendFileSync(path.join(folder, LINES), line);
      counts[pair.kind]++;
      bytes[pair.kind] += Buffer.byteLength(line);
    }
    this.progress = { ...this.progress, rooms, pairs: counts, bytes };
    const file = path.join(this.folder, 'progress.json');
    writeFileSync(`${file}.draft`, `${JSON.stringify(this.progress, null, 1)}\n`);
    renameSync(`${file}.draft`, file);
  }
}
