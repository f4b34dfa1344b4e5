import fc from 'fast-check';
import { inflateSync } from 'fflate';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type NamedModel,
  type Scene,
  type SceneContent,
  change,
  group,
  readLink,
  setLight,
  snapScene,
  unchange,
  writeLink,
} from '../../../../src/scene';
import { fromBase64Url, toBase64Url } from '../../../../src/bytes';
import { sealed } from '../../../../src/scene/link/link';
import { unwrap } from '../../../../src/scene/link/wrapping';
import { Fault } from '../../../../src/faults';
import { inEnglish } from '../../../explanations';
import { NAMED, anyScene } from '../arbitrary';

const known = (id: string): NamedModel | null => (id === NAMED.id ? NAMED : null);
const read = (link: string): SceneContent => readLink(link, known);

function sentence(link: string): string {
  try {
    read(link);
  } catch (error) {
    if (error instanceof Fault) return inEnglish(error.explanation);
    throw error;
  }
  throw new Error('The link was read.');
}

/** A room in which every blob was moved, stretched, turned, renamed and restyled from another room. */
function edited(count: number): Scene {
  const [random] = fc.sample(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), {
    seed: 1,
    numRuns: 1,
  });
  const next = (): number => random!.next().value!;
  const seed = 4_123_456_789;
  const own = { seed, truncation: 0.35 };
  const names = [
    'the red armchair',
    'old lamp',
    'bed by the window',
    'table',
    'bookshelf, oak',
    'round mirror',
  ];
  return snapScene({
    model: NAMED.id,
    ...own,
    noiseSeed: seed,
    background: { feature: { ...own, slot: -1 }, style: { ...own, slot: -1 } },
    blobs: Array.from({ length: count }, (_, at) => ({
      id: at % 4 ? `slot-${at % 10}${at >= 10 ? at : ''}` : `copy-${at}`,
      name: `${names[at % names.length]} ${at}`,
      x: next(),
      y: next(),
      size: next() * 60 - 4,
      aspect: 1 + next() * 6,
      angle: (next() - 0.5) * 3,
      hidden: at % 7 === 3,
      locked: at % 5 === 2,
      feature: { ...own, slot: at % 10 },
      style: { seed: Math.floor(next() * 2 ** 32), truncation: 0, slot: (at * 3) % 10 },
    })),
  });
}

describe('a link', () => {
  it('gives the very same scene, for every scene', () => {
    fc.assert(
      fc.property(anyScene, (scene) => {
        const link = writeLink(scene, NAMED);
        expect(read(link)).toEqual({ kind: 'scene', scene });
        // Copied twice it is the same link.
        expect(writeLink((read(link) as { scene: Scene }).scene, NAMED)).toBe(link);
      }),
      { numRuns: 100 },
    );
  });

  it('holds characters alone that every messenger and address bar leaves as they are', () => {
    fc.assert(
      fc.property(anyScene, (scene) => /^#s=[123]\.[\w-]+$/.test(writeLink(scene, NAMED))),
      { numRuns: 20 },
    );
  });

  it.each([
    [10, 800],
    [20, 1600],
  ])('stays short: %d blobs, all of them edited, in under %d characters', (count, most) => {
    const scene = edited(count);
    const link = writeLink(scene, NAMED);
    expect(read(link)).toEqual({ kind: 'scene', scene });
    expect(link.length).toBeLessThan(most);
  });

  it('is of version 2 only where there are groups: readers of before know the rest', () => {
    const scene = edited(6);
    const grouped = group(scene, new Set(scene.blobs.slice(1, 4).map(({ id }) => id)));
    expect(writeLink(scene, NAMED)).toMatch(/^#s=1\./);
    expect(writeLink(grouped, NAMED)).toMatch(/^#s=2\./);
    expect(read(writeLink(grouped, NAMED))).toEqual({ kind: 'scene', scene: grouped });
    // The bytes of a version are not taken for the other's.
    expect(sentence(writeLink(grouped, NAMED).replace('#s=2', '#s=1'))).toMatch(/damaged/);
    expect(sentence(writeLink(scene, NAMED).replace('#s=1', '#s=2'))).toMatch(/damaged/);
  });

  it('is of version 3 only where something is said by name', () => {
    const scene = edited(6);
    const ids = new Set([scene.blobs[0]!.id]);
    for (const told of [change(scene, ids, { facing: 90 }), setLight(scene, { preset: 'night' })]) {
      const link = writeLink(told, NAMED);
      expect(link).toMatch(/^#s=3\./);
      expect(read(link)).toEqual({ kind: 'scene', scene: told });
      expect(sentence(link.replace('#s=3', '#s=2'))).toMatch(/damaged/);
    }
    expect(writeLink(setLight(unchange(scene, ids), null), NAMED)).toMatch(/^#s=1\./);
  });

  it('stays short with a colour for each of 20 edited blobs', () => {
    const scene = edited(20);
    const told = scene.blobs.reduce(
      (made, { id }, at) =>
        change(made, new Set([id]), { colour: `#${(at * 654_321).toString(16).padStart(6, '0')}` }),
      scene,
    );
    expect(writeLink(told, NAMED).length).toBeLessThan(1_800);
  });

  it('with a change of a newer version says so', () => {
    const scene = edited(2);
    const told = change(scene, new Set([scene.blobs[1]!.id]), { facing: 90 });
    const { version, whole } = unwrap(writeLink(told, NAMED))!;
    const plain = inflateSync(fromBase64Url(whole)!.subarray(4));
    // The last change: its name, and one byte of 90 degrees.
    plain[plain.length - 2] = 99;
    expect(sentence(`#s=${version}.${toBase64Url(sealed(plain))}`)).toMatch(/does not know \(#99\): reload/);
  });

  it('of another model names it', () => {
    const link = writeLink({ ...edited(3), model: '0123456789ab' }, { ...NAMED, name: 'Kitchens' });
    expect(read(link)).toEqual({ kind: 'other-model', id: '0123456789ab', name: 'Kitchens' });
  });

  it('of a newer version says so', () => {
    expect(sentence('#s=4.whatever')).toMatch(/version 4.*reads version 3/);
  });

  it.each([
    ['cut short', (link: string) => link.slice(0, -7), /damaged/],
    [
      'with a letter changed',
      (link: string) => link.slice(0, 30) + (link[30] === 'A' ? 'B' : 'A') + link.slice(31),
      /damaged/,
    ],
    [
      'with a stranger among its letters',
      (link: string) => link.slice(0, 30) + '%' + link.slice(31),
      /characters/,
    ],
    ['with nothing in it', () => '#s=1.', /damaged/],
    ['without a version', () => '#s=', /version/],
    ['longer than any scene', (link: string) => link + 'A'.repeat(200_000), /longer/],
  ])('%s is told in one sentence', (_, change, says) => {
    const said = sentence(change(writeLink(edited(5), NAMED)));
    expect(said).toMatch(says);
    expect(said).toMatch(/^[^.!?]+(\.\w[^.!?]*)*[.!?]$/);
  });
});

describe('links that were given away', () => {
  const folder = 'tests/fixtures/links';
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  it('are there', () => expect(names.length).toBeGreaterThanOrEqual(4));
  it.each(names)('%s stays readable for ever', (name) => {
    const { link, model, scene } = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as {
      link: string;
      model: NamedModel;
      scene: Scene;
    };
    expect(link.startsWith(`#s=${/^v(\d)-/.exec(name)![1]}.`)).toBe(true);
    expect(readLink(link, (id) => (id === model.id ? model : null))).toEqual({ kind: 'scene', scene });
  });
});
