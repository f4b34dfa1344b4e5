/** Counterfactual pairs: test rooms drawn again with one thing edited, or in another light. */
import type { Furniture } from '../furniture/pack';
import { SteadyRenderer, renderAll, stopOnSignals, timeText } from '../long-run';
import { prepareSet } from '../prepare';
import type { Rendered, Renderer } from '../renderer';
import { type RoomKind, makeRoom } from '../room';
import { type Pair, type View, pairOf, showsEdit } from './check';
import { editsFor } from './choose';
import { CHUNK, nextChunk } from './chunks';
import { type Edit, KINDS, type Kind } from './edits';
import { PairFiles } from './files';

/** Edits of a kind that are drawn for a room before it goes without. */
const ROUNDS = 6;

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
 * @param kinds of the pairs
 */
export async function drawPairs(
  renderer: Pick<Renderer, 'models' | 'render'>,
  roomKind: RoomKind,
  seed: number,
  indices: readonly number[],
  size: number,
  kinds: readonly Kind[] = KINDS,
): Promise<Pair[]> {
  const drawn = await renderAll(
    renderer,
    indices.map((i) => makeRoom(seed, i, renderer.models, roomKind)),
  );
  const searches = drawn.rooms.flatMap((room, k) => {
    const before = viewOf(drawn, k, size);
    return kinds.map((kind) => ({
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
  readonly pairKinds: readonly Kind[];
}

/** Renders the pairs of the first test rooms that are not there yet, until done or told to stop. */
export async function renderPairs(furniture: Furniture, options: PairOptions): Promise<void> {
  const { out, kind, seed, size, pairKinds } = options;
  // A set that is there stays as it is; pairs may also stand alone.
  prepareSet(furniture, { out, kind, seed, size, count: 0 }, true);
  const files = PairFiles.open(out, kind, seed, size);
  const next = () => nextChunk(files.rooms, pairKinds, options.pairs);
  const missing = (): number =>
    pairKinds.reduce((sum, kind) => sum + Math.max(0, options.pairs - files.rooms[kind]), 0);
  const counts = (): string => pairKinds.map((kind) => `${files.pairs[kind]} ${kind}`).join(', ');
  const all = missing();
  console.log(`Pairs that are there: ${counts()}.`);
  if (!all) return;
  const signals = stopOnSignals(`${CHUNK} rooms`);
  const steady = await SteadyRenderer.open(furniture, size);
  const start = Date.now();
  try {
    for (let chunk = next(); chunk && !signals.stopped; chunk = next()) {
      const { kinds, indices } = chunk;
      files.add(
        kinds,
        indices.length,
        await steady.run(`rooms ${indices[0]} to ${indices.at(-1)}`, (renderer) =>
          drawPairs(renderer, kind, seed, indices, size, kinds),
        ),
      );
      const seconds = (Date.now() - start) / 1000;
      const left = timeText((missing() * seconds) / (all - missing()));
      console.log(`rooms to ${indices.at(-1)}: ${counts()}; ${timeText(seconds)}, ${left} left`);
    }
  } finally {
    await steady.close();
  }
}
