/** A small made-up catalogue: what the layout of rooms needs to know, without the furniture. */
import type { RoomLine } from '../../../scripts/dataset/describe';
import {
  type ModelInfo,
  type OwnColours,
  type Room,
  type RoomKind,
  SURFACES,
  makeRoom,
} from '../../../scripts/dataset/room';

const WOOD: OwnColours = { wood: [0.5, 0.35, 0.2] };
const CLOTH: OwnColours = { accent: [0.5, 0.5, 0.6], accent2: [0.8, 0.8, 0.8] };

const model = (
  key: string,
  name: string,
  dimensions: ModelInfo['dimensions'],
  own: OwnColours = WOOD,
): ModelInfo => ({ key, class: name, dimensions, own });

export const MODELS: readonly ModelInfo[] = [
  model('m:bed', 'bed', [1.5, 0.9, 2], { ...WOOD, bedding: [0.7, 0.7, 0.7] }),
  model('m:narrow-bed', 'bed', [1, 0.8, 2], { ...WOOD, bedding: [0.6, 0.7, 0.7] }),
  model('m:nightstand', 'nightstand', [0.45, 0.5, 0.4]),
  model('m:table-lamp', 'table lamp', [0.25, 0.45, 0.25], { shade: [0.9, 0.85, 0.7] }),
  model('m:floor-lamp', 'floor lamp', [0.4, 1.6, 0.4], { shade: [0.9, 0.85, 0.7] }),
  model('m:ceiling-lamp', 'ceiling lamp', [0.5, 0.5, 0.5], { shade: [0.9, 0.85, 0.7] }),
  model('m:wardrobe', 'wardrobe', [1.2, 2, 0.6]),
  model('m:dresser', 'dresser', [1.1, 0.8, 0.5]),
  model('m:bookcase', 'bookcase', [0.8, 1.8, 0.3]),
  model('m:desk', 'desk', [1.2, 0.75, 0.6]),
  model('m:bench', 'bench', [1, 0.45, 0.4]),
  model('m:tv-stand', 'tv stand', [1.1, 0.5, 0.4]),
  model('m:chair', 'chair', [0.5, 0.9, 0.5], CLOTH),
  model('m:armchair', 'armchair', [0.8, 0.85, 0.8], CLOTH),
  model('Y:decorativePlant', 'plant', [0.3, 0.6, 0.3], {}),
  model('S:wall-flat-tv', 'tv', [1, 0.6, 0.08], {}),
  model('Z:led_tv', 'tv', [0.8, 0.55, 0.2], {}),
  model('m:toy', 'toy', [0.3, 0.35, 0.3], {}),
  model('m:guitar', 'guitar', [0.4, 1, 0.15], {}),
  model('m:clock', 'wall clock', [0.35, 0.35, 0.05], {}),
  model('m:window', 'window', [1, 1.2, 0.1], { wood: [0.9, 0.9, 0.9] }),
  model('m:door', 'door', [0.9, 2.05, 0.08]),
  ...[
    model('m:sofa', 'sofa', [2, 0.85, 0.9], CLOTH),
    model('m:small-sofa', 'sofa', [1.6, 0.8, 0.8], CLOTH),
    model('m:coffee-table', 'coffee table', [1.2, 0.48, 0.7]),
    model('m:side-table', 'side table', [0.6, 0.74, 0.6]),
    model('m:fireplace', 'fireplace', [1.15, 1.05, 0.35], { accent: [0.7, 0.6, 0.6] }),
    model('m:stone-fireplace', 'fireplace', [1.2, 2.5, 0.45], { accent: [0.7, 0.6, 0.6] }),
    model('m:dining-table', 'dining table', [1.4, 0.75, 0.9]),
    model('m:round-table', 'dining table', [1.1, 0.75, 1.1]),
    model('m:dining-chair', 'chair', [0.45, 0.95, 0.5]),
    model('Z:orchids', 'plant', [0.3, 0.57, 0.35], {}),
  ].map((one): ModelInfo => ({ ...one, only: 'living room' })),
];

/** A room's line as if every surface and thing were seen whole and large. */
export function lineOf(room: Room): RoomLine {
  const all = [...SURFACES.map((name) => ({ class: name as string })), ...room.things];
  const things = all.map((thing, k) => ({ id: k + 1, class: thing.class, pixels: 4000, amodalPixels: 4000 }));
  return { i: room.i, seed: room.seed, things } as unknown as RoomLine;
}

export const roomOf = (i: number, seed = 7, kind: RoomKind = 'bedroom'): Room =>
  makeRoom(seed, i, MODELS, kind);
