/** What hangs on walls: windows with curtains, pictures, mirrors, doors, clocks and televisions. */
import { footprint } from './floorplan';
import { hsl } from './palette';
import type { Random } from './random';
import { type Furnishing, modelsOf, somewhereAlong, tint, visibleEnough } from './standing';
import { type Colour, type Look, PATTERNS, type ModelInfo, type Thing, type Wall } from './types';

/** A free rectangle on a wall, not behind something that stands there. */
function hang(
  f: Furnishing,
  walls: readonly Wall[],
  width: number,
  height: number,
  low: readonly [number, number],
  gap: number,
): Spot | null {
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

/** A place on a wall: the middle along it, and the height of the lower edge. */
export interface Spot {
  readonly wall: Wall;
  readonly along: number;
  readonly y: number;
}

export function hangThing(
  f: Furnishing,
  spot: Spot,
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

export function curtainColour({ random, palette }: Pick<Furnishing, 'random' | 'palette'>): Colour {
  return random.pick([palette.accent, palette.accent2, palette.neutral, palette.neutral]);
}

export function addWindow(f: Furnishing, walls: readonly Wall[]): void {
  const { random, palette } = f;
  const placed = placePane(f, walls);
  if (!placed || !random.chance(0.65)) return;
  const { wall, along } = placed;
  const [width, height] = placed.pane.dimensions;
  const sill = placed.pane.position[1];
  const colour = curtainColour(f);
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

/** What is painted in the frame. */
export function pictureColours(random: Random, hue: number): Look {
  return {
    colourA: hsl(hue, random.range(0.3, 0.7), random.range(0.65, 0.88)),
    colourB: hsl(hue + random.range(30, 200), random.range(0.4, 0.8), random.range(0.4, 0.62)),
    colourC: hsl(hue + random.range(90, 270), random.range(0.25, 0.6), random.range(0.22, 0.5)),
  };
}

function pictureLook({ random, palette }: Furnishing): Look {
  const hue = random.range(0, 360);
  const wood = random.pick([palette.wood, palette.neutral, hsl(0, 0, 0.08), hsl(42, 0.5, 0.45)]);
  return { pattern: random.pick(PATTERNS.picture), wood, ...pictureColours(random, hue) };
}

export function addPicture(f: Furnishing, walls: readonly Wall[]): void {
  const { random } = f;
  const height = random.range(0.4, 0.8);
  const width = height * random.pick([0.75, 1, 1.35]);
  const spot = hang(f, walls, width, height, [1.2, 1.55], 0.07);
  if (!spot) return;
  hangThing(f, spot, {
    class: 'picture',
    model: 'procedural',
    dimensions: [width, height, 0.04],
    look: pictureLook(f),
  });
}

/** Pictures in a row, in frames of one colour, with their middle at `along`. */
export function addPictureRow(f: Furnishing, { wall, along, y }: Spot, count: number, room: number): void {
  const { random, plan } = f;
  const height = random.range(0.4, 0.7);
  const shape = random.pick([0.75, 1, count === 1 ? 1.6 : 0.75]);
  const width = Math.min(height * shape, room / count - 0.12);
  const step = width + random.range(0.1, 0.2);
  let frame: Look = {};
  for (let k = 0; k < count; k++) {
    const here = along + (k - (count - 1) / 2) * step;
    if (!plan.wallFree(wall, [here - width / 2, here + width / 2, y, y + height], 0.03)) continue;
    const look = { ...pictureLook(f), ...frame };
    frame = { wood: look.wood! };
    hangThing(
      f,
      { wall, along: here, y },
      { class: 'picture', model: 'procedural', dimensions: [width, height, 0.04], look },
      0.02,
    );
  }
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
