/** What the command was asked to do. Pure. */
import { parseArgs } from 'node:util';
import { KINDS, type Kind } from './pairs/edits';
import { ROOM_KINDS, type RoomKind } from './room/types';

export interface Options {
  readonly kind: RoomKind;
  readonly seed: number;
  readonly size: number;
  readonly count: number;
  /** Test rooms of which pairs are wanted; null for rooms. */
  readonly pairs: number | null;
  /** Kinds of pairs that are wanted, in the order of KINDS. */
  readonly pairKinds: readonly Kind[];
  /** The numbers of the rooms alone, without their pictures. */
  readonly layouts: boolean;
  readonly workers: number;
  readonly out: string | null;
  readonly sheet: string | null;
  readonly cache: string;
}

function whole(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < low || value > high) {
    throw new Error(`--${name} takes a whole number from ${low} to ${high}, not "${text}".`);
  }
  return value;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        kind: { type: 'string', default: 'bedroom' },
        count: { type: 'string' },
        pairs: { type: 'string' },
        'pair-kinds': { type: 'string' },
        size: { type: 'string', default: '256' },
        seed: { type: 'string', default: '1' },
        out: { type: 'string' },
        layouts: { type: 'boolean', default: false },
        workers: { type: 'string', default: '1' },
        sheet: { type: 'string' },
        cache: { type: 'string', default: '.cache' },
      },
    }).values;
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.split(/\. |\n/)[0]!.replace(/\.$/, '') : String(error);
    throw new Error(`${reason}: see scripts/dataset/README.md.`, { cause: error });
  }
}

function kindOf(text: string): RoomKind {
  const kind = ROOM_KINDS.find((one) => one === text);
  if (!kind)
    throw new Error(`--kind takes ${ROOM_KINDS.map((one) => `"${one}"`).join(' or ')}, not "${text}".`);
  return kind;
}

function pairKindsOf(text: string): Kind[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !KINDS.some((kind) => kind === name));
  if (unknown !== undefined) {
    throw new Error(`--pair-kinds takes names out of ${KINDS.join(', ')} with commas, not "${unknown}".`);
  }
  return KINDS.filter((kind) => names.includes(kind));
}

/** @throws an error of one sentence when the arguments make no sense */
export function readOptions(args: readonly string[]): Options {
  const values = parse(args);
  if (values.pairs !== undefined && values.count !== undefined) {
    throw new Error(
      '--count renders rooms and --pairs renders pairs: give one, then the other in a second run.',
    );
  }
  if (values['pair-kinds'] !== undefined && values.pairs === undefined) {
    throw new Error('--pair-kinds says which pairs --pairs renders: give both.');
  }
  const options = {
    kind: kindOf(values.kind),
    seed: whole('seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    size: whole('size', values.size, 32, 1024),
    count: whole('count', values.count ?? '64', 1, 10_000_000),
    pairs: values.pairs === undefined ? null : whole('pairs', values.pairs, 1, 250_000),
    pairKinds: values['pair-kinds'] === undefined ? KINDS : pairKindsOf(values['pair-kinds']),
    layouts: values.layouts,
    workers: whole('workers', values.workers, 1, 64),
    out: values.out ?? null,
    sheet: values.sheet ?? null,
    cache: values.cache,
  };
  if (options.layouts && (options.pairs !== null || options.sheet || !options.out)) {
    throw new Error(
      '--layouts writes the numbers of rooms alone: give it --count and --out DIR, no pairs and no sheet.',
    );
  }
  if (!options.out && !options.sheet) {
    throw new Error('Say where to write: --out DIR for a set, --sheet FILE for a sheet.');
  }
  if (options.sheet && !options.sheet.endsWith('.png')) {
    throw new Error(`--sheet takes the name of a .png file, not "${options.sheet}".`);
  }
  return options;
}
