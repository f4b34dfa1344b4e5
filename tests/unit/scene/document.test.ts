import { describe, expect, it } from 'vitest';
import { splat } from '../../../src/blobgan';
import { layoutFromScene, sceneFromLayout, originsOf, snapScene } from '../../../src/scene';
import { FEATURES, MODEL, STYLES, layoutOf } from './fixtures';

const scene = sceneFromLayout(MODEL, layoutOf(7), 7, 0.2);
const lookUp = ({ seed }: { seed: number }) => layoutOf(seed);

describe('a scene made from a layout', () => {
  it('has the blobs of the slots that are not empty, back to front, with their names and sources', () => {
    expect(scene.blobs.map((blob) => blob.name)).toEqual(['carpet', 'bed', 'window']);
    expect(scene.blobs[1]).toMatchObject({
      aspect: 1.5,
      angle: expect.closeTo(0.4, 2),
      size: 8,
      hidden: false,
      feature: { seed: 7, truncation: 0.2, slot: 1 },
      style: { seed: 7, truncation: 0.2, slot: 1 },
    });
    expect(scene).toMatchObject({ model: 'm1', seed: 7, truncation: 0.2 });
  });

  it('lies on the grid of links', () => {
    expect(snapScene(scene)).toBe(scene);
  });

  it('locks the surfaces of the room', () => {
    const named = { ...MODEL, names: ['floor', 'bed', 'back wall', 'lamp'] };
    const { blobs } = sceneFromLayout(named, layoutOf(7), 7, 0);
    expect(blobs.map((blob) => blob.locked)).toEqual([true, false, true]);
  });

  it('draws the scores that its layout drew', () => {
    const back = splat(layoutFromScene(scene, MODEL.abNorm, lookUp), 16);
    // The empty slot's score is below 1e-3 everywhere, and the grid moves an outline by less than its softness.
    const direct = splat(layoutOf(7), 16).subarray(0, 4 * 256);
    back.forEach((score, at) => expect(Math.abs(score - direct[at]!)).toBeLessThan(4e-3));
  });

  const withBed = (change: object) => ({
    ...scene,
    blobs: scene.blobs.map((blob, at) => (at === 1 ? { ...blob, ...change } : blob)),
  });

  it('takes the feature from one place and the style from another', () => {
    const restyled = withBed({ style: { seed: 9, truncation: 0, slot: 2 } });
    const layout = layoutFromScene(restyled, MODEL.abNorm, lookUp);
    expect([...layout.features.subarray(2 * FEATURES, 3 * FEATURES)]).toEqual([706, 707, 708]);
    expect([...layout.styles.subarray(2 * STYLES, 3 * STYLES)]).toEqual([-906, -907]);
    expect([...layout.features.subarray(0, FEATURES)]).toEqual([700, 701, 702]);
    expect(originsOf(restyled)).toEqual([
      { seed: 7, truncation: 0.2 },
      { seed: 9, truncation: 0 },
    ]);
  });

  it('mixes two styles, and keeps the length that vectors have', () => {
    const a = { seed: 7, truncation: 0, slot: 1 };
    const b = { seed: -7, truncation: 0, slot: 1 };
    const styleAt = (weight: number): number[] => {
      const layout = layoutFromScene(withBed({ style: { a, b, weight } }), MODEL.abNorm, ({ seed }) => ({
        ...layoutOf(7),
        styles: Float32Array.from({ length: 10 }, (_, at) => (at % 2 === (seed > 0 ? 0 : 1) ? 2 : 0)),
      }));
      return [...layout.styles.subarray(2 * STYLES, 3 * STYLES)];
    };
    expect(styleAt(0)).toEqual([2, 0]);
    expect(styleAt(1)).toEqual([0, 2]);
    expect(styleAt(0.5)).toEqual([expect.closeTo(Math.SQRT2, 5), expect.closeTo(Math.SQRT2, 5)]);
  });

  it('leaves hidden blobs out of the picture', () => {
    const hidden = { ...scene, blobs: scene.blobs.map((blob) => ({ ...blob, hidden: blob.name === 'bed' })) };
    const layout = layoutFromScene(hidden, MODEL.abNorm, lookUp);
    expect(layout.count).toBe(2);
    expect([...layout.sizes]).toEqual([30, 3]);
  });
});
