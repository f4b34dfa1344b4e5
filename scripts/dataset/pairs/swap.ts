/** Another model of a thing's class where the thing is: its back stays at its wall, its parts keep their colours. Pure. */
import { LEAST_IN_FRAME, isFree, mountingOf } from './places';
import { inFrame, projectionOf } from '../room/camera';
import type { Random } from '../room/random';
import { tableLampScale } from '../room/standing';
import type { Look, ModelInfo, Room, Thing, Vector } from '../room/types';

/** The only television that hangs, and that does not stand. */
const HANGING_TV = 'S:wall-flat-tv';

/** The colours of the parts that both have, and what the thing does; the other parts are as the model was made. */
function lookOf({ look }: Thing, { own }: ModelInfo): Look {
  const { lampOn, pattern, patternScale, patternAcross, colourB } = look;
  const parts = Object.fromEntries(
    (Object.keys(own) as (keyof ModelInfo['own'])[]).map((part) => [part, look[part] ?? own[part]]),
  );
  const bedding = look.bedding ? { pattern, patternScale, patternAcross, colourB } : { pattern: 'none' };
  const kept = { ...(own.bedding && bedding), lampOn };
  return { ...parts, ...Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)) };
}

function dimensionsOf(thing: Thing, model: ModelInfo, before: ModelInfo): Vector {
  const scale =
    thing.class === 'table lamp' ? tableLampScale(model) : thing.dimensions[0] / before.dimensions[0];
  const [w, h, d] = model.dimensions;
  return [w * scale, h * scale, d * scale];
}

/** Things of other models in the place of `room.things[index]`, as far as they fit there. */
export function* otherModels(
  room: Room,
  index: number,
  random: Random,
  models: readonly ModelInfo[],
): Generator<Thing> {
  const thing = room.things[index]!;
  const before = models.find(({ key }) => key === thing.model);
  if (!before || thing.model === HANGING_TV) return;
  const mounting = mountingOf(room, thing);
  const others = [...room.things.keys()].filter((k) => k !== index);
  const projection = projectionOf(room.camera);
  const alike = models.filter(
    ({ key, class: name, only }) =>
      name === thing.class && key !== thing.model && key !== HANGING_TV && (!only || only === room.kind),
  );
  for (const model of random.shuffle(alike)) {
    const dimensions = dimensionsOf(thing, model, before);
    const [x, y, z] = thing.position;
    // What has its back to a wall grows into the room, what hangs from the ceiling grows down.
    const ahead = mounting.endsWith('wall') ? (dimensions[2] - thing.dimensions[2]) / 2 : 0;
    const down = mounting === 'ceiling' ? dimensions[1] - thing.dimensions[1] : 0;
    const position: Vector = [x + Math.sin(thing.yaw) * ahead, y - down, z + Math.cos(thing.yaw) * ahead];
    const there: Thing = { ...thing, model: model.key, position, dimensions, look: lookOf(thing, model) };
    if (position[1] + dimensions[1] > room.room.height + 0.01) continue;
    if (inFrame(projection, there).part < LEAST_IN_FRAME || !isFree(room, there, others)) continue;
    yield there;
  }
}
