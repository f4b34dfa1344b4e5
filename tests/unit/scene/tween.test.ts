import { describe, expect, it } from 'vitest';
import { splat } from '../../../src/blobgan';
import {
  type Scene,
  layoutFromScene,
  moveBy,
  remove,
  reorder,
  sceneFromLayout,
  setHidden,
  setSources,
  tween,
  tweenThings,
} from '../../../src/scene';
import { MODEL, layoutOf } from './fixtures';

const first = sceneFromLayout(MODEL, layoutOf(7), 7, 0);
const BED = new Set(['slot-1']);
const lookUp = ({ seed }: { seed: number }) => layoutOf(seed);
const between = (last: Scene, part: number) => tween(first, last, part, MODEL.abNorm, lookUp);

describe('between two scenes', () => {
  it('is the one at the start and the other at the end, exactly', () => {
    const last = remove(moveBy(first, BED, 0.2, 0.1), new Set(['slot-2']));
    expect(between(last, 0)).toEqual(layoutFromScene(first, MODEL.abNorm, lookUp));
    expect(between(last, 1)).toEqual(layoutFromScene(last, MODEL.abNorm, lookUp));
  });

  it('moves things evenly', () => {
    const { positions } = between(moveBy(first, BED, 0.2, 0.1), 0.25);
    expect(positions[2]).toBeCloseTo(first.blobs[1]!.x + 0.05, 6);
    expect(positions[3]).toBeCloseTo(first.blobs[1]!.y + 0.025, 6);
  });

  it('turns the short way round', () => {
    const turned = (angle: number): Scene => ({
      ...first,
      blobs: first.blobs.map((blob) => (blob.id === 'slot-1' ? { ...blob, angle } : blob)),
    });
    const half = tween(turned(1.5), turned(-1.5), 0.5, MODEL.abNorm, lookUp);
    const upright = layoutFromScene(turned(Math.PI / 2), MODEL.abNorm, lookUp);
    half.covariances.forEach((value, at) => expect(value).toBeCloseTo(upright.covariances[at]!, 6));
  });

  it.each<[string, Scene]>([
    ['a thing that is taken out', remove(first, BED)],
    ['a thing that is hidden', setHidden(first, BED, true)],
  ])('%s goes by and by, and is gone just before the end', (_, last) => {
    const near = splat(between(last, 0.999), 16);
    const end = splat(layoutFromScene(last, MODEL.abNorm, lookUp), 16);
    const plane = 256;
    // Its row is one more than the end has; the others are as at the end.
    const rows = [0, 1, 3].flatMap((row) => [...near.subarray(row * plane, (row + 1) * plane)]);
    rows.forEach((score, at) => expect(Math.abs(score - end[at]!)).toBeLessThan(0.02));
    expect(between(last, 0.5).sizes[1]).toBeLessThan(first.blobs[1]!.size);
  });

  it('keeps the lengths of vectors while it changes looks', () => {
    const last = setSources(first, BED, { style: { seed: 9, truncation: 0, slot: 2 } });
    const styles = between(last, 0.5).styles.subarray(4, 6);
    const length = ([a, b]: Float32Array): number => Math.hypot(a!, b!);
    const ends = [0, 1].map((part) => length(between(last, part).styles.subarray(4, 6)));
    expect(length(styles) ** 2).toBeCloseTo((ends[0]! ** 2 + ends[1]! ** 2) / 2, 0);
  });

  it('changes depth half-way, and says which things it holds', () => {
    const last = reorder(first, BED, 'front');
    const order = (part: number): string =>
      tweenThings(first, last, part)
        .map(({ name }) => name[0])
        .join('');
    expect([0, 0.4, 0.6, 1].map(order)).toEqual(['cbw', 'cbw', 'cwb', 'cwb']);
  });
});
