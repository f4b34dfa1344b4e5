/** A living room: sofa and coffee table first, then what belongs around them, then what else there is room for. */
import { SMALL_PLANTS, placeDining } from './dining';
import { addCeilingLamp, topDresser } from './extras';
import { addDoor, addMirror, addPicture, addPictureRow, addWindow, hangModel, hangThing } from './hanging';
import {
  type Seat,
  addPicturesOver,
  addRugBefore,
  addSeats,
  addSideTables,
  placeCoffeeTable,
  placeSofa,
} from './seating';
import {
  type Furnishing,
  type Pose,
  besideWall,
  modelsOf,
  placeAgainst,
  putOn,
  somewhereAlong,
  standAtWall,
  standFree,
  tint,
} from './standing';
import { type Caps, type Extra, countOf, takeTurns } from './turns';
import type { ModelInfo, Thing, Wall } from './types';

export const LIVING_ROOM_CAPS: Caps = {
  sofa: 2,
  window: 2,
  curtain: 2,
  picture: 3,
  armchair: 2,
  'side table': 2,
  'table lamp': 2,
  'ceiling lamp': 2,
  plant: 2,
  bookcase: 2,
  chair: 4,
};

/** A room with fewer things than this is furnished again. */
const FEWEST = 9;
const WALLS = ['back', 'left', 'right'] as const;
/** Plants that are large enough for the floor. */
const isLarge = ({ key }: ModelInfo): boolean => !SMALL_PLANTS.has(key) || key === 'Y:decorativePlant';

/** False when sofa or coffee table found no place, or the room stayed too empty. */
export function furnishLivingRoom(f: Furnishing): boolean {
  const { random } = f;
  if (random.chance(0.18)) addDoor(f);
  const early = random.chance(0.4);
  if (early) addWindow(f, ['back', 'back', 'left', 'right']);
  const dining = random.chance(0.45);
  const seat = placeSofa(f, dining);
  const table = seat && placeCoffeeTable(f, seat);
  if (!table) return false;
  f.watched.push(seat.thing, table);
  const small = ({ key }: ModelInfo): boolean => SMALL_PLANTS.has(key) && key !== 'Y:decorativePlant';
  if (random.chance(0.4)) putOn(f, table, 'plant', small);
  if (random.chance(0.78)) addRugBefore(f, seat, table);
  if (dining) placeDining(f);
  addSideTables(f, seat);
  if (random.chance(0.6)) addPicturesOver(f, seat);
  facing(f, seat);
  addSeats(f, seat, table);
  if (!early && random.chance(0.85)) addWindow(f, ['back', 'back', 'left', 'right']);
  const goal = 12 + Math.floor(random.next() * 6) + (countOf(f.things, 'dining table') ? 2 : 0);
  takeTurns(f, extras(f, table), goal, LIVING_ROOM_CAPS);
  return f.things.length >= FEWEST;
}

/** What the sofa looks at, or has beside it: a television, a fireplace, or nothing. */
function facing(f: Furnishing, { wall }: Seat): void {
  const { random } = f;
  const across: Wall[] =
    wall === 'back' ? ['left', 'right'] : ['back', 'back', wall === 'left' ? 'right' : 'left'];
  const draw = random.next();
  if (draw < (wall === 'back' ? 0.25 : 0.5)) placeTelevision(f, across);
  else if (draw < (wall === 'back' ? 0.5 : 0.9))
    placeFireplace(f, wall === 'back' ? ['back', 'back', 'left', 'right'] : across);
}

/** A low stand or a sideboard with a television on it, or on the wall above it. */
function placeTelevision(f: Furnishing, walls: readonly Wall[]): void {
  const { random } = f;
  const stand = standAtWall(f, 'tv stand', walls);
  if (!stand || countOf(f.things, 'tv')) return;
  const hanging = modelsOf(f, 'tv').find(({ key }) => key === 'S:wall-flat-tv');
  if (hanging && random.chance(0.4)) {
    const [wall, along] = wallOf(stand);
    const [w, h] = hanging.dimensions;
    const y = stand.dimensions[1] + random.range(0.25, 0.5);
    if (f.plan.wallFree(wall, [along - w / 2, along + w / 2, y, y + h], 0.03)) {
      const made = { class: 'tv', model: hanging.key, dimensions: hanging.dimensions, look: {} };
      if (hangThing(f, { wall, along, y }, made)) return;
    }
  }
  putOn(f, stand, 'tv', ({ key }) => key !== 'S:wall-flat-tv');
}

/** The wall that something stands against, and where along it. */
function wallOf({ yaw, position: [x, , z] }: Thing): [Wall, number] {
  return yaw === 0 ? ['back', x] : [yaw > 0 ? 'left' : 'right', z];
}

/** A fireplace with pictures or a mirror over it; one of stone goes up to the ceiling. */
function placeFireplace(f: Furnishing, walls: readonly Wall[]): void {
  const { random, plan } = f;
  for (let attempt = 0; attempt < 8; attempt++) {
    const model = random.pick(modelsOf(f, 'fireplace'));
    const [w, h, d] = model.dimensions;
    const whole = h > 2;
    const there = whole ? { ...model, dimensions: [w, plan.height - 0.01, d] as const } : model;
    const wall = random.pick(walls);
    const options = { least: 0.7, solid: Math.min(h, plan.height - 0.06) };
    const along = somewhereAlong(f, wall, w, 3);
    const fireplace = placeAgainst(f, there, wall, along, tint(f, model), options);
    if (!fireplace) continue;
    const [, middle] = wallOf(fireplace);
    if (!whole && random.chance(0.7))
      addPictureRow(f, { wall, along: middle, y: h + random.range(0.15, 0.3) }, 1, w);
    return;
  }
}

/** What else a living room may have: probability and how to put it there. */
function extras(f: Furnishing, table: Thing): Extra[] {
  const { random, plan } = f;
  const beside = (margin: number) => besideWall(f, margin, -0.46, 0.1);
  /** Near the back wall: what is tall would stand before everything else. */
  const far = (margin: number) => {
    const pose = beside(margin);
    return (model: ModelInfo, side: number): Pose => ({
      ...pose(model, side),
      z: random.range(-plan.depth * 0.45, -plan.depth * 0.15),
    });
  };
  const floorLamp = { look: { lampOn: f.lampsOn } };
  const bookcase = (): void => void standAtWall(f, 'bookcase', ['back', 'back', 'left', 'right']);
  return [
    { name: 'bookcase', likely: 0.6, place: bookcase },
    { name: 'bookcase', likely: 0.2, place: bookcase },
    {
      name: 'dresser',
      likely: 0.3,
      place: () => {
        const dresser = standAtWall(f, 'dresser', WALLS, ({ key }) => key !== 'S:dressing-table');
        if (dresser && random.chance(0.6)) topDresser(f, dresser);
      },
    },
    {
      name: 'plant',
      likely: 0.8,
      place: () => void standFree(f, 'plant', beside(0.55), { margin: 0, choose: isLarge }),
    },
    {
      name: 'plant',
      likely: 0.3,
      place: () => void standFree(f, 'plant', beside(0.55), { margin: 0, choose: isLarge }),
    },
    { name: 'floor lamp', likely: 0.4, place: () => void standFree(f, 'floor lamp', far(0.7), floorLamp) },
    { name: 'armchair', likely: 0.35, place: () => void standFree(f, 'armchair', beside(0.75)) },
    { name: 'tv stand', likely: 0.2, place: () => placeTelevision(f, ['back', 'left', 'right']) },
    { name: 'picture', likely: 0.6, place: () => addPicture(f, ['back', 'back', 'left', 'right']) },
    { name: 'picture', likely: 0.3, place: () => addPicture(f, WALLS) },
    { name: 'mirror', likely: 0.12, place: () => addMirror(f) },
    {
      name: 'ceiling lamp',
      likely: 0.7,
      place: () => addCeilingLamp(f, [table.position[0] - 0.3, table.position[0] + 0.3]),
    },
    { name: 'guitar', likely: 0.12, place: () => void standAtWall(f, 'guitar', WALLS) },
    { name: 'wall clock', likely: 0.08, place: () => hangModel(f, 'wall clock', [1.2, 1.45], () => true) },
    { name: 'toy', likely: 0.05, place: () => void standFree(f, 'toy', beside(1.6)) },
    { name: 'window', likely: 0.25, place: () => addWindow(f, ['back', 'left', 'right']) },
    { name: 'door', likely: 0.15, place: () => addDoor(f) },
  ];
}
