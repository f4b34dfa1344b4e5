/** Rooms of other seeds, drawn small: what the panels show to pick from. */
import type { StoreApi } from 'zustand';
import type { Blob, RoomKind, Scene } from '../scene';
import { type Point, extentOf, outlineOf } from './canvas/geometry';
import type { Pixels } from './pixels';

/** Pixels along a side that rooms are drawn with: to choose one by, or to show the things in it one by one. */
export const ROOM_SIDE = 64;
export const THINGS_SIDE = 256;

export interface SeedRoom {
  readonly seed: number;
  readonly truncation: number;
  readonly scene: Scene;
  readonly picture: Pixels;
  /** The picture, as an address for an image. */
  readonly url: string;
  /** Part of the picture (0..1) that belongs to each slot; slots that show nowhere are not in it. */
  readonly shares: ReadonlyMap<number, number>;
}

/** What a room is kept by. */
export const roomKey = (seed: number, truncation: number, side: number): string =>
  `${seed}:${truncation}:${side}`;

/** Whether the middle of a thing is in the picture: what is cut there is no thing to choose. */
export const isInPicture = ({ x, y }: Point): boolean => x > 0 && x < 1 && y > 0 && y < 1;

export interface SeedRooms {
  readonly rooms: StoreApi<ReadonlyMap<string, SeedRoom>>;
  /**
   * Has rooms drawn when there is nothing better to do.
   * @param side so many pixels along a side at least, or all that the model has
   * @returns withdraws the request
   */
  request(seeds: readonly number[], truncation: number, side: number): () => void;
  /** The first seeds whose rooms are of a kind, without drawing any; fewer where so many are far to seek. */
  ofKind(kind: RoomKind, count: number, truncation: number, signal: AbortSignal): Promise<readonly number[]>;
  /** Looks for rooms with things that few rooms have, without drawing any. */
  search(rare: RareThings): Promise<readonly number[]>;
}

/** What to look for, and where. The seeds that are found are those of the first room for each kind, if there is one. */
export interface RareThings {
  /** Slots of each kind. */
  readonly kinds: readonly (readonly number[])[];
  /** Part of the picture (0..1) that has to show a thing. */
  readonly leastShare: number;
  /** Of the rooms to look in, null for any. */
  readonly roomKind: RoomKind | null;
  /** Seeds from here on, up to but without `before`. */
  readonly from: number;
  readonly before: number;
  readonly truncation: number;
  readonly signal: AbortSignal;
}

/** A square of the picture, in picture units, all of it inside. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** Smaller than this, a crop would show nothing that one could recognise. */
const LEAST_CROP = 0.16;
/** Room around the outline. */
const AIR = 1.2;

/** The square around a blob's outline. */
export function cropOf(blob: Blob, abNorm: number): Crop {
  const extent = extentOf(outlineOf(blob, abNorm));
  const side = Math.min(1, Math.max(LEAST_CROP, 2 * AIR * Math.max(extent.x, extent.y)));
  const within = (middle: number): number => Math.min(1 - side, Math.max(0, middle - side / 2));
  return { x: within(blob.x), y: within(blob.y), side };
}
