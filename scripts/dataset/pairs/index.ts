/** Counterfactual pairs: test rooms drawn again with one thing moved, removed, duplicated or recoloured. */
import { splitOf } from '../describe';
import type { Furniture } from '../furniture/pack';
import { SteadyRenderer, renderAll, stopOnSignals, timeText } from '../long-run';
import { prepareSet } from '../prepare';
import type { Rendered, Renderer } from '../renderer';
import { type RoomKind, makeRoom } from '../room';
import { type Pair, type View, pairOf, showsEdit } from './check';
import { editsFor } from './choose';
import { type Edit, KINDS } from './edits';
import { PairFiles } from './files';

/** Test rooms of one piece of work: what a stop finishes, and what a kill loses. */
const CHUNK = 8;
/** Edits of a kind that are drawn for a room before it goes without. */
const ROUNDS = 6;

/** Indices of the first test rooms of any set, leaving out `skip` of them. */
export function testRooms(count: number, skip = 0): number[] {
  const indices: number[] = [];
  for (let i = 0; indices.length < count; i++) if (splitOf(i) === 'test') indices.push(i);
  return indices.slice(skip);
}

function viewOf({ images, masks, lines }: Rendered, k: number, size: number): View {
  const pixels = size * size;
  return {
    line: lines[k]!,
    image: images.subarray(k * pixels * 3, (k + 1) * pixels * 3),
    mask: masks.subarray(k * pixels, (k + 1) * pixels),
  };
}

/**
 * The pairs of some rooms: of each kind one where an edit shows well, else none. By room, then by kind.
 * @param indices of the rooms
 */
export async function drawPairs(
  renderer: Pick<Renderer, 'models' | 'render'>,
  roomKind: RoomKind,
  seed: number,
  indices: readonly number[],
  size: number,
): Promise<Pair[]> {
  const drawn = await renderAll(
    renderer,
    indices.map((i) => makeRoom(seed, i, renderer.models, roomKind)),
  );
  const searches = drawn.rooms.flatMap((room, k) => {
    const before = viewOf(drawn, k, size);
    return KINDS.map((kind) => ({
      surfaces: room.surfaces.length,
      before,
      edits: editsFor({ room, line: before.line }, kind, renderer.models, size),
      found: null as Pair | null,
    }));
  });
  for (let round = 0; round < ROUNDS; round++) {
    const turns: { search: (typeof searches)[number]; edit: Edit }[] = [];
    for (const search of searches) {
      const next = search.found ? null : search.edits.next();
      if (next && !next.done) turns.push({ search, edit: next.value });
    }
    if (!turns.length) break;
    // Everything is drawn that was drawn before: what is now hidden must not go, nor what was left out come back.
    const after = await renderAll(
      renderer,
      turns.map(({ edit }) => edit.after),
      true,
    );
    turns.forEach(({ search, edit }, k) => {
      const pair = pairOf(edit, search.surfaces, search.before, viewOf(after, k, size));
      if (showsEdit(pair, size)) search.found = pair;
    });
  }
  return searches.flatMap(({ found }) => found ?? []);
}

export interface PairOptions {
  readonly out: string;
  readonly kind: RoomKind;
  readonly seed: number;
  readonly size: number;
  /** Test rooms of which pairs are wanted. */
  readonly pairs: number;
}

/** Renders the pairs of the first test rooms that are not there yet, until done or told to stop. */
export async function renderPairs(furniture: Furniture, options: PairOptions): Promise<void> {
  const { out, kind, seed, size } = options;
  // A set that is there stays as it is; pairs may also stand alone.
  prepareSet(furniture, { out, kind, seed, size, count: 0 }, true);
  const files = PairFiles.open(out, kind, seed, size);
  const missing = testRooms(options.pairs, files.rooms);
  const all = missing.length;
  console.log(`Pairs of ${files.rooms} test rooms are there, ${all} rooms to go.`);
  if (!all) return;
  const signals = stopOnSignals(`${CHUNK} rooms`);
  const steady = await SteadyRenderer.open(furniture, size);
  const start = Date.now();
  try {
    while (missing.length && !signals.stopped) {
      const indices = missing.splice(0, CHUNK);
      files.add(
        indices.length,
        await steady.run(`rooms ${indices[0]} to ${indices.at(-1)}`, (renderer) =>
          drawPairs(renderer, kind, seed, indices, size),
        ),
      );
      const seconds = (Date.now() - start) / 1000;
      const done = all - missing.length;
      const counts = KINDS.map((kind) => `${files.pairs[kind]} ${kind}`).join(', ');
      const left = timeText((missing.length * seconds) / done);
      console.log(`${files.rooms} rooms: ${counts}; ${(seconds / done).toFixed(1)} s a room, ${left} left`);
    }
  } finally {
    await steady.close();
  }
}
