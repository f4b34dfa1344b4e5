import { decode, encode } from 'fast-png';
import { zlibSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../../src/bytes';
import { type NamedModel, readPngScene, writePngScene, writeSceneFile } from '../../../../src/scene';
import { Fault } from '../../../../src/faults';
import { inEnglish } from '../../../explanations';
import { NAMED, anyScene } from '../arbitrary';

const known = (id: string): NamedModel | null => (id === NAMED.id ? NAMED : null);
const data = Uint8Array.from({ length: 8 * 8 * 3 }, (_, at) => at);
const png = encode({ width: 8, height: 8, channels: 3, data });
const [scene] = fc.sample(
  anyScene.filter(({ blobs }) => blobs.length > 3),
  { seed: 5, numRuns: 1 },
);
const withScene = writePngScene(png, writeSceneFile(scene!, NAMED, 0));

function refusal(bytes: Uint8Array): string {
  try {
    readPngScene(bytes, known);
  } catch (error) {
    if (error instanceof Fault) return inEnglish(error.explanation);
    throw error;
  }
  throw new Error('The picture was read.');
}

/** A PNG with an iTXt chunk of these bytes before its end. */
function withText(bytes: readonly number[]): Uint8Array {
  const chunk = Uint8Array.from([0, 0, 0, 0, 0x69, 0x54, 0x58, 0x74, ...bytes, 0, 0, 0, 0]);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, bytes.length);
  view.setUint32(chunk.length - 4, crc32(chunk.subarray(4, chunk.length - 4)));
  return Uint8Array.from([...png.subarray(0, -12), ...chunk, ...png.subarray(-12)]);
}
const KEYWORD = [...new TextEncoder().encode('blobroom-scene'), 0];

describe('a picture with its scene', () => {
  it('gives the very same scene', () => {
    fc.assert(
      fc.property(anyScene, (any) => {
        const bytes = writePngScene(png, writeSceneFile(any, NAMED, 0));
        expect(readPngScene(bytes, known)).toEqual({ kind: 'scene', scene: any });
      }),
      { numRuns: 20 },
    );
  });

  it('is still the same picture', () => {
    expect([...decode(withScene, { checkCrc: true }).data]).toEqual([...data]);
  });

  it('has one scene: a second one takes the place of the first', () => {
    const other = writePngScene(withScene, writeSceneFile({ ...scene!, seed: 99 }, NAMED, 0));
    expect(readPngScene(other, known)).toMatchObject({ scene: { seed: 99 } });
    expect(other.length).toBeLessThan(withScene.length + 20);
  });

  it('may have been compressed by another program', () => {
    const packed = zlibSync(new TextEncoder().encode(writeSceneFile(scene!, NAMED, 0)));
    expect(readPngScene(withText([...KEYWORD, 1, 0, 0, 0, ...packed]), known)).toEqual({
      kind: 'scene',
      scene,
    });
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['no scene in it', png, /no scene/],
    ['something else', Uint8Array.from([1, 2, 3]), /no PNG/],
    ['a part of it', withScene.subarray(0, -20), /cut short/],
    [
      'a scene that was changed',
      withScene.map((byte, at) => (at === withScene.length - 60 ? byte ^ 1 : byte)),
      /changed/,
    ],
    [
      'a scene that unfolds without end',
      withText([...KEYWORD, 1, 0, 0, 0, ...zlibSync(new Uint8Array(1e7))]),
      /unpacked/,
    ],
    ['a scene without a beginning', withText(KEYWORD), /beginning/],
    ['bytes for a text', withText([...KEYWORD, 0, 0, 0, 0, 0xff, 0xfe]), /no text/],
  ])('with %s is told in one sentence', (_, bytes, says) => {
    const said = refusal(bytes);
    expect(said).toMatch(says);
    expect(said).toMatch(/^[^.!?]+[.!?]$/);
  });
});
