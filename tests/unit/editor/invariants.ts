/** What holds of every document that an edit can make. A format that documents sharing in adds its round trip here. */
import { MAX_BLOBS } from '../../../src/blobgan';
import {
  type NamedModel,
  type Scene,
  LIMITS,
  layoutFromScene,
  readLink,
  writeLink,
} from '../../../src/scene';
import { MODEL, layoutOf } from '../scene/fixtures';

export interface Invariant {
  readonly name: string;
  /** @returns what is wrong, null when nothing is */
  readonly wrong: (scene: Scene) => string | null;
}

/** The fixtures' model, as a link names it. */
const NAMED: NamedModel = { ...MODEL, name: 'Fixtures', picks: 0 };

const within = (value: number, [low, high]: readonly [number, number]): boolean =>
  value >= low && value <= high;

export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'ids are unique, and there are no more blobs than a layout may hold',
    wrong: ({ blobs }) => {
      if (blobs.length > MAX_BLOBS) return `${blobs.length} blobs`;
      return new Set(blobs.map((blob) => blob.id)).size === blobs.length ? null : 'an id occurs twice';
    },
  },
  {
    name: 'shapes are within the limits',
    wrong: ({ blobs }) => {
      const bad = blobs.find(
        (blob) =>
          !within(blob.x, LIMITS.position) ||
          !within(blob.y, LIMITS.position) ||
          !within(blob.size, LIMITS.size) ||
          !within(blob.aspect, LIMITS.aspect) ||
          !within(blob.angle, [-Math.PI / 2 - 1e-6, Math.PI / 2 + 1e-6]),
      );
      return bad ? JSON.stringify(bad) : null;
    },
  },
  {
    name: 'it is data: JSON gives the same document back',
    wrong: (scene) => {
      const text = JSON.stringify(scene);
      return JSON.stringify(JSON.parse(text)) === text && !text.includes('null') ? null : text;
    },
  },
  {
    name: 'a link gives the very same document',
    wrong: (scene) => {
      const read = readLink(writeLink(scene, NAMED), () => NAMED);
      const same = read.kind === 'scene' && JSON.stringify(read.scene) === JSON.stringify(scene);
      return same ? null : JSON.stringify({ scene, read });
    },
  },
  {
    name: 'it can be drawn: its layout holds numbers only',
    wrong: (scene) => {
      const { count, positions, sizes, covariances } = layoutFromScene(scene, MODEL.abNorm, ({ seed }) =>
        layoutOf(seed),
      );
      const numbers = [...positions, ...sizes, ...covariances];
      return count === scene.blobs.filter((blob) => !blob.hidden).length && numbers.every(Number.isFinite)
        ? null
        : `${count} blobs, ${numbers.join(' ')}`;
    },
  },
];
