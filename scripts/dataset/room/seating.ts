/** What a living room is about: the sofa, the table before it, the rug under both, and what stands around them. */
import { rugLook } from './extras';
import { type Spot, addPictureRow } from './hanging';
import {
  type Furnishing,
  type Pose,
  modelsOf,
  placeAgainst,
  standAt,
  tableLampScale,
  thingOf,
  tint,
  visibleEnough,
} from './standing';
import { countOf } from './turns';
import type { Look, ModelInfo, Thing, Wall } from './types';

/** The sofa and its table are what the picture shows: nearly all of them must be in it. */
const SOFA_IN_FRAME = 0.85;
const TABLE_IN_FRAME = 0.9;
/** As high as a side table beside a sofa is. */
const SIDE_TABLE_HEIGHT = 0.54;

export interface Seat {
  readonly thing: Thing;
  /** The wall behind it, near or far. */
  readonly wall: Wall;
}

const forward = (yaw: number): { x: number; z: number } => ({ x: Math.sin(yaw), z: Math.cos(yaw) });
/** To the left of somebody who sits there. */
const sideways = (yaw: number): { x: number; z: number } => ({ x: Math.cos(yaw), z: -Math.sin(yaw) });

/** A pose some metres before and beside a thing, turned as it is. */
function relativeTo({ position: [x, , z], yaw }: Thing, ahead: number, aside: number): Pose {
  const [f, s] = [forward(yaw), sideways(yaw)];
  return { x: x + f.x * ahead + s.x * aside, z: z + f.z * ahead + s.z * aside, yaw };
}

/**
 * The sofa: with its back to the back wall, or near a side wall, looking across the room; null when none fits.
 * @param aside leave one half of the room to something else
 */
export function placeSofa(f: Furnishing, aside: boolean): Seat | null {
  const { random, plan } = f;
  for (let attempt = 0; attempt < 60; attempt++) {
    const model = random.pick(modelsOf(f, 'sofa'));
    const [w, h, d] = model.dimensions;
    const look = tint(f, model);
    const draw = random.next();
    if (draw < 0.55) {
      const reach = plan.width / 2 - w / 2;
      const end = random.pick([-1, 1]) * (reach - random.range(0.05, 0.5));
      const middle = random.chance(0.6) ? random.range(-0.35, 0.35) : random.range(-reach, reach);
      const along = aside ? end : middle;
      const options = { gap: 0, least: SOFA_IN_FRAME, solid: h };
      const thing = placeAgainst(f, model, 'back', [along], look, options);
      if (thing) return { thing, wall: 'back' };
      continue;
    }
    const wall = draw < 0.775 ? 'left' : 'right';
    const off = random.chance(0.5) ? 0 : random.range(0.15, 0.6);
    const pose = plan.against(wall, -plan.depth / 2 + w / 2 + random.range(0.1, 0.9), d);
    const x = pose.x + (wall === 'left' ? off : -off);
    const thing = standAt(f, model, { ...pose, x }, look, {
      least: SOFA_IN_FRAME,
      ...(off < 0.2 && { wall }),
    });
    if (thing) return { thing, wall };
  }
  return null;
}

/** A table before the sofa; the way between the two stays free. */
export function placeCoffeeTable(f: Furnishing, { thing: sofa }: Seat): Thing | null {
  const { random } = f;
  for (let attempt = 0; attempt < 12; attempt++) {
    const model = random.pick(modelsOf(f, 'coffee table'));
    const gap = random.range(0.28, 0.42);
    const ahead = sofa.dimensions[2] / 2 + gap + model.dimensions[2] / 2;
    const pose = relativeTo(sofa, ahead, random.range(-0.12, 0.12));
    const look = tint(f, model);
    const options = { least: TABLE_IN_FRAME, margin: 0.02, before: gap };
    const table = standAt(f, model, pose, look, options);
    if (table) return table;
  }
  return null;
}

/** A rug under the table and before the sofa, or a round one under the table. */
export function addRugBefore(f: Furnishing, { thing: sofa }: Seat, table: Thing): void {
  const { random, plan } = f;
  const round = random.chance(0.2);
  const long = round ? random.range(1.7, 2.2) : sofa.dimensions[0] + random.range(-0.2, 0.5);
  const wide = round ? long : random.range(1.5, 2.1);
  const ahead = sofa.dimensions[2] / 2 + wide / 2 - random.range(0.05, 0.4);
  const { x, z } = round ? { x: table.position[0], z: table.position[2] } : relativeTo(sofa, ahead, 0);
  const across = Math.abs(Math.sin(sofa.yaw)) > 0.5;
  const [width, depth] = across ? [wide, long] : [long, wide];
  if (Math.abs(x) + width / 2 > plan.width / 2 - 0.05 || z - depth / 2 < -plan.depth / 2 + 0.05) return;
  const rug: Thing = {
    class: 'rug',
    model: 'procedural',
    position: [x, 0, z],
    yaw: 0,
    dimensions: [width, 0.012, depth],
    look: rugLook(f, round),
  };
  if (visibleEnough(f, rug, 0.6)) f.things.push(rug);
}

/** At the ends of the sofa: a side table with a lamp, or a floor lamp. */
export function addSideTables(f: Furnishing, { thing: sofa, wall }: Seat): void {
  const { random } = f;
  const model = random.pick(modelsOf(f, 'side table'));
  const scale = Math.min(1, SIDE_TABLE_HEIGHT / model.dimensions[1]);
  const lamps = modelsOf(f, 'table lamp').filter(({ key }) => key !== 'S:desk_lamp2');
  const lamp = random.pick(lamps);
  const [look, lampLook] = [tint(f, model), tint(f, lamp)];
  const count = random.pick([0, 1, 1, 1, 2, 2]);
  const atWall = wall === 'back' ? { wall } : {};
  for (const side of random.shuffle([-1, 1]).slice(0, count)) {
    const end = sofa.dimensions[0] / 2;
    if (!countOf(f.things, 'floor lamp') && random.chance(0.3)) {
      const floorLamp = random.pick(modelsOf(f, 'floor lamp'));
      const [w, , d] = floorLamp.dimensions;
      const pose = relativeTo(sofa, -sofa.dimensions[2] / 2 + d / 2 + 0.03, side * (end + w / 2 + 0.08));
      standAt(f, floorLamp, pose, { ...tint(f, floorLamp), lampOn: f.lampsOn }, { margin: 0.01, ...atWall });
      continue;
    }
    const half = (model.dimensions[0] * scale) / 2;
    const pose = relativeTo(sofa, random.range(-0.15, 0.05), side * (end + half + random.range(0.05, 0.12)));
    const table = standAt(f, model, pose, look, { scale, margin: 0.01, ...atWall });
    if (!table || !random.chance(0.75)) continue;
    const stands = { x: table.position[0], z: table.position[2], yaw: sofa.yaw };
    // The two lamps of a pair are alike, as people buy them.
    const alike = { ...lampLook, lampOn: f.lampsOn };
    f.things.push({
      ...thingOf(lamp, stands, table.dimensions[1], alike, tableLampScale(lamp)),
      on: f.things.indexOf(table),
    });
  }
}

/** One picture over the sofa, or a row of them. */
export function addPicturesOver(f: Furnishing, { thing: sofa, wall }: Seat): void {
  const { random } = f;
  const along = wall === 'back' ? sofa.position[0] : sofa.position[2];
  const spot: Spot = { wall, along, y: Math.max(1.15, sofa.dimensions[1] + random.range(0.2, 0.35)) };
  addPictureRow(f, spot, random.pick([1, 1, 2, 2, 3]), sofa.dimensions[0] + 0.3);
}

/** A seat of its own colours, or of those of the sofa. */
function lookBeside(f: Furnishing, model: ModelInfo, sofa: Thing, alike: boolean): Look {
  const look = tint(f, model);
  const { accent } = sofa.look;
  return alike && look.accent && accent ? { ...look, accent } : look;
}

/** Armchairs around the table, and sometimes a small second sofa. */
export function addSeats(f: Furnishing, { thing: sofa, wall }: Seat, table: Thing): void {
  const { random } = f;
  const alike = random.chance(0.5);
  const chair = random.pick(modelsOf(f, 'armchair'));
  const small = modelsOf(f, 'sofa').filter(({ dimensions: [w] }) => w < 1.8);
  const places = random.shuffle(wall === 'back' ? [-1, 1] : [-1, 1, 0]);
  for (const side of places.slice(0, random.pick([0, 1, 1, 2, 2, 2]))) {
    const second = side !== 0 && countOf(f.things, 'sofa') < 2 && random.chance(0.2);
    const model = second ? random.pick(small) : chair;
    const look = lookBeside(f, model, sofa, alike);
    for (let attempt = 0; attempt < 8; attempt++) {
      const away = random.range(0.25, 0.7) + model.dimensions[2] / 2;
      const place =
        side === 0
          ? relativeTo(table, table.dimensions[2] / 2 + away, random.range(-0.3, 0.3))
          : relativeTo(table, random.range(-0.2, 0.6), side * (table.dimensions[0] / 2 + away));
      const towards = Math.atan2(table.position[0] - place.x, table.position[2] - place.z);
      // A sofa stands square to the other one; an armchair as somebody left it.
      const square = sofa.yaw - (side * Math.PI) / 2;
      const yaw = second ? square : towards + random.range(-0.3, 0.3);
      if (standAt(f, model, { ...place, yaw }, look, { least: 0.75, margin: 0.02 })) break;
    }
  }
}
