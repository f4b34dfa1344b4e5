/** The page's side of the generator: `window.dataset`, driven from node. */
import type { PackedModel } from '../furniture/pack';
import type { ModelInfo, Room } from '../room/types';
import { LEAST_PIXELS, pruned } from '../room/prune';
import { FurnitureStore } from './furniture';
import { Passes, SURVEY, TILE, type TileBox } from './passes';
import { StageBuilder } from './stage';

/** What a call of `render` leaves behind; the pixels follow by HTTP, in this order. */
export interface Batch {
  /** The rooms as drawn: without what was barely visible. */
  readonly rooms: readonly Room[];
  /** One tile for each surface and thing of each room, in order. */
  readonly tiles: readonly (readonly TileBox[])[];
}

/** Rooms in a row of the atlas. */
const COLUMNS = 8;
const TILE_COLUMNS = 32;

let store: FurnitureStore;
let builder: StageBuilder;
let passes: Passes;

/** @param coarse colours at half the side, edges not smooth: for mean colours alone */
async function load(
  packed: readonly PackedModel[],
  size: number,
  coarse: boolean,
): Promise<readonly ModelInfo[]> {
  store = await FurnitureStore.load(packed, '/furniture');
  builder = new StageBuilder(store);
  passes = new Passes(size, coarse);
  return store.infos;
}

/** RGBA rows from below -> the picture at (x, y), `channels` of it, rows from the top. */
function cut(
  bytes: Uint8Array,
  stride: number,
  x: number,
  y: number,
  side: number,
  channels: number,
): Uint8Array {
  const out = new Uint8Array(side * side * channels);
  let to = 0;
  for (let row = side - 1; row >= 0; row--) {
    let from = ((y + row) * stride + x) * 4;
    for (let column = 0; column < side; column++, from += 4) {
      for (let c = 0; c < channels; c++) out[to++] = bytes[from + c]!;
    }
  }
  return out;
}

/** Draws rooms; posts images, masks and tiles as one body to `address`. */
async function render(wanted: readonly Room[], address: string, keepAll: boolean): Promise<Batch> {
  const { size } = passes;
  const rows = Math.ceil(wanted.length / COLUMNS);
  const [width, height] = [Math.min(COLUMNS, wanted.length) * size, rows * size];
  const images = passes.target(width, height, false);
  const masks = passes.target(width, height, true);
  const most = wanted.reduce((sum, room) => sum + room.surfaces.length + room.things.length, 0);
  const tileHeight = Math.ceil(most / TILE_COLUMNS) * TILE;
  const tileAtlas = passes.target(TILE_COLUMNS * TILE, tileHeight, true);
  const rooms: Room[] = [];
  const tiles: TileBox[][] = [];
  let tile = 0;
  wanted.forEach((asked, k) => {
    const [x, y] = [(k % COLUMNS) * size, Math.floor(k / COLUMNS) * size];
    let room = asked;
    let stage = builder.build(room);
    if (!keepAll) {
      const counts = passes.surveyPixels(stage);
      const least = LEAST_PIXELS * SURVEY * SURVEY;
      room = pruned(asked, (index) => counts[asked.surfaces.length + index + 1]! >= least);
      if (room !== asked) stage = builder.build(room);
    }
    passes.colour(stage, room.light.exposure, images, x, y);
    passes.mask(stage, masks, x, y);
    rooms.push(room);
    tiles.push(
      stage.outlines.map((_, index) => {
        const at = tile++;
        return passes.silhouette(
          stage,
          index,
          tileAtlas,
          (at % TILE_COLUMNS) * TILE,
          Math.floor(at / TILE_COLUMNS) * TILE,
        );
      }),
    );
  });
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const collect = (
    target: typeof images,
    w: number,
    h: number,
    side: number,
    count: number,
    channels: number,
  ): void => {
    const bytes = passes.read(target, w, h);
    const columns = w / side;
    for (let k = 0; k < count; k++) {
      const [x, y] = [(k % columns) * side, Math.floor(k / columns) * side];
      parts.push(cut(bytes, w, x, y, side, channels) as Uint8Array<ArrayBuffer>);
    }
    target.dispose();
  };
  collect(images, width, height, size, wanted.length, 3);
  collect(masks, width, height, size, wanted.length, 1);
  collect(tileAtlas, TILE_COLUMNS * TILE, tileHeight, TILE, tile, 1);
  await fetch(address, { method: 'POST', body: new Blob(parts) });
  return { rooms, tiles };
}

export const api = { load, render };
declare global {
  interface Window {
    dataset: typeof api;
  }
}
window.dataset = api;
