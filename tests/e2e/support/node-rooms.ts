/** The same scenes, drawn by Node: what the page has to show. */
import { sceneModel } from '../../../src/app/scene-model';
import { type Layout, covarianceFrom, ellipseOf, scoresAt } from '../../../src/blobgan';
import type { Manifest } from '../../../src/convert';
import { type Blob, type Scene, layoutFromScene, sceneFromLayout, snapScene } from '../../../src/scene';
import type { Pipeline } from '../../../src/engine/pipeline';
import { loadModel } from '../../../scripts/lib/node-model';
import { toBytes } from '../../../scripts/lib/picture';
import { type Mask, type Picture, difference } from './pixels';
import { area, farFrom, ownedBy } from './reach';
import type { Point } from './room-page';

export const MODEL_FOLDER = 'models/default';

export class NodeRooms {
  private readonly layouts = new Map<string, Layout>();

  constructor(private readonly model: Pipeline) {}

  static async load(folder = MODEL_FOLDER): Promise<NodeRooms> {
    return new NodeRooms(await loadModel(folder));
  }

  get manifest(): Manifest {
    return this.model.manifest;
  }

  /** The scene that a seed makes. */
  async scene(seed: number, truncation = 0): Promise<Scene> {
    const [layout] = (await this.model.sample([seed], truncation)) as [Layout];
    this.layouts.set(`${seed}:${truncation}`, layout);
    return sceneFromLayout(sceneModel(this), layout, seed, truncation);
  }

  /** A scene's layout: its visible blobs alone. */
  layout(scene: Scene): Layout {
    return layoutFromScene(scene, this.manifest.shape.abNorm, ({ seed, truncation }) => {
      const layout = this.layouts.get(`${seed}:${truncation}`);
      if (!layout) throw new Error(`Seed ${seed} at truncation ${truncation} was not asked for yet.`);
      return layout;
    });
  }

  async draw(scene: Scene): Promise<Picture> {
    return this.drawLayout(this.layout(scene), scene.noiseSeed);
  }

  /** The decoder's own numbers, [3, side, side] in about [-1, 1]. */
  async paint(layout: Layout, noiseSeed: number): Promise<Float32Array> {
    return Float32Array.from((await this.model.draw(layout, this.model.noiseOf(noiseSeed)))!);
  }

  async drawLayout(layout: Layout, noiseSeed: number): Promise<Picture> {
    const side = this.manifest.shape.resolution;
    const rgb = toBytes(await this.paint(layout, noiseSeed), side);
    const rgba = new Uint8Array(side * side * 4).fill(255);
    for (let at = 0; at < side * side; at++) rgba.set(rgb.subarray(at * 3, at * 3 + 3), at * 4);
    return { side, rgba };
  }
}

/** A scene in which some of a blob's values are others. */
export function withBlob(scene: Scene, id: string, change: Partial<Blob>): Scene {
  return { ...scene, blobs: scene.blobs.map((blob) => (blob.id === id ? { ...blob, ...change } : blob)) };
}

/** A scene in which a blob was carried from one point to another, on the grid that documents lie on. */
export const withMoved = (scene: Scene, { id, x, y }: Blob, from: Point, to: Point): Scene =>
  snapScene(withBlob(scene, id, { x: x + to.x - from.x, y: y + to.y - from.y }));

/** A blob that a person can see, pick up by its middle, and carry somewhere, in a scene. */
export interface Move {
  readonly scene: Scene;
  readonly blob: Blob;
  readonly to: Point;
  readonly after: Scene;
  /** Where the blob was and where it is then: more than half of the picture there is its own. */
  readonly was: Mask;
  readonly is: Mask;
  /** Pixels that the move cannot reach. */
  readonly far: Mask;
}

const DISTANCE = 0.14;
const DIRECTIONS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;
/** Parts of the picture: things between a cushion and a bed, and a far region that is worth looking at. */
const THING = { least: 0.004, most: 0.12 };
const LEAST_FAR = 0.05;

/** Of each blob that can be carried, the front one first, one direction that it can be carried in. */
function* movesOf(rooms: NodeRooms, scene: Scene): Generator<Move> {
  const { resolution, inputSize, abNorm } = rooms.manifest.shape;
  const plane = resolution * resolution;
  const before = rooms.layout(scene);
  for (const [index, blob] of [...scene.blobs.entries()].reverse()) {
    const alone = (scoresAt(before, blob.x, blob.y)[index + 1] ?? 0) > 0.8;
    const { semiMinor } = ellipseOf(
      blob.x,
      blob.y,
      blob.size,
      covarianceFrom(blob.aspect, blob.angle, abNorm),
    );
    if (blob.locked || !alone || semiMinor < 0.03) continue;
    const was = ownedBy(before, index, resolution);
    if (area(was) < THING.least * plane || area(was) > THING.most * plane) continue;
    for (const [dx, dy] of DIRECTIONS) {
      const to = { x: blob.x + dx * DISTANCE, y: blob.y + dy * DISTANCE };
      if (Math.min(blob.x, blob.y, to.x, to.y) < 0.06 || Math.max(blob.x, blob.y, to.x, to.y) > 0.94)
        continue;
      const after = withBlob(scene, blob.id, to);
      const layout = rooms.layout(after);
      const is = ownedBy(layout, index, resolution);
      if (area(is) < THING.least * plane) continue;
      const far = farFrom(before, layout, resolution, inputSize);
      if (area(far) < LEAST_FAR * plane) continue;
      yield { scene, blob, to, after, was, is, far };
      break;
    }
  }
}

/** As many blobs of a room are compared, the front ones. */
const COMPARED = 2;

/**
 * A move that shows: of the moves in a room whose things stand apart, the one that changes the picture most where the blob was and is.
 * @throws Error when no room has a blob that can be seen and moved
 */
export async function findMove(rooms: NodeRooms, seeds = [3]): Promise<Move> {
  let best: { move: Move; change: number } | null = null;
  for (const seed of seeds) {
    const scene = await rooms.scene(seed);
    let before: Picture | null = null;
    let compared = 0;
    for (const move of movesOf(rooms, scene)) {
      before ??= await rooms.draw(scene);
      const after = await rooms.draw(move.after);
      const change = Math.min(
        difference(before, after, move.was).mean,
        difference(before, after, move.is).mean,
      );
      if (!best || change > best.change) best = { move, change };
      if (++compared === COMPARED) break;
    }
  }
  if (!best) throw new Error(`None of the rooms ${seeds.join(', ')} has a blob that can be seen and moved.`);
  return best.move;
}
