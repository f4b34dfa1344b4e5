/** A room's line of metadata: its data, and what the pixels say of each surface and thing (FORMAT.md). */
import { projectionOf } from '../room/camera';
import type { Colour, Look, Room, Thing, Vector } from '../room/types';
import { type Moments, type Silhouette, pixelsInFrame, seenById, silhouetteMoments } from './moments';
import { countOverlaps, visibilityOrder } from './order';

export type Split = 'train' | 'validation' | 'test';

/** By index, so that it never changes when a set grows. */
export function splitOf(i: number): Split {
  return i % 40 === 0 ? 'test' : i % 40 === 1 ? 'validation' : 'train';
}

interface Spread {
  readonly centre: readonly number[];
  readonly covariance: readonly number[];
}

interface ThingLine {
  readonly id: number;
  readonly class: string;
  readonly model: string;
  readonly name: string;
  readonly pixels: number;
  readonly amodalPixels: number;
  readonly depth: number;
  readonly position: readonly number[];
  readonly yaw: number;
  readonly dimensions: readonly number[];
  readonly facing: number;
  readonly visible: Spread | null;
  readonly amodal: Spread | null;
  readonly colour: readonly number[] | null;
  readonly attributes: Readonly<Record<string, number | boolean | string | readonly number[]>>;
  readonly order: number;
}

export interface RoomLine {
  readonly i: number;
  readonly seed: number;
  readonly split: Split;
  readonly kind: string;
  readonly camera: Room['camera'];
  readonly room: Room['room'];
  readonly light: Room['light'];
  readonly things: readonly ThingLine[];
}

/** What was drawn of a room. */
export interface Shot {
  /** size x size x 3. */
  readonly image: Uint8Array;
  /** size x size. */
  readonly mask: Uint8Array;
  /** One for each surface and thing, in order. */
  readonly silhouettes: readonly (Silhouette | null)[];
}

const round = (value: number, digits = 5): number => Number(value.toFixed(digits));
const rounded = (values: readonly number[], digits = 5): number[] => values.map((v) => round(v, digits));
const spread = (m: Moments | null | undefined): Spread | null =>
  m ? { centre: rounded(m.centre, 6), covariance: rounded(m.covariance, 8) } : null;
const wrapped = (angle: number): number => Math.atan2(Math.sin(angle), Math.cos(angle));

/** Slot names: the class, with a number from the second of its kind on, counted from the left of the picture. */
export function slotNames(things: readonly { class: string; x: number }[]): string[] {
  const names = things.map((thing) => thing.class);
  for (const kind of new Set(names)) {
    const members = [...things.keys()].filter((k) => things[k]!.class === kind);
    members.sort((a, b) => things[a]!.x - things[b]!.x || a - b);
    members.forEach((k, at) => {
      if (at > 0) names[k] = `${kind} ${at + 1}`;
    });
  }
  return names;
}

type Placed = Pick<Thing, 'class' | 'model' | 'position' | 'yaw' | 'dimensions' | 'look'>;

/** The surfaces as things: the middle of each, turned as its normal is seen from above, its two sides and no depth. */
function surfacesAsThings({ surfaces, room: { width, height, depth } }: Room): Placed[] {
  const places: Readonly<Record<string, readonly [Vector, number, Vector]>> = {
    floor: [[0, 0, 0], 0, [width, 0, depth]],
    ceiling: [[0, height, 0], 0, [width, 0, depth]],
    'back wall': [[0, 0, -depth / 2], 0, [width, height, 0]],
    'left wall': [[-width / 2, 0, 0], Math.PI / 2, [depth, height, 0]],
    'right wall': [[width / 2, 0, 0], -Math.PI / 2, [depth, height, 0]],
  };
  return surfaces.map(({ name, look }) => {
    const [position, yaw, dimensions] = places[name]!;
    return { class: name, model: 'procedural', position, yaw, dimensions, look };
  });
}

function attributesOf(look: Look): ThingLine['attributes'] {
  const out: Record<string, number | boolean | string | readonly number[]> = {};
  for (const [name, value] of Object.entries(look) as [
    string,
    string | number | boolean | Colour | undefined,
  ][]) {
    if (value === undefined) continue;
    out[name] =
      typeof value === 'number' ? round(value, 4) : typeof value === 'object' ? rounded(value, 4) : value;
  }
  return out;
}

/** @param size side of the picture in pixels */
export function describeRoom(room: Room, shot: Shot, size: number): RoomLine {
  const all: Placed[] = [...surfacesAsThings(room), ...room.things];
  const seen = seenById(shot.mask, shot.image, size);
  const amodal = shot.silhouettes.map((silhouette) => silhouette && silhouetteMoments(silhouette));
  const projection = projectionOf(room.camera);
  const depths = all.map(({ position: [x, y, z], dimensions: [, h] }) => {
    return projection.project([x, y + h / 2, z])?.depth ?? 0;
  });
  // Surfaces enclose everything: nothing can be behind them, whatever a coarse edge says.
  const first = room.surfaces.length;
  const counts = countOverlaps(shot.mask, size, shot.silhouettes, Math.max(1, Math.round(size / 128)));
  const order = visibilityOrder(
    counts.slice(first).map((row) => row.slice(first)),
    depths.slice(first),
  );
  const names = slotNames(
    all.map((thing, k) => ({
      class: thing.class,
      x: seen.get(k + 1)?.moments.centre[0] ?? amodal[k]?.centre[0] ?? 0.5,
    })),
  );
  const { position: eye, target } = room.camera;
  const towardsCamera = Math.atan2(eye[0] - target[0], eye[2] - target[2]);
  const things = all.map((thing, k): ThingLine => {
    const here = seen.get(k + 1);
    const pixels = here?.moments.count ?? 0;
    const silhouette = shot.silhouettes[k];
    return {
      id: k + 1,
      class: thing.class,
      model: thing.model,
      name: names[k]!,
      pixels,
      amodalPixels: Math.max(pixels, silhouette ? Math.round(pixelsInFrame(silhouette, size)) : 0),
      depth: round(depths[k]!, 4),
      position: rounded(thing.position),
      yaw: round(thing.yaw),
      dimensions: rounded(thing.dimensions),
      facing: round(wrapped(thing.yaw - towardsCamera)),
      visible: spread(here?.moments),
      amodal: spread(amodal[k]),
      colour: here ? rounded(here.colour, 4) : null,
      attributes: attributesOf(thing.look),
      order: k < first ? k : first + order[k - first]!,
    };
  });
  const { i, seed, kind, camera, light } = room;
  return { i, seed, split: splitOf(i), kind, camera, room: room.room, light, things };
}
