/** Edits of a scene: pure, each from one document to the next. */
import { wrapAxisAngle } from '../blobgan';
import { type Blob, LIMITS, type Scene } from './types';

const clamp = (value: number, [low, high]: readonly [number, number]): number =>
  Math.min(high, Math.max(low, value));

/** What a gesture or a field may set of a blob's shape. */
export type BlobShape = Pick<Blob, 'x' | 'y' | 'size' | 'aspect' | 'angle'>;

/** Keeps a shape within `LIMITS`; an aspect below 1 becomes its inverse, a quarter turn on. */
export function withinLimits(shape: BlobShape): BlobShape {
  const flipped = shape.aspect < 1;
  return {
    x: clamp(shape.x, LIMITS.position),
    y: clamp(shape.y, LIMITS.position),
    size: clamp(shape.size, LIMITS.size),
    aspect: clamp(flipped ? 1 / shape.aspect : shape.aspect, LIMITS.aspect),
    angle: wrapAxisAngle(flipped ? shape.angle + Math.PI / 2 : shape.angle),
  };
}

function mapBlobs(scene: Scene, ids: ReadonlySet<string>, change: (blob: Blob) => Blob): Scene {
  return { ...scene, blobs: scene.blobs.map((blob) => (ids.has(blob.id) ? change(blob) : blob)) };
}

/** Changes the shape of the blobs that are not locked. */
export function reshape(
  scene: Scene,
  ids: ReadonlySet<string>,
  change: (blob: Blob) => Partial<BlobShape>,
): Scene {
  return mapBlobs(scene, ids, (blob) =>
    blob.locked ? blob : { ...blob, ...withinLimits({ ...blob, ...change(blob) }) },
  );
}

export function moveBy(scene: Scene, ids: ReadonlySet<string>, dx: number, dy: number): Scene {
  return reshape(scene, ids, (blob) => ({ x: blob.x + dx, y: blob.y + dy }));
}

export function setHidden(scene: Scene, ids: ReadonlySet<string>, hidden: boolean): Scene {
  return mapBlobs(scene, ids, (blob) => ({ ...blob, hidden }));
}

/** Takes blobs out; locked ones stay. */
export function remove(scene: Scene, ids: ReadonlySet<string>): Scene {
  return { ...scene, blobs: scene.blobs.filter((blob) => blob.locked || !ids.has(blob.id)) };
}
