/** A room from (seed, i): surfaces, light, camera and things, by rules and chance. Pure; nothing is drawn here. */
import { projectionOf } from './camera';
import { FloorPlan } from './floorplan';
import * as furnish from './furnish';
import { type Palette, hsl, makePalette, mix, scaled } from './palette';
import { Random } from './random';
import type { Camera, Light, Look, ModelInfo, Room, Surface, Thing } from './types';

export * from './types';

/** Everything at most once, but for these. */
export const CAPS: Readonly<Record<string, number>> = {
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

function makeSurfaces(random: Random, palette: Palette): Surface[] {
  const { wall, wallHue } = palette;
  const plain: Look = { pattern: 'none', colourA: wall, colourB: wall };
  let [back, sides] = [plain, plain];
  if (random.chance(0.45)) {
    const other = hsl(
      wallHue + random.pick([0, 20, 180, -30]),
      random.range(0.12, 0.34),
      random.range(0.4, 0.75),
    );
    const kind = random.pick(['accent', 'stripes', 'dots', 'panelling', 'brick'] as const);
    if (kind === 'accent') back = { pattern: 'none', colourA: other, colourB: other };
    else if (kind === 'brick') {
      const clay = random.pick([hsl(12, 0.4, 0.45), hsl(30, 0.08, 0.82)]);
      back = { pattern: 'brick', patternScale: 0.24, colourA: clay, colourB: hsl(30, 0.05, 0.74) };
    } else {
      const second = kind === 'panelling' ? hsl(40, 0.1, 0.9) : mix(wall, other, random.range(0.25, 0.6));
      const patternScale = kind === 'panelling' ? random.range(0.8, 1.1) : random.range(0.2, 0.5);
      back = { pattern: kind, patternScale, colourA: wall, colourB: second };
      if (kind !== 'dots') sides = back;
    }
  }
  const cream = hsl(random.range(30, 60), random.range(0, 0.15), random.range(0.88, 0.97));
  return [
    { name: 'floor', look: makeFloor(random) },
    { name: 'ceiling', look: { pattern: 'none', colourA: cream, colourB: cream } },
    { name: 'back wall', look: back },
    { name: 'left wall', look: sides },
    { name: 'right wall', look: sides },
  ];
}

function makeFloor(random: Random): Look {
  const kind = random.pick(['planks', 'planks', 'planks', 'carpet', 'tiles'] as const);
  if (kind === 'planks') {
    const colour = hsl(
      random.range(18, 38),
      random.range(0.2, 0.55),
      random.pick([random.range(0.2, 0.3), random.range(0.38, 0.5), random.range(0.55, 0.7)]),
    );
    return {
      pattern: kind,
      patternScale: random.range(0.12, 0.24),
      patternAcross: random.chance(0.5),
      colourA: colour,
      colourB: scaled(colour, random.range(0.72, 0.86)),
    };
  }
  const colour =
    kind === 'carpet'
      ? hsl(
          random.chance(0.6) ? random.range(20, 50) : random.range(0, 360),
          random.range(0.05, 0.35),
          random.range(0.42, 0.8),
        )
      : hsl(random.range(15, 45), random.range(0.05, 0.3), random.range(0.55, 0.82));
  return {
    pattern: kind,
    patternScale: kind === 'carpet' ? 0.05 : random.range(0.35, 0.6),
    patternAcross: false,
    colourA: colour,
    colourB: scaled(colour, kind === 'carpet' ? 0.85 : 0.7),
  };
}

function makeLight(random: Random): Light {
  const night = random.chance(0.1);
  const warmth = random.next();
  const side = random.chance(0.5) ? 1 : -1;
  return {
    night,
    exposure: random.range(0.94, 1.06) * (night ? 1.1 : 1),
    // High and from the front: shadows stay short and near what casts them.
    sunDirection: [side * random.range(0.25, 0.9), random.range(2.2, 3), random.range(0.9, 1.7)],
    sunIntensity: night ? 0.25 : random.range(0.8, 1.6),
    sunColour: [1, random.range(0.9, 0.98), random.range(0.76, 0.95)],
    skyIntensity: night ? 1.15 : random.range(2.3, 2.8),
    skyColour: night ? [0.8, 0.82, 1] : [1, 0.98 - 0.05 * warmth, 0.95 - 0.14 * warmth],
    lampsOn: night || random.chance(0.4),
  };
}

function makeCamera(random: Random, width: number, depth: number): Camera {
  const fov = random.range(44, 52);
  const reach = Math.tan((fov * Math.PI) / 360);
  const distance = (width * random.range(0.5, 0.64)) / reach;
  const x = random.range(-0.14, 0.14) * width;
  return {
    fov,
    position: [x, random.range(1.4, 1.8), -depth / 2 + distance],
    target: [x * 0.55 + random.range(-0.03, 0.03) * width, random.range(0.92, 1.12), -depth / 2],
  };
}

interface Extra {
  readonly name: string;
  /** Probability at each turn, before the room is full. */
  readonly likely: number;
  readonly place: () => void;
}

/** What else a room may have: probability and how to put it there. */
function extras(f: furnish.Furnishing, bed: Thing | null): Extra[] {
  const { random, plan } = f;
  const walls = ['back', 'left', 'right'] as const;
  const beside =
    (margin: number) =>
    (model: ModelInfo, side: number): furnish.Pose => ({
      x:
        side *
        (plan.width / 2 - Math.max(model.dimensions[0], model.dimensions[2]) * margin - random.range(0, 0.3)),
      z: random.range(-plan.depth * 0.4, plan.depth * 0.12),
      yaw: -side * random.range(0.3, 1.2),
    });
  return [
    { name: 'wardrobe', likely: 0.6, place: () => void furnish.standAtWall(f, 'wardrobe', walls) },
    {
      name: 'dresser',
      likely: 0.5,
      place: () => {
        const dresser = furnish.standAtWall(f, 'dresser', walls);
        if (dresser && dresser.dimensions[1] < 1 && random.chance(0.7)) furnish.topDresser(f, dresser);
      },
    },
    { name: 'bookcase', likely: 0.4, place: () => void furnish.standAtWall(f, 'bookcase', walls) },
    { name: 'desk', likely: 0.4, place: () => placeDesk(f) },
    { name: 'armchair', likely: 0.45, place: () => void furnish.standFree(f, 'armchair', beside(0.75)) },
    {
      name: 'plant',
      likely: 0.55,
      place: () => void furnish.standFree(f, 'plant', beside(0.6), { margin: 0 }),
    },
    {
      name: 'floor lamp',
      likely: 0.15,
      place: () => void furnish.standFree(f, 'floor lamp', beside(0.8), { look: { lampOn: f.lampsOn } }),
    },
    {
      name: 'tv',
      likely: 0.15,
      place: () => furnish.hangModel(f, 'tv', [0.95, 1.25], (model) => model.key === 'S:wall-flat-tv'),
    },
    { name: 'picture', likely: 0.8, place: () => furnish.addPicture(f, ['back', 'back', 'left', 'right']) },
    { name: 'picture', likely: 0.4, place: () => furnish.addPicture(f, ['back', 'left', 'right']) },
    { name: 'mirror', likely: 0.24, place: () => furnish.addMirror(f) },
    { name: 'rug', likely: 0.6, place: () => furnish.addRug(f, bed) },
    { name: 'ceiling lamp', likely: 0.65, place: () => furnish.addCeilingLamp(f, [-0.5, 0.5]) },
    { name: 'toy', likely: 0.12, place: () => void furnish.standFree(f, 'toy', beside(1.6)) },
    { name: 'guitar', likely: 0.1, place: () => void furnish.standAtWall(f, 'guitar', walls) },
    {
      name: 'wall clock',
      likely: 0.1,
      place: () => furnish.hangModel(f, 'wall clock', [1.2, 1.45], () => true),
    },
    { name: 'tv stand', likely: 0.12, place: () => furnish.placeTvStand(f, walls) },
    { name: 'bench', likely: 0.18, place: () => void furnish.standAtWall(f, 'bench', walls) },
    { name: 'window', likely: 0.15, place: () => furnish.addWindow(f, ['left', 'right', 'back']) },
    { name: 'door', likely: 0.1, place: () => furnish.addDoor(f) },
  ];
}

/** A desk with a chair before it. */
function placeDesk(f: furnish.Furnishing): void {
  const desk = furnish.standAtWall(f, 'desk', ['back', 'left', 'right']);
  if (!desk) return;
  const facing = desk.yaw;
  furnish.standFree(
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

const countOf = (things: readonly Thing[], name: string): number =>
  things.filter((thing) => thing.class === name).length;

/** Drops what goes beyond the caps, so that every slot name stays one of a few. */
function capped(things: readonly Thing[]): Thing[] {
  const kept: Thing[] = [];
  for (const thing of things) if (countOf(kept, thing.class) < (CAPS[thing.class] ?? 1)) kept.push(thing);
  return kept;
}

/**
 * Room `i` of the set with this seed.
 * @param models what the catalogue offers
 */
export function makeRoom(seed: number, i: number, models: readonly ModelInfo[]): Room {
  const random = new Random(seed, i);
  const byClass = new Map<string, ModelInfo[]>();
  for (const model of models) byClass.set(model.class, [...(byClass.get(model.class) ?? []), model]);
  const palette = makePalette(random);
  const surfaces = makeSurfaces(random, palette);
  const light = makeLight(random);
  for (;;) {
    const [width, height, depth] = [random.range(3.2, 4.4), random.range(2.4, 2.65), random.range(3.1, 3.9)];
    const camera = makeCamera(random, width, depth);
    const f: furnish.Furnishing = {
      random,
      palette,
      plan: new FloorPlan(width, depth, height),
      projection: projectionOf(camera),
      models: byClass,
      night: light.night,
      reflection: [surfaces[2]!.look.colourA!, surfaces[1]!.look.colourA!, surfaces[0]!.look.colourA!],
      lampsOn: light.lampsOn,
      things: [],
    };
    if (random.chance(0.22)) furnish.addDoor(f);
    if (random.chance(0.85)) furnish.addWindow(f, ['back', 'back', 'left', 'right']);
    const bed = furnish.placeBed(f);
    if (!bed) continue;
    const goal = 8 + Math.floor(random.next() * 7);
    const list = extras(f, bed);
    // Two rounds: what found no place, or was left out, gets a second chance.
    for (let round = 0; round < 2; round++) {
      // A weighted shuffle: the likelier a thing, the earlier its turn.
      const turns = list.map((extra) => ({ ...extra, at: random.next() / extra.likely }));
      for (const { name, likely, place } of turns.sort((a, b) => a.at - b.at)) {
        if (f.things.length >= goal) break;
        if (
          countOf(f.things, name) < (name === 'ceiling lamp' ? 1 : (CAPS[name] ?? 1)) &&
          random.chance(likely < 0.25 ? likely : Math.min(1, likely * 1.5))
        )
          place();
      }
    }
    if (f.things.length < FEWEST) continue;
    if (countOf(f.things, 'ceiling lamp') === 1 && random.chance(0.11)) {
      const first = f.things.find((thing) => thing.class === 'ceiling lamp')!;
      const away = first.position[0] > 0 ? ([-1.2, -0.6] as const) : ([0.6, 1.2] as const);
      furnish.addCeilingLamp(f, away);
    }
    return {
      i,
      seed,
      kind: 'bedroom',
      camera,
      room: { width, height, depth },
      light,
      surfaces,
      things: capped(f.things),
    };
  }
}
