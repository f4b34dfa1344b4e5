import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { parseManifest } from '../../../src/convert';
import { fitStanding } from '../../../src/convert/standing';
import { makeGraphRunner } from '../../../scripts/lib/runtime';
import { convertBytes, tinyBytes } from './support';

const ROOMS = 1000;

/** Rooms with a thing whose size goes with its place, one that stands anywhere, and one that hardly ever is there. */
const LAYOUTS = Array.from({ length: ROOMS }, (_, at) => {
  const y = 0.5 + (0.25 * at) / ROOMS;
  const anywhere = ((at * 7) % ROOMS) / ROOMS;
  return {
    positions: Float32Array.of(0.5, y, 0.5, anywhere, 0.5, 0.5),
    sizes: Float32Array.of(Math.exp(5 * y - 2), 1 + ((at * 13) % 7), at % 100 ? -8 : 1),
  };
});

describe('where things stand', () => {
  const [floor, anywhere, rare] = fitStanding(LAYOUTS, 3);

  it('is a line through the logarithms of sizes over places, and the range of those', () => {
    expect(floor!.slope).toBeCloseTo(5, 2);
    expect(floor!.correlation).toBeCloseTo(1, 2);
    expect([floor!.low, floor!.high]).toEqual([expect.closeTo(0.5, 2), expect.closeTo(0.75, 2)]);
  });

  it('says how little the line means, and nothing of what is hardly ever there', () => {
    expect(Math.abs(anywhere!.correlation)).toBeLessThan(0.1);
    expect(rare).toBeNull();
  });

  it('is written by the converter for slots with names, where there is a runtime', async () => {
    const named = tinyBytes({}, { top: new Map([['slots', ['floor', 'bed', 'lamp']]]) });
    const standing = async (bytes: Uint8Array, runtime: boolean): Promise<unknown[]> => {
      const steps = new Set<string>();
      const { manifest } = await convertBytes(bytes, {
        ...(runtime && { makeGraphRunner }),
        onProgress: ({ step, fraction }) => {
          steps.add(step);
          expect(fraction).toBeLessThanOrEqual(1);
        },
      });
      expect(steps.has('standing')).toBe(manifest.blobs.some((blob) => blob.standing));
      return manifest.blobs.map((blob) => blob.standing);
    };
    const measured = await standing(named, true);
    expect(measured.some((one) => one !== null)).toBe(true);
    expect(await standing(named, true)).toEqual(measured);
    expect(await standing(named, false)).toEqual([null, null, null]);
    expect(await standing(tinyBytes(), true)).toEqual([null, null, null]);
  });

  it('is what one knows of rooms, in the model that comes with the page', () => {
    const { blobs } = parseManifest(JSON.parse(readFileSync('models/default/manifest.json', 'utf8')));
    const of = (name: string) => blobs.find((blob) => blob.name === name)!.standing!;
    // Lamps hang above pictures, those above beds, which grow as they come nearer.
    expect(of('ceiling lamp').high).toBeLessThan(of('picture').high);
    expect(of('picture').high).toBeLessThan(of('bed').low);
    for (const name of ['bed', 'nightstand', 'armchair', 'coffee table'])
      expect(of(name).slope * of(name).correlation).toBeGreaterThan(1);
  });
});
