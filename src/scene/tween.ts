/** Between two documents: what an animation of an edit draws. */
import { ABSENT_SIZE, type Layout, mixVectors, wrapAxisAngle } from '../blobgan';
import { type VectorsOf, layoutFromScene } from './document';
import type { Blob, Scene } from './types';

const line = (a: number, b: number, part: number): number => a + (b - a) * part;

/** Ids of both scenes, in the order of the leading one; what it lacks stands where the other one has it. */
function mergedOrder(lead: Scene, other: Scene): string[] {
  const ids = lead.blobs.map(({ id }) => id);
  const known = new Set(ids);
  other.blobs.forEach(({ id }, at) => {
    if (known.has(id)) return;
    const below = other.blobs[at - 1]?.id;
    ids.splice(below === undefined ? 0 : ids.indexOf(below) + 1, 0, id);
    known.add(id);
  });
  return ids;
}

/** The blobs of a scene by id; those that are not drawn are absent. */
function blobsOf(scene: Scene): Map<string, Blob> {
  return new Map(scene.blobs.map((blob) => [blob.id, blob.hidden ? { ...blob, size: ABSENT_SIZE } : blob]));
}

/** Two scenes with the same blobs in the same order. */
function aligned(from: Scene, to: Scene, order: readonly string[]): [Scene, Scene] {
  const [old, now] = [blobsOf(from), blobsOf(to)];
  const side = (own: Map<string, Blob>, other: Map<string, Blob>, scene: Scene): Scene => ({
    ...scene,
    blobs: order.map((id) => ({
      ...(own.get(id) ?? { ...other.get(id)!, size: ABSENT_SIZE }),
      hidden: false,
    })),
  });
  return [side(old, now, from), side(now, old, to)];
}

/** Rows of vectors between two. */
function mixedRows(a: Float32Array, b: Float32Array, rows: number, part: number): Float32Array {
  const out = new Float32Array(a.length);
  const width = a.length / rows;
  for (let row = 0; row < rows; row++) {
    const rowOf = (of: Float32Array): Float32Array => of.subarray(row * width, (row + 1) * width);
    mixVectors(rowOf(a), rowOf(b), part, rowOf(out));
  }
  return out;
}

function mixedShape(a: Blob, b: Blob, part: number): Blob {
  return {
    ...a,
    x: line(a.x, b.x, part),
    y: line(a.y, b.y, part),
    size: line(a.size, b.size, part),
    aspect: Math.exp(line(Math.log(a.aspect), Math.log(b.aspect), part)),
    // The short way round.
    angle: wrapAxisAngle(a.angle + wrapAxisAngle(b.angle - a.angle) * part),
  };
}

/**
 * The layout at a part of the way from one scene to another: things move, grow and turn there, come and go, and
 * change their looks; depth changes half-way.
 * @param part 0..1; at 0 and at 1 the layout is the scene's own
 * @param vectors must know every seed and truncation of both
 */
export function tween(from: Scene, to: Scene, part: number, abNorm: number, ...vectors: VectorsOf): Layout {
  if (part <= 0) return layoutFromScene(from, abNorm, ...vectors);
  if (part >= 1) return layoutFromScene(to, abNorm, ...vectors);
  const [lead, other] = part < 0.5 ? [from, to] : [to, from];
  const [a, b] = aligned(from, to, mergedOrder(lead, other));
  const [first, last] = [layoutFromScene(a, abNorm, ...vectors), layoutFromScene(b, abNorm, ...vectors)];
  const moved = a.blobs.map((blob, at) => mixedShape(blob, b.blobs[at]!, part));
  const layout = layoutFromScene({ ...a, blobs: moved }, abNorm, ...vectors);
  const rows = layout.count + 1;
  return {
    ...layout,
    features: mixedRows(first.features, last.features, rows, part),
    styles: mixedRows(first.styles, last.styles, rows, part),
  };
}

/** The blobs that a tween's layout holds, in its order. */
export function tweenThings(from: Scene, to: Scene, part: number): readonly Blob[] {
  const lead = part < 0.5 ? from : to;
  if (part <= 0 || part >= 1) return lead.blobs.filter((blob) => !blob.hidden);
  const all = new Map([...to.blobs, ...from.blobs].map((blob) => [blob.id, blob]));
  return mergedOrder(lead, part < 0.5 ? to : from).map((id) => all.get(id)!);
}
