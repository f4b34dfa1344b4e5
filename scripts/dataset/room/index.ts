/** A room from (kind, seed, i): surfaces, light, camera and things, by rules and chance. Pure; nothing is drawn here. */
import { CAPS as BEDROOM_CAPS, furnishBedroom } from './bedroom';
import { projectionOf } from './camera';
import { FloorPlan } from './floorplan';
import { LIVING_ROOM_CAPS, furnishLivingRoom } from './living-room';
import { makePalette } from './palette';
import { pruned } from './prune';
import { Random } from './random';
import { settled } from './settle';
import { makeCamera, makeLight, makeSurfaces } from './shell';
import type { Furnishing } from './standing';
import type { Caps } from './turns';
import type { ModelInfo, Room, RoomKind } from './types';

export * from './types';

type Range = readonly [low: number, high: number];

interface Recipe {
  /** Keeps the random numbers of one kind apart from those of another; what is left out is the generator's own. */
  readonly purpose?: number;
  readonly width: Range;
  readonly height: Range;
  readonly depth: Range;
  readonly camera?: Parameters<typeof makeCamera>[3];
  readonly caps: Caps;
  /** Takes away what ended up in something else. */
  readonly settles?: boolean;
  /** False where nothing came of it: then the room begins anew. */
  readonly furnish: (f: Furnishing) => boolean;
}

const RECIPES: Readonly<Record<RoomKind, Recipe>> = {
  bedroom: {
    width: [3.2, 4.4],
    height: [2.4, 2.65],
    depth: [3.1, 3.9],
    caps: BEDROOM_CAPS,
    furnish: furnishBedroom,
  },
  'living room': {
    // "livi"
    purpose: 0x6c697669,
    width: [3.7, 5],
    height: [2.45, 2.75],
    depth: [3.4, 4.3],
    // More of the floor, and of the side walls at which sofas stand.
    camera: { back: [0.5, 0.61], look: [0.78, 1] },
    settles: true,
    caps: LIVING_ROOM_CAPS,
    furnish: furnishLivingRoom,
  },
};

/** How many things of a class a room of this kind has at most. */
export const capOf = (kind: RoomKind, name: string): number => RECIPES[kind].caps[name] ?? 1;

/** Drops what goes beyond the caps, so that every slot name stays one of a few. */
function capped(room: Room): Room {
  const counts = new Map<string, number>();
  return pruned(room, (index) => {
    const { class: name } = room.things[index]!;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts.get(name)! <= capOf(room.kind, name);
  });
}

/**
 * Room `i` of the set of this kind with this seed.
 * @param models what the catalogue offers
 */
export function makeRoom(
  seed: number,
  i: number,
  models: readonly ModelInfo[],
  kind: RoomKind = 'bedroom',
): Room {
  const recipe = RECIPES[kind];
  const random = new Random(seed, i, recipe.purpose);
  const byClass = new Map<string, ModelInfo[]>();
  for (const model of models) {
    // A kind of room must not change when another one gets more furniture.
    if (model.only && model.only !== kind) continue;
    byClass.set(model.class, [...(byClass.get(model.class) ?? []), model]);
  }
  const palette = makePalette(random);
  const surfaces = makeSurfaces(random, palette);
  const light = makeLight(random);
  for (;;) {
    const [width, height, depth] = [
      random.range(...recipe.width),
      random.range(...recipe.height),
      random.range(...recipe.depth),
    ];
    const camera = makeCamera(random, width, depth, recipe.camera);
    const f: Furnishing = {
      random,
      palette,
      plan: new FloorPlan(width, depth, height),
      projection: projectionOf(camera),
      models: byClass,
      night: light.night,
      reflection: [surfaces[2]!.look.colourA!, surfaces[1]!.look.colourA!, surfaces[0]!.look.colourA!],
      lampsOn: light.lampsOn,
      things: [],
      watched: [],
    };
    if (!recipe.furnish(f)) continue;
    const room: Room = {
      i,
      seed,
      kind,
      camera,
      room: { width, height, depth },
      light,
      surfaces,
      things: f.things,
    };
    return capped(recipe.settles ? settled(room) : room);
  }
}
