/** The means by which things are put into a room: tinted, against a wall, on top of something, or free. */
import { type Projection, hiddenBy, inFrame } from './camera';
import { type FloorPlan, footprint } from './floorplan';
import { type Palette, hsl, mix } from './palette';
import type { Random } from './random';
import type { Colour, Look, ModelInfo, Thing, Wall } from './types';

/** A thing with less of its outline in the frame than this is not placed: the picture would show a sliver. */
const LEAST_IN_FRAME = 0.5;
/** Nor one that would cover less of the picture than this (about 60 pixels of 256 x 256). */
const LEAST_AREA = 0.0016;
/** Nor one that would hide more than this of what the room is about. */
const MOST_HIDDEN = 0.3;

export interface Furnishing {
  readonly random: Random;
  readonly palette: Palette;
  readonly plan: FloorPlan;
  readonly projection: Projection;
  readonly models: ReadonlyMap<string, readonly ModelInfo[]>;
  readonly night: boolean;
  /** What a mirror shows: wall, ceiling and floor colour. */
  readonly reflection: readonly [Colour, Colour, Colour];
  readonly lampsOn: boolean;
  readonly things: Thing[];
  /** What the room is about: things that come later may not hide it. */
  readonly watched: Thing[];
}

export type Pose = { x: number; z: number; yaw: number };

/** Classes of cloth, which take the room's bold colours; the others are lacquered in quieter ones. */
const SOFT = new Set(['bed', 'sofa', 'armchair', 'chair', 'table lamp', 'floor lamp', 'ceiling lamp']);

/** The look of a catalogue model: its own colours drawn towards those of the room. */
export function tint({ random, palette }: Pick<Furnishing, 'random' | 'palette'>, model: ModelInfo): Look {
  const { own } = model;
  const bold = [palette.accent, palette.accent2, palette.neutral];
  const quiet = [palette.wood, palette.neutral, mix(palette.accent2, palette.neutral, 0.5)];
  const colours = random.shuffle(SOFT.has(model.class) ? bold : quiet);
  const wood = random.chance(0.8) ? palette.wood : mix(palette.wood, palette.neutral, 0.5);
  const [accent, accent2, woodAmount] = [
    random.range(0.5, 0.95),
    random.range(0.4, 0.9),
    random.range(0.5, 0.92),
  ];
  const shade = mix(
    random.pick([palette.neutral, palette.accent, hsl(42, 0.5, 0.82)]),
    hsl(42, 0.45, 0.86),
    0.5,
  );
  const bedding = random.pick([
    palette.accent,
    palette.accent2,
    palette.neutral,
    mix(palette.accent, palette.neutral, 0.5),
  ]);
  return {
    ...(own.wood && { wood: mix(own.wood, wood, woodAmount) }),
    ...(own.accent && { accent: mix(own.accent, colours[0]!, accent) }),
    ...(own.accent2 && { accent2: mix(own.accent2, colours[1]!, accent2) }),
    ...(own.shade && { shade }),
    ...(own.bedding && { bedding }),
  };
}

export function visibleEnough(f: Furnishing, thing: Thing, least = LEAST_IN_FRAME): boolean {
  const { part, area } = inFrame(f.projection, thing);
  if (part < least || area < LEAST_AREA) return false;
  if (thing.class === 'rug') return true;
  return f.watched.every((watched) => hiddenBy(f.projection, watched, thing) <= MOST_HIDDEN);
}

export function thingOf(model: ModelInfo, pose: Pose, y: number, look: Look, scale = 1): Thing {
  const [w, h, d] = model.dimensions;
  return {
    class: model.class,
    model: model.key,
    position: [pose.x, y, pose.z],
    yaw: pose.yaw,
    dimensions: [w * scale, h * scale, d * scale],
    look,
  };
}

export const modelsOf = (f: Furnishing, name: string): readonly ModelInfo[] => f.models.get(name) ?? [];

/**
 * Stands a thing on the floor with its back to a wall, at the first of `along` that is free and well in view.
 * `solid`: up to this height nothing may hang behind it; above, it may cover the lower edge of a window.
 */
export function placeAgainst(
  f: Furnishing,
  model: ModelInfo,
  wall: Wall,
  along: readonly number[],
  look: Look,
  { gap = 0.05, least = LEAST_IN_FRAME, solid = model.dimensions[1] } = {},
): Thing | null {
  const [w, h, d] = model.dimensions;
  for (const u of along) {
    const pose = f.plan.against(wall, u, d);
    const floor = footprint(pose.x, pose.z, pose.yaw, w, d);
    if (!f.plan.floorFree(floor, gap) || !f.plan.wallFree(wall, [u - w / 2, u + w / 2, 0, solid], 0.03))
      continue;
    const thing = thingOf(model, pose, 0, look);
    if (!visibleEnough(f, thing, least)) continue;
    f.plan.takeFloor(floor);
    f.plan.takeWall(wall, [u - w / 2, u + w / 2, 0, h]);
    f.things.push(thing);
    return thing;
  }
  return null;
}

/** Places along a wall where something of this width fits, drawn by chance. */
export function somewhereAlong(f: Furnishing, wall: Wall, width: number, tries: number): number[] {
  const [low, high] = f.plan.extentOf(wall);
  // The part of a side wall that is near the camera is out of the frame.
  const end = wall === 'back' ? high : high * 0.4;
  return Array.from({ length: tries }, () => f.random.range(low + width / 2 + 0.04, end - width / 2 - 0.04));
}

type Choice = (model: ModelInfo) => boolean;
const any: Choice = () => true;

/** One of a class against one of the walls. */
export function standAtWall(
  f: Furnishing,
  name: string,
  walls: readonly Wall[],
  choose: Choice = any,
): Thing | null {
  for (let attempt = 0; attempt < 5; attempt++) {
    const model = f.random.pick(modelsOf(f, name).filter(choose));
    const wall = f.random.pick(walls);
    const found = placeAgainst(
      f,
      model,
      wall,
      somewhereAlong(f, wall, model.dimensions[0], 4),
      tint(f, model),
    );
    if (found) return found;
  }
  return null;
}

/** Puts a model on top of another thing. */
export function putOn(f: Furnishing, base: Thing, name: string, choose: Choice = any): Thing {
  const model = f.random.pick(modelsOf(f, name).filter(choose));
  const scale = name === 'table lamp' ? tableLampScale(model) : 1;
  const pose = { x: base.position[0], z: base.position[2], yaw: base.yaw };
  const look = { ...tint(f, model), ...(name === 'table lamp' && { lampOn: f.lampsOn }) };
  const top = base.position[1] + base.dimensions[1];
  const thing: Thing = { ...thingOf(model, pose, top, look, scale), on: f.things.indexOf(base) };
  f.things.push(thing);
  return thing;
}

/**
 * Poses near a side wall, turned a little towards the room.
 * @param margin part of its longer side that a thing keeps from the wall
 * @param from, to how far forward, in parts of the room's depth from its middle
 */
export function besideWall({ random, plan }: Furnishing, margin: number, from: number, to: number) {
  return ({ dimensions: [w, , d] }: ModelInfo, side: number): Pose => ({
    x: side * (plan.width / 2 - Math.max(w, d) * margin - random.range(0, 0.3)),
    z: random.range(plan.depth * from, plan.depth * to),
    yaw: -side * random.range(0.3, 1.2),
  });
}

/** Small enough for what it stands on. */
export const tableLampScale = ({ dimensions: [, h] }: ModelInfo): number => Math.min(1, 0.5 / h);

/** Something that stands free in the room, away from walls and other things. */
export function standFree(
  f: Furnishing,
  name: string,
  where: (model: ModelInfo, side: number) => Pose,
  { scale = 1, margin = 0.04, look = {} as Look, choose = any } = {},
): Thing | null {
  for (let attempt = 0; attempt < 12; attempt++) {
    const model = f.random.pick(modelsOf(f, name).filter(choose));
    const pose = where(model, f.random.chance(0.5) ? 1 : -1);
    const floor = footprint(
      pose.x,
      pose.z,
      pose.yaw,
      model.dimensions[0] * scale,
      model.dimensions[2] * scale,
    );
    if (!f.plan.floorFree(floor, margin)) continue;
    const thing = thingOf(model, pose, 0, { ...tint(f, model), ...look }, scale);
    if (!visibleEnough(f, thing)) continue;
    f.plan.takeFloor(floor);
    f.things.push(thing);
    return thing;
  }
  return null;
}

interface Standing {
  readonly scale?: number;
  readonly margin?: number;
  readonly least?: number;
  /** What it has its back to: nothing may hang there. */
  readonly wall?: Wall;
  /** Metres of floor before its back that stay free: the way between a sofa and its table. */
  readonly before?: number;
  /** False: the floor under it is not taken yet. */
  readonly take?: boolean;
}

/** Stands a thing at a pose when the floor there is free and it is well in view. */
export function standAt(
  f: Furnishing,
  model: ModelInfo,
  pose: Pose,
  look: Look,
  { scale = 1, margin = 0.04, least = LEAST_IN_FRAME, wall, before = 0, take = true }: Standing = {},
): Thing | null {
  const { plan } = f;
  const thing = thingOf(model, pose, 0, look, scale);
  const [w, h, d] = thing.dimensions;
  const floor = footprint(pose.x, pose.z, pose.yaw, w, d);
  if (!plan.floorFree(floor, margin) || !visibleEnough(f, thing, least)) return null;
  if (wall) {
    const along = wall === 'back' ? pose.x : pose.z;
    const half = (Math.abs(Math.cos(pose.yaw)) > 0.5 === (wall === 'back') ? w : d) / 2;
    if (!plan.wallFree(wall, [along - half, along + half, 0, h], 0.02)) return null;
    plan.takeWall(wall, [along - half, along + half, 0, h]);
  }
  if (take) {
    const back = before / 2;
    const [x, z] = [pose.x - Math.sin(pose.yaw) * back, pose.z - Math.cos(pose.yaw) * back];
    plan.takeFloor(footprint(x, z, pose.yaw, w, d + before - 0.02));
  }
  f.things.push(thing);
  return thing;
}
