/** The boxes that darken what is near them, and which of them are near a thing. */
import * as THREE from 'three';
import { cornersOf } from '../room/camera';
import type { Thing } from '../room/types';
import { MAX_BOXES } from './shading';

/** Beyond this many metres a box darkens nothing (shading.ts: the square of it is 1.2). */
const REACH = Math.sqrt(1.2);

/** What hangs flat, is thin or lies on the floor is no box. */
const NO_BOX = new Set([
  'curtain',
  'window',
  'rug',
  'ceiling lamp',
  'table lamp',
  'floor lamp',
  'picture',
  'door',
  'wall clock',
]);

/** The part of its width, height and depth that a thing's body fills. */
const BODY: Readonly<Record<string, readonly [number, number, number]>> = {
  bed: [0.9, 0.5, 0.94],
  plant: [0.45, 0.8, 0.45],
  chair: [0.8, 0.6, 0.8],
  armchair: [0.9, 0.65, 0.9],
  sofa: [0.94, 0.55, 0.94],
  'side table': [0.6, 0.96, 0.6],
  guitar: [0.4, 0.9, 0.4],
  toy: [0.7, 0.8, 0.7],
  desk: [0.96, 0.85, 0.9],
  // A table with a mirror on it.
  'S:dressing-table': [0.9, 0.5, 0.9],
};
const WHOLE = [0.96, 1, 0.96] as const;

export interface Box {
  readonly thing: Thing;
  /** Middle, and the cosine of the turn. */
  readonly centre: THREE.Vector4;
  /** Half the sides, and the sine. */
  readonly halves: THREE.Vector4;
  readonly bounds: THREE.Box3;
}

export function boundsOf(thing: Pick<Thing, 'position' | 'yaw' | 'dimensions'>): THREE.Box3 {
  const bounds = new THREE.Box3();
  for (const corner of cornersOf(thing)) bounds.expandByPoint(new THREE.Vector3(...corner));
  return bounds;
}

export function boxesOf(things: readonly Thing[]): Box[] {
  return things
    .filter((thing) => !NO_BOX.has(thing.class))
    .slice(0, MAX_BOXES)
    .map((thing) => {
      const [w, h, d] = thing.dimensions;
      const [partW, partH, partD] = BODY[thing.model] ?? BODY[thing.class] ?? WHOLE;
      const [x, y, z] = thing.position;
      return {
        thing,
        centre: new THREE.Vector4(x, y + (h / 2) * partH, z, Math.cos(thing.yaw)),
        halves: new THREE.Vector4((w / 2) * partW, (h / 2) * partH, (d / 2) * partD, Math.sin(thing.yaw)),
        bounds: boundsOf(thing),
      };
    });
}

/** The boxes that can darken something within `bounds`; not the thing's own. */
export function boxesNear(boxes: readonly Box[], bounds: THREE.Box3, own: Thing | null): Box[] {
  const reached = bounds.clone().expandByScalar(REACH);
  return boxes.filter((box) => box.thing !== own && reached.intersectsBox(box.bounds));
}
