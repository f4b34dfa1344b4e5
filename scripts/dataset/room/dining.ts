/** A dining table with its chairs, where there is space for both. */
import { type Furnishing, type Pose, modelsOf, putOn, standAt, tint } from './standing';
import { countOf } from './turns';
import { footprint } from './floorplan';
import type { Thing } from './types';

/** Free floor around the table. */
const AROUND = 0.3;
/** How far a chair is pushed under it. */
const UNDER = 0.14;
/** At a desk, or at a place of its own. */
const NO_DINING_CHAIRS = new Set(['S:office_chair', 'Z:plasticChair']);

/** Places around a table: along its two long sides, and at its ends. */
function placesAround(table: Thing, chairWidth: number, chairDepth: number): Pose[] {
  const [w, , d] = table.dimensions;
  const { yaw } = table;
  const [x, , z] = table.position;
  const place = (aside: number, ahead: number, turn: number): Pose => ({
    x: x + Math.cos(yaw) * aside + Math.sin(yaw) * ahead,
    z: z - Math.sin(yaw) * aside + Math.cos(yaw) * ahead,
    yaw: yaw + turn,
  });
  const [long, end] = [d / 2 + chairDepth / 2 - UNDER, w / 2 + chairDepth / 2 - UNDER];
  const beside = w > 2 * chairWidth + 0.3 ? [-w / 4, w / 4] : [0];
  return [
    ...beside.flatMap((aside) => [place(aside, -long, 0), place(aside, long, Math.PI)]),
    place(-end, 0, Math.PI / 2),
    place(end, 0, -Math.PI / 2),
  ];
}

/** Puts a table and two to four chairs of one kind where they fit; nothing where they do not. */
export function placeDining(f: Furnishing): void {
  const { random, plan } = f;
  const chair = random.pick(modelsOf(f, 'chair').filter(({ key }) => !NO_DINING_CHAIRS.has(key)));
  const chairLook = tint(f, chair);
  for (let attempt = 0; attempt < 40; attempt++) {
    const model = random.pick(modelsOf(f, 'dining table'));
    const [w, , d] = model.dimensions;
    const yaw = random.chance(0.5) ? 0 : Math.PI / 2;
    const [halfX, halfZ] = yaw ? [d / 2, w / 2] : [w / 2, d / 2];
    const reach = plan.width / 2 - halfX - 0.05;
    const pose = {
      x: random.range(-reach, reach),
      z: random.range(-plan.depth / 2 + halfZ + 0.05, plan.depth * 0.1),
      yaw,
    };
    if (!plan.floorFree(footprint(pose.x, pose.z, yaw, w, d), AROUND)) continue;
    const before = f.things.length;
    const table = standAt(f, model, pose, tint(f, model), { least: 0.75, take: false });
    if (!table) continue;
    const wanted = random.pick([2, 3, 4, 4]);
    for (const place of random.shuffle(placesAround(table, chair.dimensions[0], chair.dimensions[2]))) {
      if (countOf(f.things, 'chair') === wanted) break;
      standAt(f, chair, place, chairLook, { margin: 0.02, least: 0.6 });
    }
    if (countOf(f.things, 'chair') < 2) {
      // A table without chairs is none; the floor under the one chair stays taken.
      f.things.length = before;
      continue;
    }
    plan.takeFloor(footprint(pose.x, pose.z, yaw, w, d));
    if (random.chance(0.4)) putOn(f, table, 'plant', ({ key }) => SMALL_PLANTS.has(key));
    return;
  }
}

/** Plants that stand on tables. */
export const SMALL_PLANTS: ReadonlySet<string> = new Set([
  'Z:littlePlant',
  'Z:orchids',
  'S:bonsai-tree',
  'Y:decorativePlant',
]);
