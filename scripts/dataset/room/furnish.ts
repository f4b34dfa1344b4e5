/** Puts things into an empty room so that it looks lived in: beds against walls, lamps on tables. */
import { type Projection, inFrame } from './camera';
import { FloorPlan, footprint } from './floorplan';
import { type Palette, hsl, mix } from './palette';
import type { Random } from './random';
import { type Colour, type Look, type ModelInfo, PATTERNS, type Thing, type Wall } from './types';

/** A thing with less of its outline in the frame than this is not placed: the picture would show a sliver. */
const LEAST_IN_FRAME = 0.5;
/** Nor one that would cover less of the picture than this (about 60 pixels of 256 x 256). */
const LEAST_AREA = 0.0016;
const BED_IN_FRAME = 0.8;

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
}

export type Pose = { x: number; z: number; yaw: number };

/** Classes of cloth, which take the room's bold colours; the others are lacquered in quieter ones. */
const SOFT = new Set(['bed', 'armchair', 'chair', 'table lamp', 'floor lamp', 'ceiling lamp']);

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
  return part >= least && area >= LEAST_AREA;
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

const modelsOf = (f: Furnishing, name: string): readonly ModelInfo[] => f.models.get(name) ?? [];

/**
 * Stands a thing on the floor with its back to a wall, at the first of `along` that is free and well in view.
 * `solid`: up to this height nothing may hang behind it; above, it may cover the lower edge of a window.
 */
function placeAgainst(
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

function somewhereAlong(f: Furnishing, wall: Wall, width: number, tries: number): number[] {
  const [low, high] = f.plan.extentOf(wall);
  // The part of a side wall that is near the camera is out of the frame.
  const end = wall === 'back' ? high : high * 0.4;
  return Array.from({ length: tries }, () => f.random.range(low + width / 2 + 0.04, end - width / 2 - 0.04));
}

/** One of a class against one of the walls. */
export function standAtWall(f: Furnishing, name: string, walls: readonly Wall[]): Thing | null {
  for (let attempt = 0; attempt < 5; attempt++) {
    const model = f.random.pick(modelsOf(f, name));
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
export function putOn(
  f: Furnishing,
  base: Thing,
  name: string,
  choose?: (model: ModelInfo) => boolean,
): Thing {
  const model = f.random.pick(modelsOf(f, name).filter(choose ?? (() => true)));
  const scale = name === 'table lamp' ? Math.min(1, 0.5 / model.dimensions[1]) : 1;
  const pose = { x: base.position[0], z: base.position[2], yaw: base.yaw };
  const look = { ...tint(f, model), ...(name === 'table lamp' && { lampOn: f.lampsOn }) };
  const top = base.position[1] + base.dimensions[1];
  const thing: Thing = { ...thingOf(model, pose, top, look, scale), on: f.things.indexOf(base) };
  f.things.push(thing);
  return thing;
}

/** A television or a small plant on a dresser. */
export function topDresser(f: Furnishing, dresser: Thing): void {
  const has = (name: string): boolean => f.things.some((thing) => thing.class === name);
  if (f.random.chance(0.45) && !has('tv')) putOn(f, dresser, 'tv', (model) => model.key === 'Z:led_tv');
  else if (f.things.filter((thing) => thing.class === 'plant').length < 2) {
    putOn(f, dresser, 'plant', (model) => model.key === 'Y:decorativePlant');
  }
}

/** A low stand with a television on it, unless one hangs on the wall. */
export function placeTvStand(f: Furnishing, walls: readonly Wall[]): void {
  const stand = standAtWall(f, 'tv stand', walls);
  if (stand && !f.things.some((thing) => thing.class === 'tv')) {
    putOn(f, stand, 'tv', (model) => model.key === 'Z:led_tv');
  }
}

const BEDDING = ['none', 'none', 'stripes', 'checks'] as const;

function beddingPattern({ random, palette }: Furnishing, model: ModelInfo): Look {
  if (!model.own.bedding) return {};
  const pattern = random.pick(BEDDING);
  if (pattern === 'none') return { pattern };
  return {
    pattern,
    patternScale: random.range(0.2, 0.45),
    patternAcross: pattern === 'stripes' && random.chance(0.5),
    colourB: random.pick([palette.neutral, palette.accent2, hsl(40, 0.1, 0.94)]),
  };
}

/** The bed, and what stands beside it. */
export function placeBed(f: Furnishing): Thing | null {
  const { random, plan } = f;
  let model = random.pick(modelsOf(f, 'bed'));
  for (let attempt = 0; attempt < 40; attempt++) {
    // Large beds fit in fewer places: each gets several tries.
    if (attempt % 8 === 7) model = random.pick(modelsOf(f, 'bed'));
    const [w] = model.dimensions;
    const draw = random.next();
    const wall: Wall = draw < 0.72 ? 'back' : draw < 0.86 ? 'left' : 'right';
    const along =
      wall === 'back'
        ? [
            random.chance(0.55)
              ? random.range(-0.4, 0.4)
              : random.range(-plan.width / 2 + w / 2, plan.width / 2 - w / 2),
          ]
        : [-plan.depth / 2 + w / 2 + random.range(0.04, 0.8)];
    const look: Look = {
      ...tint(f, model),
      ...beddingPattern(f, model),
    };
    const bed = placeAgainst(f, model, wall, along, look, { gap: 0, least: BED_IN_FRAME, solid: 0.6 });
    if (!bed) continue;
    const middle = wall === 'back' ? bed.position[0] : bed.position[2];
    placeNightstands(f, wall, middle, w);
    return bed;
  }
  return null;
}

function placeNightstands(f: Furnishing, wall: Wall, middle: number, bedWidth: number): void {
  const { random } = f;
  const model = random.pick(modelsOf(f, 'nightstand'));
  const lamp = random.pick(modelsOf(f, 'table lamp'));
  const [look, lampLook] = [tint(f, model), tint(f, lamp)];
  const count = random.pick([0, 1, 1, 2, 2, 2]);
  for (const side of random.shuffle([-1, 1]).slice(0, count)) {
    const along = middle + side * (bedWidth / 2 + model.dimensions[0] / 2 + 0.06);
    const stand = placeAgainst(f, model, wall, [along], look, { gap: -0.02 });
    if (!stand || !random.chance(0.8)) continue;
    // The two lamps of a pair are alike, as people buy them.
    const before = f.things.length;
    putOn(f, stand, 'table lamp', (candidate) => candidate === lamp);
    const put = f.things[before]!;
    f.things[before] = { ...put, look: { ...lampLook, lampOn: f.lampsOn } };
  }
}

/** A free rectangle on a wall, not behind something that stands there. */
function hang(
  f: Furnishing,
  walls: readonly Wall[],
  width: number,
  height: number,
  low: readonly [number, number],
  gap: number,
): { wall: Wall; along: number; y: number } | null {
  for (let attempt = 0; attempt < 16; attempt++) {
    const wall = f.random.pick(walls);
    const along = somewhereAlong(f, wall, width, 1)[0]!;
    const y = f.random.range(...low);
    const rectangle = [along - width / 2, along + width / 2, y, y + height] as const;
    if (!f.plan.wallFree(wall, rectangle, gap)) continue;
    return { wall, along, y };
  }
  return null;
}

/** Pose of something whose back touches the wall, its lower edge at height `y`. */
function poseOnWall(
  f: Furnishing,
  wall: Wall,
  along: number,
  y: number,
  depth: number,
): Pick<Thing, 'position' | 'yaw'> {
  const { x, z, yaw } = f.plan.against(wall, along, depth - 0.03);
  return { position: [x, y, z], yaw };
}

function hangThing(
  f: Furnishing,
  spot: NonNullable<ReturnType<typeof hang>>,
  made: Pick<Thing, 'class' | 'model' | 'dimensions' | 'look'>,
  gap = 0.04,
): Thing | null {
  const thing: Thing = { ...made, ...poseOnWall(f, spot.wall, spot.along, spot.y, made.dimensions[2]) };
  if (!visibleEnough(f, thing)) return null;
  const [w, h] = made.dimensions;
  f.plan.takeWall(spot.wall, [
    spot.along - w / 2 - gap,
    spot.along + w / 2 + gap,
    spot.y - gap,
    spot.y + h + gap,
  ]);
  f.things.push(thing);
  return thing;
}

/** A window with its sky, at the first place that is free and in view. */
function placePane(f: Furnishing, walls: readonly Wall[]): { pane: Thing; wall: Wall; along: number } | null {
  const { random, palette } = f;
  for (let attempt = 0; attempt < 5; attempt++) {
    const model = random.pick(modelsOf(f, 'window'));
    const grow = random.range(0.95, 1.25) * (model.dimensions[0] < 0.7 ? 1.3 : 1);
    const width = model.dimensions[0] * grow;
    const sill = random.range(0.75, 1.05);
    const height = Math.min(model.dimensions[1] * grow, 1.45, f.plan.height - sill - 0.2);
    const spot = hang(f, walls, width, height, [sill, sill], 0.12);
    if (!spot) continue;
    const sky = f.night ? ('night' as const) : random.pick(['clear', 'clear', 'cloudy', 'sunset'] as const);
    const frame = random.chance(0.7) ? hsl(40, 0.08, random.range(0.86, 0.95)) : palette.wood;
    const look: Look = {
      ...(model.own.wood && { wood: frame }),
      ...(model.own.accent && { accent: frame }),
      ...(model.own.accent2 && { accent2: frame }),
      sky,
    };
    const pane = hangThing(f, spot, {
      class: 'window',
      model: model.key,
      dimensions: [width, height, 0.1],
      look,
    });
    if (pane) return { pane, wall: spot.wall, along: spot.along };
  }
  return null;
}

export function addWindow(f: Furnishing, walls: readonly Wall[]): void {
  const { random, palette } = f;
  const placed = placePane(f, walls);
  if (!placed || !random.chance(0.65)) return;
  const { wall, along } = placed;
  const [width, height] = placed.pane.dimensions;
  const sill = placed.pane.position[1];
  const colour = random.pick([palette.accent, palette.accent2, palette.neutral, palette.neutral]);
  const top = Math.min(f.plan.height - 0.08, sill + height + 0.14);
  const bottom =
    random.chance(0.4) && f.plan.wallFree(wall, [along - width / 2 - 0.3, along + width / 2 + 0.3, 0, 0.5], 0)
      ? 0.05
      : sill - 0.12;
  const curtain: Thing = {
    class: 'curtain',
    model: 'procedural',
    ...poseOnWall(f, wall, along, bottom, 0.16),
    dimensions: [width + 0.5, top - bottom, 0.16],
    look: { colourA: colour, wood: palette.wood },
  };
  if (!visibleEnough(f, curtain)) return;
  f.plan.takeWall(wall, [along - width / 2 - 0.27, along + width / 2 + 0.27, bottom, top]);
  f.things.push(curtain);
}

export function addPicture(f: Furnishing, walls: readonly Wall[]): void {
  const { random, palette } = f;
  const height = random.range(0.4, 0.8);
  const width = height * random.pick([0.75, 1, 1.35]);
  const spot = hang(f, walls, width, height, [1.2, 1.55], 0.07);
  if (!spot) return;
  const hue = random.range(0, 360);
  const frame = random.pick([palette.wood, palette.neutral, hsl(0, 0, 0.08), hsl(42, 0.5, 0.45)]);
  hangThing(f, spot, {
    class: 'picture',
    model: 'procedural',
    dimensions: [width, height, 0.04],
    look: {
      pattern: random.pick(PATTERNS.picture),
      wood: frame,
      colourA: hsl(hue, random.range(0.3, 0.7), random.range(0.65, 0.88)),
      colourB: hsl(hue + random.range(30, 200), random.range(0.4, 0.8), random.range(0.4, 0.62)),
      colourC: hsl(hue + random.range(90, 270), random.range(0.25, 0.6), random.range(0.22, 0.5)),
    },
  });
}

export function addMirror(f: Furnishing): void {
  const { random, palette } = f;
  const height = random.range(0.7, 1.3);
  const width = height * random.range(0.5, 0.75);
  const spot = hang(f, ['back', 'left', 'right'], width, height, [0.7, 1.05], 0.07);
  if (!spot) return;
  const frame = random.pick([palette.wood, palette.neutral, hsl(42, 0.5, 0.45)]);
  hangThing(f, spot, {
    class: 'mirror',
    model: 'procedural',
    dimensions: [width, height, 0.04],
    look: {
      wood: frame,
      pattern: 'mirror',
      colourA: f.reflection[0],
      colourB: f.reflection[1],
      colourC: f.reflection[2],
    },
  });
}

export function hangModel(
  f: Furnishing,
  name: string,
  low: readonly [number, number],
  choose: (model: ModelInfo) => boolean,
): void {
  const model = f.random.pick(modelsOf(f, name).filter(choose));
  const spot = hang(f, ['back', 'left', 'right'], model.dimensions[0], model.dimensions[1], low, 0.06);
  if (spot)
    hangThing(f, spot, { class: name, model: model.key, dimensions: model.dimensions, look: tint(f, model) });
}

/** A door: on a wall from the floor up, with free floor before it. */
export function addDoor(f: Furnishing): void {
  const model = f.random.pick(modelsOf(f, 'door'));
  const [w, h] = model.dimensions;
  const spot = hang(f, ['left', 'right', 'back'], w, h, [0, 0], 0.05);
  if (!spot) return;
  const before = f.plan.against(spot.wall, spot.along, 0.5);
  const floor = footprint(before.x, before.z, before.yaw, w, 0.5);
  if (!f.plan.floorFree(floor, 0)) return;
  const look = tint(f, model);
  if (hangThing(f, spot, { class: 'door', model: model.key, dimensions: [w, h, 0.08], look }, 0))
    f.plan.takeFloor(floor);
}

export function addRug(f: Furnishing, bed: Thing | null): void {
  const { random, palette, plan } = f;
  const round = random.chance(0.25);
  const width = round ? random.range(1.2, 1.8) : random.range(1.5, 2.3);
  const depth = round ? width : random.range(1.1, 1.6);
  const limit = plan.width / 2 - width / 2 - 0.1;
  const wish =
    bed && random.chance(0.6) ? bed.position[0] + random.range(-0.4, 0.4) : random.range(-0.5, 0.5);
  const thing: Thing = {
    class: 'rug',
    model: 'procedural',
    position: [Math.max(-limit, Math.min(limit, wish)), 0, random.range(-0.2, plan.depth * 0.2)],
    yaw: 0,
    dimensions: [width, 0.012, depth],
    look: {
      round,
      pattern: random.pick(PATTERNS.rug),
      patternScale: random.range(0.3, 0.55),
      patternAcross: random.chance(0.5),
      colourA: random.pick([palette.accent, palette.accent2, mix(palette.accent, palette.neutral, 0.5)]),
      colourB: random.pick([palette.neutral, mix(palette.accent2, palette.neutral, 0.3)]),
    },
  };
  if (visibleEnough(f, thing, 0.6)) f.things.push(thing);
}

export function addCeilingLamp(f: Furnishing, x: readonly [number, number]): void {
  const { random, plan } = f;
  const model = random.pick(modelsOf(f, 'ceiling lamp'));
  const scale =
    model.key === 'Z:ceilingFan' ? random.range(1.1, 1.4) : Math.min(1, 0.62 / model.dimensions[1]);
  const pose = {
    x: random.range(...x),
    z: random.range(-plan.depth * 0.28, 0),
    yaw: random.range(-0.6, 0.6),
  };
  const look: Look = { ...tint(f, model), lampOn: f.night || (f.lampsOn && random.chance(0.6)) };
  const thing = thingOf(model, pose, plan.height - model.dimensions[1] * scale, look, scale);
  if (visibleEnough(f, thing, 0.65)) f.things.push(thing);
}

/** Something that stands free in the room, away from walls and other things. */
export function standFree(
  f: Furnishing,
  name: string,
  where: (model: ModelInfo, side: number) => Pose,
  { scale = 1, margin = 0.04, look = {} as Look } = {},
): Thing | null {
  for (let attempt = 0; attempt < 12; attempt++) {
    const model = f.random.pick(modelsOf(f, name));
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
