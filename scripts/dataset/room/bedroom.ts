/** A bedroom: the bed first, then what else there is room for. */
import { placeBed } from './bed';
import { addCeilingLamp, extras } from './extras';
import { addDoor, addWindow } from './hanging';
import type { Furnishing } from './standing';
import { type Caps, countOf, takeTurns } from './turns';

export const CAPS: Caps = {
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

/** False when the bed found no place, or the room stayed too empty. */
export function furnishBedroom(f: Furnishing): boolean {
  const { random } = f;
  if (random.chance(0.22)) addDoor(f);
  if (random.chance(0.85)) addWindow(f, ['back', 'back', 'left', 'right']);
  const bed = placeBed(f);
  if (!bed) return false;
  const goal = 8 + Math.floor(random.next() * 7);
  takeTurns(f, extras(f, bed), goal, CAPS);
  if (f.things.length < FEWEST) return false;
  if (countOf(f.things, 'ceiling lamp') === 1 && random.chance(0.11)) {
    const first = f.things.find((thing) => thing.class === 'ceiling lamp')!;
    const away = first.position[0] > 0 ? ([-1.2, -0.6] as const) : ([0.6, 1.2] as const);
    addCeilingLamp(f, away);
  }
  return true;
}
