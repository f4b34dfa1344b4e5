/**
 * The grid that a document's numbers lie on. Whatever makes a scene puts it there, so that a link or a file holds
 * the document itself and not something near it: copied twice it is the same, and draws the same picture.
 */
import { wrapAxisAngle } from '../blobgan';
import { withoutLoneMembers } from './groups';
import { settledChanges, setLight, withChanges } from './looks';
import { type BlobShape, type Scene, type SlotSource, type Source, type Sources, isMix } from './types';

/** Steps per unit; of the angle, steps per turn. */
export const GRID = {
  position: 4096,
  size: 256,
  aspect: 256,
  angle: 1024,
  weight: 1000,
  truncation: 1000,
} as const;

/**
 * What a document may hold: wider than what an edit may make of a blob (`LIMITS`), because the layout network may
 * put a blob out there.
 */
export const BOUNDS = {
  position: [-16, 16],
  size: [-256, 4096],
  aspect: [1, 4096],
} as const;

type Quantity = keyof typeof GRID;

const RADIANS_PER_STEP = (2 * Math.PI) / GRID.angle;

/** A number of the grid as the whole number that links hold. */
export function toStep(quantity: Quantity, value: number): number {
  if (quantity !== 'angle') return Math.round(value * GRID[quantity]);
  const step = Math.round(wrapAxisAngle(value) / RADIANS_PER_STEP);
  // An axis that points up and one that points down are the same.
  return step === -GRID.angle / 4 ? GRID.angle / 4 : step;
}

/** The inverse of `toStep`. */
export function fromStep(quantity: Quantity, step: number): number {
  // Not the negative zero, which is another value to a comparison.
  return step === 0 ? 0 : quantity === 'angle' ? step * RADIANS_PER_STEP : step / GRID[quantity];
}

/** The nearest number of the grid. */
export const snap = (quantity: Quantity, value: number): number =>
  fromStep(quantity, toStep(quantity, value));

function within(quantity: keyof typeof BOUNDS, value: number): number {
  const [least, most] = BOUNDS[quantity];
  return snap(quantity, Math.min(most, Math.max(least, value)));
}

/** The changes that bring a value onto the grid; the very same value when there are none. */
function changed<T extends object>(value: T, onGrid: Partial<T>): T {
  const keys = Object.keys(onGrid) as (keyof T)[];
  return keys.every((key) => Object.is(value[key], onGrid[key])) ? value : { ...value, ...onGrid };
}

/** A blob's shape on the grid. */
export function snapShape<T extends BlobShape>(shape: T): T {
  return changed<BlobShape>(shape, {
    x: within('position', shape.x),
    y: within('position', shape.y),
    size: within('size', shape.size),
    aspect: within('aspect', shape.aspect),
    angle: snap('angle', shape.angle),
  }) as T;
}

const snapSlot = (source: SlotSource): SlotSource =>
  changed(source, { truncation: snap('truncation', source.truncation) });

function snapSource(source: Source): Source {
  if (!isMix(source)) return snapSlot(source);
  return changed(source, {
    a: snapSlot(source.a),
    b: snapSlot(source.b),
    weight: snap('weight', source.weight),
  });
}

const snapSources = <T extends Sources>(of: T): T =>
  withChanges(
    changed<Sources>(of, { feature: snapSource(of.feature), style: snapSource(of.style) }) as T,
    settledChanges(of.changes),
  );

/**
 * A scene on the grid, without groups of one. What lies on it already, the scene itself or a blob, comes back as it
 * is.
 */
export function snapScene(scene: Scene): Scene {
  const blobs = withoutLoneMembers(scene.blobs).map((blob) => snapShape(snapSources(blob)));
  return changed(setLight(scene, scene.light ?? null), {
    truncation: snap('truncation', scene.truncation),
    background: snapSources(scene.background),
    blobs: blobs.every((blob, at) => blob === scene.blobs[at]) ? scene.blobs : blobs,
  });
}
