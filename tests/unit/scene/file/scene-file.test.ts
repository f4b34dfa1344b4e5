import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SCENE_VERSIONS, schemaFile, sceneJsonSchema } from '../../../../scripts/scene-schema';
import {
  type NamedModel,
  type Scene,
  hasChanges,
  readSceneFile,
  writeSceneFile,
} from '../../../../src/scene';
import { Fault } from '../../../../src/faults';
import { inEnglish } from '../../../explanations';
import { NAMED, anyScene } from '../arbitrary';

const known = (id: string): NamedModel | null => (id === NAMED.id ? NAMED : null);
const published = new Map(
  SCENE_VERSIONS.map((version) => [version as number, readFileSync(schemaFile(version), 'utf8')]),
);
const validators = new Map(
  [...published].map(([version, schema]) => [version, new Ajv2020().compile(JSON.parse(schema))]),
);

function refusal(text: string): string {
  try {
    readSceneFile(text, known);
  } catch (error) {
    if (error instanceof Fault) return inEnglish(error.explanation);
    throw error;
  }
  throw new Error('The file was read.');
}

const [sample] = fc.sample(
  anyScene.filter(
    (scene) => scene.blobs.length > 3 && !scene.blobs.some(({ group }) => group) && !hasChanges(scene),
  ),
  { seed: 5, numRuns: 1 },
);

/** The sample's file with a change somewhere in it. */
function broken(change: (file: { version: number; scene: Scene } & Record<string, unknown>) => void): string {
  const file = JSON.parse(writeSceneFile(sample!, NAMED)) as Parameters<typeof change>[0];
  change(file);
  return JSON.stringify(file);
}

const grouped = (group: unknown): string =>
  broken((file) => {
    file.version = 2;
    first(file)['group'] = group;
  });

const changed = (changes: unknown, version = 3): string =>
  broken((file) => {
    file.version = version;
    first(file)['changes'] = changes;
  });

const lit = (light: unknown): string =>
  broken((file) => {
    file.version = 3;
    Object.assign(file.scene, { light });
  });

/** Fields of the first blob, to be written over. */
const first = (file: { scene: Scene }): Record<string, unknown> =>
  file.scene.blobs[0] as unknown as Record<string, unknown>;

describe('a scene file', () => {
  it('gives the very same scene, and is what the published schema describes', () => {
    fc.assert(
      fc.property(anyScene, (scene) => {
        const text = writeSceneFile(scene, NAMED);
        expect(readSceneFile(text, known)).toEqual({ kind: 'scene', scene });
        const file = JSON.parse(text) as { version: number };
        expect(file.version).toBe(hasChanges(scene) ? 3 : scene.blobs.some((blob) => blob.group) ? 2 : 1);
        expect(validators.get(file.version)!(file)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it.each(SCENE_VERSIONS)(
    'of version %d has a published schema that says what the reader checks',
    (version) => {
      expect(JSON.parse(published.get(version)!)).toEqual(JSON.parse(sceneJsonSchema(version)));
    },
  );

  it('of another model names it', () => {
    const text = broken((file) => Object.assign(file.scene, { model: 'other' }));
    expect(readSceneFile(text, known)).toEqual({ kind: 'other-model', id: 'other', name: 'Rooms' });
  });

  it.each<[string, string, RegExp]>([
    ['text', 'hello', /JSON/],
    ['another JSON', '{"format":"tldraw"}', /does not say/],
    ['a list as deep as it goes', '['.repeat(500_000), /JSON|does not say/],
    ['a newer version', broken((file) => (file.version = 4)), /version 4.*version 3/],
    ['a change of a newer version', changed({ gloss: 1 }), /does not know \(gloss\): reload the page/],
    ['a light of a newer version', lit({ fog: 1 }), /does not know \(fog\): reload the page/],
    ['a change by no name', changed({ '<b>': 1 }), /does not know \(…\): reload the page/],
    ['a colour that is none', changed({ colour: 'red' }), /changes\.colour has characters/],
    ['a turn that is no number', changed({ facing: 'left' }), /changes\.facing is no number/],
    ['a light that is too warm', lit({ warmth: 7 }), /light\.warmth is above 1/],
    ['changes in a file of version 2', changed({ facing: 1 }, 2), /blobs\.0\.changes/],
    ['a field too many', broken((file) => (file['extra'] = 1)), /extra/],
    ['a field too many with no name', broken((file) => (first(file)[''] = 1)), /\(scene\.blobs\.0 is/],
    ['a group in a file of version 1', broken((file) => (first(file)['group'] = 1)), /blobs\.0\.group/],
    ['a group that is no number', grouped('a'), /blobs\.0\.group is no number/],
    ['a position far out', broken((file) => (first(file)['x'] = 1e9)), /blobs\.0\.x is above/],
    ['a text for a number', broken((file) => (first(file)['size'] = '9')), /size is no number/],
    ['nothing for a number', broken((file) => (first(file)['angle'] = null)), /angle is no number/],
    ['an empty name', broken((file) => (first(file)['name'] = '')), /name is empty/],
    [
      'a slot that is not there',
      broken((file) => (first(file)['style'] = { seed: 1, truncation: 0, slot: 99 })),
      /slot 99/,
    ],
    [
      'a seed with a part',
      broken((file) => Object.assign(file.scene, { seed: 0.5 })),
      /seed is no whole number/,
    ],
    [
      'two of a kind',
      broken((file) => Object.assign(file.scene, { blobs: [file.scene.blobs[0], file.scene.blobs[0]] })),
      /same id/,
    ],
    [
      'too many blobs',
      broken((file) => Object.assign(file.scene, { blobs: Array(257).fill(file.scene.blobs[0]) })),
      /more than 256/,
    ],
    [
      'a prototype',
      writeSceneFile(sample!, NAMED).replace('"seed"', '"__proto__": {"polluted": 1}, "seed"'),
      /__proto__/,
    ],
  ])('refuses %s in one sentence', (_, text, says) => {
    const said = refusal(text);
    expect(said).toMatch(says);
    expect(said).toMatch(/^[^.!?]+([.!?]\w[^.!?]*)*[.!?]$/);
    expect('polluted' in {}).toBe(false);
  });
});
