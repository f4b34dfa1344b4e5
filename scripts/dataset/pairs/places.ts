/** Where else in its room a thing could be: along its wall, on the floor, under the ceiling, on what it stands on. Pure. */
import { cornersOf, inFrame, projectionOf } from '../room/camera';
import type { Random } from '../room/random';
import type { Room, Thing, Vector } from '../room/types';

/** Part of a thing's box that must be inside the frame, before and after. */
export const LEAST_IN_FRAME = 0.85;
/** How far a moved thing goes in the picture, in parts of its side: 12 to 40 pixels of 256. */
export const SHIFT = [12 / 256, 40 / 256] as const;
/** How far a turned thing goes, in radians: 30 to 90 degrees. */
const TURN = [Math.PI / 6, Math.PI / 2] as const;
/** Metres between things. */
const GAP = 0.03;
/** Free floor before a door. */
const DOORWAY = 0.5;
const TRIES = 200;

const ON_WALLS = new Set(['window', 'curtain', 'picture', 'mirror', 'door', 'wall clock']);

/** A box along the axes: low and high corner. */
type Box = readonly [low: Vector, high: Vector];

export function boxOf(thing: Pick<Thing, 'position' | 'yaw' | 'dimensions'>): Box {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const corner of cornersOf(thing)) {
    corner.forEach((value, axis) => {
      low[axis] = Math.min(low[axis]!, value);
      high[axis] = Math.max(high[axis]!, value);
    });
  }
  return [low, high];
}

/** The room that a thing needs: a door also the floor before it. */
function needs(thing: Thing): Box {
  if (thing.class !== 'door') return boxOf(thing);
  const [x, y, z] = thing.position;
  const [w, h, d] = thing.dimensions;
  const ahead = DOORWAY / 2;
  const position: Vector = [x + Math.sin(thing.yaw) * ahead, y, z + Math.cos(thing.yaw) * ahead];
  return boxOf({ position, yaw: thing.yaw, dimensions: [w, h, d + DOORWAY] });
}

/** Boxes that are one above the other may touch; beside each other they keep a gap. */
function clash(a: Box, b: Box): boolean {
  return [GAP, -0.005, GAP].every(
    (gap, axis) => a[0][axis]! - gap < b[1][axis]! && a[1][axis]! + gap > b[0][axis]!,
  );
}

export type Mounting = 'wall' | 'against a wall' | 'floor' | 'rug' | 'ceiling' | 'thing';

/** What holds a thing up, which says where else it could be. */
export function mountingOf(room: Room, thing: Thing): Mounting {
  if (thing.on !== undefined) return 'thing';
  if (thing.class === 'rug') return 'rug';
  if (thing.class === 'ceiling lamp') return 'ceiling';
  if (ON_WALLS.has(thing.class) || thing.position[1] > 0.1) return 'wall';
  const [x, , z] = thing.position;
  const back = thing.dimensions[2] / 2;
  const [bx, bz] = [x - Math.sin(thing.yaw) * back, z - Math.cos(thing.yaw) * back];
  const { width, depth } = room.room;
  const square = Math.abs(Math.sin(2 * thing.yaw)) < 1e-6;
  const off = Math.min(width / 2 - Math.abs(bx), bz + depth / 2);
  return square && off < 0.06 ? 'against a wall' : 'floor';
}

function inRoom({ room: { width, depth } }: Room, [low, high]: Box): boolean {
  const slack = 0.01;
  return (
    low[0] >= -width / 2 - slack &&
    high[0] <= width / 2 + slack &&
    low[2] >= -depth / 2 - slack &&
    high[2] <= depth / 2 + slack
  );
}

/**
 * Whether a thing can be where it is: inside the room, in nothing else, not before a door; what stands on another
 * thing with its whole foot on it.
 * @param others indices of the things that are in the way
 */
export function isFree(room: Room, thing: Thing, others: readonly number[]): boolean {
  const box = needs(thing);
  if (!inRoom(room, box)) return false;
  if (thing.on !== undefined) {
    const [low, high] = boxOf(room.things[thing.on]!);
    if ([0, 2].some((axis) => box[0][axis]! < low[axis]! || box[1][axis]! > high[axis]!)) return false;
  }
  return others.every((k) => {
    const other = room.things[k]!;
    // A rug lies under what stands on the floor, but not on another rug.
    if ((other.class === 'rug') !== (thing.class === 'rug')) return true;
    return k === thing.on || !clash(box, needs(other));
  });
}

/** From the middle of one thing to that of another, in parts of the picture's side; infinite behind the camera. */
export function shiftInPicture(room: Room, a: Thing, b: Thing): number {
  const { project } = projectionOf(room.camera);
  const [p, q] = [a, b].map(({ position: [x, y, z], dimensions: [, h] }) => project([x, y + h / 2, z]));
  return p && q ? Math.hypot(p.x - q.x, p.y - q.y) : Infinity;
}

/**
 * Free places for a thing, turned as it is: what hangs on or stands against a wall, or on something, slides along;
 * the rest goes anywhere at its height.
 * @param copy the thing stays where it is too, and the place may be far away
 */
export function* placesFor(room: Room, index: number, random: Random, copy: boolean): Generator<Vector> {
  const thing = room.things[index]!;
  const mounting = mountingOf(room, thing);
  const slides = mounting === 'wall' || mounting === 'against a wall' || mounting === 'thing';
  const others = [...room.things.keys()].filter((k) => copy || k !== index);
  const projection = projectionOf(room.camera);
  const reach = copy ? 3.5 : 1.6;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const way = random.range(0.12, reach);
    const turn = random.range(0, 2 * Math.PI);
    const angle = slides ? thing.yaw + (turn < Math.PI ? 0 : Math.PI) : turn;
    const [x, y, z] = thing.position;
    const position: Vector = [x + way * Math.cos(angle), y, z - way * Math.sin(angle)];
    const there = { ...thing, position };
    const shift = shiftInPicture(room, thing, there);
    if (shift < SHIFT[0] || (!copy && shift > SHIFT[1])) continue;
    if (inFrame(projection, there).part < LEAST_IN_FRAME || !isFree(room, there, others)) continue;
    yield position;
  }
}

/** Free turns about the vertical of a thing on the floor, by 30 to 90 degrees either way. */
export function* turnsFor(room: Room, index: number, random: Random): Generator<number> {
  const thing = room.things[index]!;
  if (mountingOf(room, thing) !== 'floor') return;
  const others = [...room.things.keys()].filter((k) => k !== index);
  const projection = projectionOf(room.camera);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const yaw = thing.yaw + (random.chance(0.5) ? 1 : -1) * random.range(...TURN);
    const there = { ...thing, yaw };
    if (inFrame(projection, there).part < LEAST_IN_FRAME || !isFree(room, there, others)) continue;
    yield yaw;
  }
}
