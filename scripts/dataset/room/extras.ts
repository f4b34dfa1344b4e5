/** What else a bedroom may have, and how likely it is; rugs and ceiling lamps for any room. */
import { addDoor, addMirror, addPicture, addWindow, hangModel } from './hanging';
import { mix } from './palette';
import {
  type Furnishing,
  besideWall,
  modelsOf,
  putOn,
  standAtWall,
  standFree,
  thingOf,
  tint,
  visibleEnough,
} from './standing';
import type { Extra } from './turns';
import { type Look, PATTERNS, type Thing, type Wall } from './types';

/** What else a bedroom may have: probability and how to put it there. */
export function extras(f: Furnishing, bed: Thing | null): Extra[] {
  const { random } = f;
  const walls = ['back', 'left', 'right'] as const;
  const beside = (margin: number) => besideWall(f, margin, -0.4, 0.12);
  return [
    { name: 'wardrobe', likely: 0.6, place: () => void standAtWall(f, 'wardrobe', walls) },
    {
      name: 'dresser',
      likely: 0.5,
      place: () => {
        const dresser = standAtWall(f, 'dresser', walls);
        if (dresser && dresser.dimensions[1] < 1 && random.chance(0.7)) topDresser(f, dresser);
      },
    },
    { name: 'bookcase', likely: 0.4, place: () => void standAtWall(f, 'bookcase', walls) },
    { name: 'desk', likely: 0.4, place: () => placeDesk(f) },
    { name: 'armchair', likely: 0.45, place: () => void standFree(f, 'armchair', beside(0.75)) },
    {
      name: 'plant',
      likely: 0.55,
      place: () => void standFree(f, 'plant', beside(0.6), { margin: 0 }),
    },
    {
      name: 'floor lamp',
      likely: 0.15,
      place: () => void standFree(f, 'floor lamp', beside(0.8), { look: { lampOn: f.lampsOn } }),
    },
    {
      name: 'tv',
      likely: 0.15,
      place: () => hangModel(f, 'tv', [0.95, 1.25], (model) => model.key === 'S:wall-flat-tv'),
    },
    { name: 'picture', likely: 0.8, place: () => addPicture(f, ['back', 'back', 'left', 'right']) },
    { name: 'picture', likely: 0.4, place: () => addPicture(f, ['back', 'left', 'right']) },
    { name: 'mirror', likely: 0.24, place: () => addMirror(f) },
    { name: 'rug', likely: 0.6, place: () => addRug(f, bed) },
    { name: 'ceiling lamp', likely: 0.65, place: () => addCeilingLamp(f, [-0.5, 0.5]) },
    { name: 'toy', likely: 0.12, place: () => void standFree(f, 'toy', beside(1.6)) },
    { name: 'guitar', likely: 0.1, place: () => void standAtWall(f, 'guitar', walls) },
    {
      name: 'wall clock',
      likely: 0.1,
      place: () => hangModel(f, 'wall clock', [1.2, 1.45], () => true),
    },
    { name: 'tv stand', likely: 0.12, place: () => placeTvStand(f, walls) },
    { name: 'bench', likely: 0.18, place: () => void standAtWall(f, 'bench', walls) },
    { name: 'window', likely: 0.15, place: () => addWindow(f, ['left', 'right', 'back']) },
    { name: 'door', likely: 0.1, place: () => addDoor(f) },
  ];
}

/** A desk with a chair before it. */
function placeDesk(f: Furnishing): void {
  const desk = standAtWall(f, 'desk', ['back', 'left', 'right']);
  if (!desk) return;
  const facing = desk.yaw;
  standFree(
    f,
    'chair',
    (model) => {
      const away = desk.dimensions[2] / 2 + model.dimensions[2] * 0.62;
      return {
        x: desk.position[0] + Math.sin(facing) * away,
        z: desk.position[2] + Math.cos(facing) * away,
        yaw: facing + Math.PI + f.random.range(-0.3, 0.3),
      };
    },
    { margin: -0.08 },
  );
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
function placeTvStand(f: Furnishing, walls: readonly Wall[]): void {
  const stand = standAtWall(f, 'tv stand', walls);
  if (stand && !f.things.some((thing) => thing.class === 'tv')) {
    putOn(f, stand, 'tv', (model) => model.key === 'Z:led_tv');
  }
}

export function rugColours({ random, palette }: Pick<Furnishing, 'random' | 'palette'>): Look {
  return {
    colourA: random.pick([palette.accent, palette.accent2, mix(palette.accent, palette.neutral, 0.5)]),
    colourB: random.pick([palette.neutral, mix(palette.accent2, palette.neutral, 0.3)]),
  };
}

export function rugPattern(
  f: Pick<Furnishing, 'random' | 'palette'>,
  pattern: (typeof PATTERNS.rug)[number],
): Look {
  const { random } = f;
  return {
    pattern,
    patternScale: random.range(0.3, 0.55),
    patternAcross: random.chance(0.5),
    ...rugColours(f),
  };
}

export const rugLook = (f: Furnishing, round: boolean): Look => ({
  round,
  ...rugPattern(f, f.random.pick(PATTERNS.rug)),
});

function addRug(f: Furnishing, bed: Thing | null): void {
  const { random, plan } = f;
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
    look: rugLook(f, round),
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
