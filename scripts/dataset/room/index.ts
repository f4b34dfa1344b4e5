/** A room from (seed, i): surfaces, light, camera and things, by rules and chance. Pure; nothing is drawn here. */
import { placeBed } from './bed';
import { projectionOf } from './camera';
import { addCeilingLamp, extras } from './extras';
import { FloorPlan } from './floorplan';
import { addDoor, addWindow } from './hanging';
import { makePalette } from './palette';
import { pruned } from './prune';
import { Random } from './random';
import { makeCamera, makeLight, makeSurfaces } from './shell';
import type { Furnishing } from './standing';
import type { ModelInfo, Room, Thing } from './types';

export * from './types';

/** Everything at most once, but for these. */
export const CAPS: Readonly<Record<string, number>> = {
  window: 2,
  curtain: 2,
  picture: 3,
  nightstand: 2,
  'table lamp': 2,
  'ceiling lamp': 2,
  plant: 2,
};

/** A room with fewer things than this is furnished again. */
const FEWEST = 7;

const countOf = (things: readonly Thing[], name: string): number =>
  things.filter((thing) => thing.class === name).length;

/** Drops what goes beyond the caps, so that every slot name stays one of a few. */
function capped(room: Room): Room {
  const counts = new Map<string, number>();
  return pruned(room, (index) => {
    const { class: name } = room.things[index]!;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts.get(name)! <= (CAPS[name] ?? 1);
  });
}

/**
 * Room `i` of the set with this seed.
 * @param models what the catalogue offers
 */
export function makeRoom(seed: number, i: number, models: readonly ModelInfo[]): Room {
  const random = new Random(seed, i);
  const byClass = new Map<string, ModelInfo[]>();
  for (const model of models) byClass.set(model.class, [...(byClass.get(model.class) ?? []), model]);
  const palette = makePalette(random);
  const surfaces = makeSurfaces(random, palette);
  const light = makeLight(random);
  for (;;) {
    const [width, height, depth] = [random.range(3.2, 4.4), random.range(2.4, 2.65), random.range(3.1, 3.9)];
    const camera = makeCamera(random, width, depth);
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
    };
    if (random.chance(0.22)) addDoor(f);
    if (random.chance(0.85)) addWindow(f, ['back', 'back', 'left', 'right']);
    const bed = placeBed(f);
    if (!bed) continue;
    const goal = 8 + Math.floor(random.next() * 7);
    const list = extras(f, bed);
    // Two rounds: what found no place, or was left out, gets a second chance.
    for (let round = 0; round < 2; round++) {
      // A weighted shuffle: the likelier a thing, the earlier its turn.
      const turns = list.map((extra) => ({ ...extra, at: random.next() / extra.likely }));
      for (const { name, likely, place } of turns.sort((a, b) => a.at - b.at)) {
        if (f.things.length >= goal) break;
        if (
          countOf(f.things, name) < (name === 'ceiling lamp' ? 1 : (CAPS[name] ?? 1)) &&
          random.chance(likely < 0.25 ? likely : Math.min(1, likely * 1.5))
        )
          place();
      }
    }
    if (f.things.length < FEWEST) continue;
    if (countOf(f.things, 'ceiling lamp') === 1 && random.chance(0.11)) {
      const first = f.things.find((thing) => thing.class === 'ceiling lamp')!;
      const away = first.position[0] > 0 ? ([-1.2, -0.6] as const) : ([0.6, 1.2] as const);
      addCeilingLamp(f, away);
    }
    return capped({
      i,
      seed,
      kind: 'bedroom',
      camera,
      room: { width, height, depth },
      light,
      surfaces,
      things: f.things,
    });
  }
}
