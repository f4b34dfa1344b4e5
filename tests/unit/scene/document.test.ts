import { describe, expect, it } from 'vitest';
import { splat } from '../../../src/blobgan';
import { layoutFromScene, sceneFromLayout, sourcesOf } from '../../../src/scene';
import { FEATURES, MODEL, STYLES, layoutOf } from './fixtures';

const scene = sceneFromLayout(MODEL, layoutOf(7), 7, 0.2);
const lookUp = ({ seed }: { seed: number }) => layoutOf(seed);

describe('a scene made from a layout', () => {
  it('has the blobs of the slots that are not empty, back to front, with their names and sources', () => {
    expect(scene.blobs.map((blob) => blob.name)).toEqual(['floor', 'bed', 'window']);
    expect(scene.blobs[1]).toMatchObject({
      aspect: expect.closeTo(1.5, 4),
      angle: expect.closeTo(0.4, 4),
      size: 8,
      hidden: false,
      source: { seed: 7, truncation: 0.2, slot: 1 },
    });
    expect(scene).toMatchObject({ model: 'm1', seed: 7, truncation: 0.2 });
  });

  it('draws the scores that its layout drew', () => {
    const back = splat(layoutFromScene(scene, MODEL.abNorm, lookUp), 16);
    // The empty slot's score is below 1e-3 everywhere; the others follow.
    const direct = splat(layoutOf(7), 16).subarray(0, 4 * 256);
    back.forEach((score, at) => expect(Math.abs(score - direct[at]!)).toBeLessThan(1e-3));
  });

  it('takes vectors from where each blob says', () => {
    const restyled = {
      ...scene,
      blobs: scene.blobs.map((blob, at) =>
        at === 1 ? { ...blob, source: { seed: 9, truncation: 0, slot: 2 } } : blob,
      ),
    };
    const layout = layoutFromScene(restyled, MODEL.abNorm, lookUp);
    expect([...layout.features.subarray(2 * FEATURES, 3 * FEATURES)]).toEqual([909, 910, 911]);
    expect([...layout.styles.subarray(2 * STYLES, 3 * STYLES)]).toEqual([-906, -907]);
    expect([...layout.features.subarray(0, FEATURES)]).toEqual([700, 701, 702]);
    expect(sourcesOf(restyled)).toEqual([
      { seed: 7, truncation: 0.2 },
      { seed: 9, truncation: 0 },
    ]);
  });

  it('leaves hidden blobs out of the picture', () => {
    const hidden = { ...scene, blobs: scene.blobs.map((blob) => ({ ...blob, hidden: blob.name === 'bed' })) };
    const layout = layoutFromScene(hidden, MODEL.abNorm, lookUp);
    expect(layout.count).toBe(2);
    expect([...layout.sizes]).toEqual([30, 3]);
  });
});
