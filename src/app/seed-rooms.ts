/** Draws rooms of other seeds, small, whenever the engine has nothing better to do. No React. */
import { type StoreApi, createStore } from 'zustand/vanilla';
import { type Layout, regionsOf } from '../blobgan';
import {
  type Pixels,
  type SeedRoom,
  type RareThings,
  type SeedRooms,
  dropOldest,
  isInPicture,
  putPixels,
  roomKey,
  squareOf,
} from '../editor';
import type { Engine } from '../engine';
import { SeedLayouts } from './seed-layouts';
import { type RoomKind, type SceneModel, isLayoutOf, sceneFromLayout } from '../scene';

/** Rooms that are kept; the oldest go first. */
const KEPT = 96;
/** Side of the grid on which each blob's visible share of a room is estimated: fine enough to leave hidden ones out. */
const GRID = 32;
/** Layouts that are sampled at once when rooms are looked for: an edit that comes meanwhile waits no longer than for these. */
const SAMPLED = 8;

/** Of so many rooms, one at least is of a kind that is wanted: there is none where all rooms are alike. */
const LEAST_FREQUENT = 12;

/** Before there is a model. */
export const NO_SEED_ROOMS: SeedRooms = {
  rooms: createStore(() => new Map()),
  request: () => () => undefined,
  search: () => Promise.resolve([]),
  ofKind: () => Promise.resolve([]),
};

interface RoomRequest {
  holders: number;
  readonly abort: AbortController;
}

export class SeedRoomRenderer implements SeedRooms {
  readonly rooms: StoreApi<ReadonlyMap<string, SeedRoom>> = createStore(() => new Map());
  private readonly requests = new Map<string, RoomRequest>();
  /** Of each kind and truncation: the seeds that were found, and the first that was not looked at. */
  private readonly found = new Map<string, { readonly seeds: readonly number[]; readonly next: number }>();

  /**
   * @param toUrl makes an address for an image of a small picture
   * @param layouts keeps those of rooms that are drawn: whoever takes one of them does not wait for it again
   */
  constructor(
    private readonly engine: Pick<Engine, 'sample' | 'thumbnail'>,
    private readonly model: SceneModel,
    private readonly toUrl: (picture: Pixels) => string = urlOf,
    private readonly layouts = new SeedLayouts((seeds, truncation) => engine.sample(seeds, truncation)),
  ) {}

  request(seeds: readonly number[], truncation: number, side: number): () => void {
    const missing: number[] = [];
    for (const seed of seeds) {
      const key = roomKey(seed, truncation, side);
      const request = this.requests.get(key);
      if (request) request.holders++;
      else if (!this.rooms.getState().has(key)) {
        this.requests.set(key, { holders: 1, abort: new AbortController() });
        missing.push(seed);
      }
    }
    if (missing.length) void this.draw(missing, truncation, side);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      for (const seed of seeds) this.release(roomKey(seed, truncation, side));
    };
  }

  async ofKind(
    kind: RoomKind,
    count: number,
    truncation: number,
    signal: AbortSignal,
  ): Promise<readonly number[]> {
    const key = `${kind}:${truncation}`;
    for (;;) {
      const { seeds, next } = this.found.get(key) ?? { seeds: [], next: 0 };
      if (seeds.length >= count || next >= count * LEAST_FREQUENT || signal.aborted)
        return seeds.slice(0, count);
      const looked = Array.from({ length: SAMPLED }, (_, at) => next + at);
      const layouts = await this.engine.sample(looked, truncation);
      const fitting = looked.filter((_, at) => isLayoutOf(kind, layouts[at]!, this.model.names));
      // Somebody else may have looked at them meanwhile.
      if ((this.found.get(key)?.next ?? 0) > next) continue;
      this.found.set(key, { seeds: [...seeds, ...fitting], next: next + SAMPLED });
    }
  }

  async search(rare: RareThings): Promise<number[]> {
    const { kinds, leastShare, roomKind, from, before, truncation, signal } = rare;
    const found = new Set<number>();
    let missing = kinds;
    for (let first = from; first < before && missing.length && !signal.aborted; first += SAMPLED) {
      const seeds = Array.from({ length: Math.min(SAMPLED, before - first) }, (_, at) => first + at);
      const layouts = await this.engine.sample(seeds, truncation);
      layouts.forEach((layout, at) => {
        if (roomKind !== null && !isLayoutOf(roomKind, layout, this.model.names)) return;
        const possible = missing.filter((slots) => slots.some((slot) => layout.sizes[slot]! > 0));
        if (!possible.length) return;
        const shares = sharesOf(layout);
        const isShown = (slot: number): boolean => {
          const middle = { x: layout.positions[2 * slot]!, y: layout.positions[2 * slot + 1]! };
          return isInPicture(middle) && (shares.get(slot) ?? 0) >= leastShare;
        };
        const shown = possible.filter((slots) => slots.some(isShown));
        if (shown.length) found.add(seeds[at]!);
        missing = missing.filter((slots) => !shown.includes(slots));
      });
    }
    return [...found];
  }

  private release(key: string): void {
    const request = this.requests.get(key);
    if (!request || --request.holders > 0) return;
    this.requests.delete(key);
    request.abort.abort();
  }

  /** A room that cannot be drawn stays an empty frame: the page has said what is wrong, or will. */
  private async draw(seeds: readonly number[], truncation: number, side: number): Promise<void> {
    const requests = seeds.map((seed) => this.requests.get(roomKey(seed, truncation, side))!);
    let layouts: readonly Layout[];
    try {
      layouts = await this.layouts.ofSeeds(seeds, truncation);
    } catch {
      for (const seed of seeds) this.requests.delete(roomKey(seed, truncation, side));
      return;
    }
    await Promise.all(
      seeds.map(async (seed, at) => {
        const key = roomKey(seed, truncation, side);
        const { signal } = requests[at]!.abort;
        const layout = layouts[at]!;
        try {
          const scene = sceneFromLayout(this.model, layout, seed, truncation);
          // The noise is of no weight at this size, and that of seed 0 is made only once for all of them.
          const { rgba, resolution } = await this.engine.thumbnail(layout, 0, side, signal);
          const picture = squareOf(rgba, resolution);
          const facts = { seed, truncation, scene, picture, shares: sharesOf(layout) };
          this.keep(key, withUrl(facts, this.toUrl));
        } catch {
          // Withdrawn, or not to be drawn.
        }
        if (this.requests.get(key) === requests[at]) this.requests.delete(key);
      }),
    );
  }

  private keep(key: string, room: SeedRoom): void {
    const rooms = new Map(this.rooms.getState()).set(key, room);
    dropOldest(rooms, KEPT);
    this.rooms.setState(rooms, true);
  }
}

function sharesOf(layout: Layout): Map<number, number> {
  const shares = new Map<number, number>();
  for (const slot of regionsOf(layout, GRID).owner) {
    if (slot >= 0) shares.set(slot, (shares.get(slot) ?? 0) + 1 / GRID ** 2);
  }
  return shares;
}

/** A small picture as an address for an image. */
export function urlOf(picture: Pixels): string {
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  putPixels(canvas, picture);
  return canvas.toDataURL();
}

/** A room whose picture gets its address when it is asked for: things are shown without. */
function withUrl(room: Omit<SeedRoom, 'url'>, toUrl: (picture: Pixels) => string): SeedRoom {
  let made: string | null = null;
  return {
    ...room,
    get url() {
      return (made ??= toUrl(room.picture));
    },
  };
}
