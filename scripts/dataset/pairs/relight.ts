/** Another light for a room, drawn as the rooms draw theirs, by day as often as by night. Pure. */
import type { Random } from '../room/random';
import { makeLight } from '../room/shell';
import type { Light } from '../room/types';

const TRIES = 24;

/** Whether lamps are on, and what is behind the windows, are the things' own: they stay. */
export function* otherLights(random: Random, { lampsOn }: Light): Generator<Light> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const night = random.chance(0.5);
    let light = makeLight(random);
    while (light.night !== night) light = makeLight(random);
    yield { ...light, lampsOn };
  }
}
