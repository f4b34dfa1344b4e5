import { beforeAll, describe, expect, it } from 'vitest';
import '../../explanations';
import { filesOf, parseManifest, type Manifest } from '../../../src/convert';
import { TINY_ATTRIBUTES } from '../engine/attributes/tiny-attributes';
import { convertBytes, tinyBytes } from './support';

let good: Manifest;
beforeAll(async () => {
  good = (await convertBytes(tinyBytes({ resolution: 128 }))).manifest;
});

/** The manifest with one field, given by its path, replaced; undefined takes it away. */
function changed(path: string, value: unknown, of: unknown = good): unknown {
  const copy = JSON.parse(JSON.stringify(of)) as Record<string, unknown>;
  const keys = path.split('.');
  let at: Record<string, unknown> = copy;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[keys.at(-1)!] = value;
  return JSON.parse(JSON.stringify(copy));
}

describe('parseManifest', () => {
  it('takes what the converter writes', () => {
    expect(parseManifest(JSON.parse(JSON.stringify(good)))).toEqual(good);
  });

  it('drops what it does not know', () => {
    expect(parseManifest(changed('extra', { anything: 1 }))).toEqual(good);
  });

  it('takes the manifest of a model from before there were picked latents', () => {
    expect(parseManifest(changed('picks', undefined))).toEqual(good);
  });

  it('takes what a model says of attributes, and counts their graphs among its files', () => {
    const read = parseManifest(changed('attributes', TINY_ATTRIBUTES));
    expect(read.attributes).toEqual(TINY_ATTRIBUTES);
    expect(filesOf(read).slice(-2)).toEqual([TINY_ATTRIBUTES.encoder, TINY_ATTRIBUTES.reader]);
    expect(filesOf(read).slice(0, -2)).toEqual(filesOf(good));
  });

  it.each<[string, unknown, string]>([
    ['encoder', null, 'encoder is not an object'],
    ['reader.file', '../x', 'reader.file is not a plain file name'],
    ['schema.numbers.0.low', 'x', 'schema.numbers[0].low is no number'],
    ['schema.models.0.dimensions', [1, 2], 'schema.models[0].dimensions[2] is no number'],
    ['schema.classes.0.name', 'boat', 'schema.classes[0].name names boat, which is not there'],
    ['schema.classes.0.colours', ['gloss'], 'schema.classes[0].colours names gloss.r, which is not there'],
    ['schema.classes.0.patterns', ['dots'], 'schema.classes[0].patterns names dots, which is not there'],
    ['schema.classes.0.numbers', ['scale'], 'schema.classes[0].numbers names scale, which is not there'],
    ['schema.classes.0.switches', ['on'], 'schema.classes[0].switches names on, which is not there'],
    ['schema.classes.0.skies', ['dusk'], 'schema.classes[0].skies names dusk, which is not there'],
    ['schema.classes.0.models', ['S:boat'], 'schema.classes[0].models names S:boat, which is not there'],
    ['schema.models.0.key', 'S:boat', 'schema.classes[0].models names S:bed1, which is not there'],
    ['schema.categories.1.values', [], 'schema.models names S:bed1, which is not there'],
    ['schema.lights.0.values', [['dusk', 1]], 'schema.lights[0].values names dusk, which is not there'],
  ])('attributes.%s = %j', (path, value, fault) => {
    const given = changed('attributes', JSON.parse(JSON.stringify(TINY_ATTRIBUTES)));
    const attempt = (): unknown => parseManifest(changed(`attributes.${path}`, value, given));
    expect(attempt).toTell(`manifest.json is not valid (attributes.${fault})`);
  });

  it('takes the manifest of a model from before it was measured where things stand', () => {
    expect(parseManifest(changed('blobs.0.standing', undefined))).toEqual(good);
    const standing = { low: 0.5, high: 0.75, slope: 4.5, correlation: 0.9 };
    expect(parseManifest(changed('blobs.0.standing', standing)).blobs[0]!.standing).toEqual(standing);
  });

  it('takes the manifest of a model whose first stage draws to 64 pixels, as it once did', () => {
    const [, ...former] = good.stages;
    const read = parseManifest(changed('stages', former));
    expect(read.stages.map(({ resolution }) => resolution)).toEqual([64, 128]);
    expect(() => parseManifest(changed('stages', former.slice(1)))).toTell('is 128 instead of 32');
  });

  it('keeps a licence and facts about the training', () => {
    expect(parseManifest(changed('licence', 'CC0'))).toMatchObject({ licence: 'CC0' });
    expect(parseManifest(changed('training', { steps: 5, list: [1, { a: null }] }))).toMatchObject({
      training: { steps: 5, list: [1, { a: null }] },
    });
  });

  it.each<[string, unknown, string]>([
    ['id', 'XYZ', 'id is not 12 hexadecimal digits'],
    ['name', '', 'name is not a text of 1 to 200 characters'],
    ['name', 5, 'name is not a text of 1 to 200 characters'],
    ['shape', null, 'shape is not an object'],
    ['shape.resolution', 100, 'shape.resolution is not a power of two'],
    ['shape.resolution', 4096, 'shape.resolution is not a whole number from 64 to 1024'],
    ['shape.inputSize', 3, 'shape.inputSize is not a whole number from 4 to 64'],
    ['shape.featureDim', 1e9, 'shape.featureDim is not a whole number from 1 to 8192'],
    ['shape.latentDim', 1.5, 'shape.latentDim is not a whole number from 1 to 8192'],
    ['shape.blobCount', 0, 'shape.blobCount is not a whole number from 1 to 256'],
    ['shape.abNorm', -1, 'shape.abNorm is not a positive number'],
    ['blobs.0.standing', {}, 'blobs[0].standing.low is no number'],
    ['shape.abNorm', null, 'shape.abNorm is not a positive number'],
    ['width', '8', 'width is not a positive number'],
    ['layout.file', '../../etc/passwd', 'layout.file is not a plain file name'],
    ['layout.file', 'http://x/y', 'layout.file is not a plain file name'],
    ['layout.bytes', -5, 'layout.bytes is not a whole number from 1 to 2147483648'],
    ['layout.sha256', 'abc', 'layout.sha256 is not a SHA-256 in hexadecimal'],
    ['stages', {}, 'stages is not a list of at most 6'],
    ['stages', [], 'stages do not end at 128 pixels'],
    ['stages.0.resolution', 128, 'stages[0].resolution is 128 instead of 32'],
    ['stages.1.inputs', undefined, 'stages[1].inputs is not a list of at most 64'],
    [
      'stages.1.inputs.0.shape',
      [1, 'x', -4],
      'stages[1].inputs[0].shape[2] is not a whole number from 1 to 16777216',
    ],
    ['stages.1', [], 'stages[1] is not an object'],
    ['stages.0.multiplyAdds', 0, 'stages[0].multiplyAdds is not a whole number from 1 to 9007199254740991'],
    ['noise', [], 'noise has 0 entries instead of 7'],
    ['noise.2.resolution', 64, 'noise[2].resolution is not 32'],
    ['noise.0.used', 1, 'noise[0].used is neither true nor false'],
    ['blobs', [{ slot: 0, name: 'bed' }], 'blobs has 1 entries instead of 3'],
    ['blobs.1.slot', 2, 'blobs[1].slot is not 1'],
    ['blobs.1.name', 'x'.repeat(300), 'blobs[1].name is not a text of 1 to 200 characters'],
    ['picks', 5, 'picks is not an object'],
    ['picks', { count: 0 }, 'picks.count is not a whole number from 1 to 1000'],
    ['picks', { file: 'picks.bin', count: 2, bytes: 9, sha256: 'a'.repeat(64) }, 'picks.bytes is not 56'],
    ['storage', 'int8', 'storage is neither float32 nor float16'],
    ['training', [1], 'training is not an object'],
    ['training', { text: 'x'.repeat(70_000) }, 'training is too long'],
    ['licence', undefined, 'licence is not a text of 1 to 2000 characters'],
    ['source.directorySha256', 5, 'source.directorySha256 is not a SHA-256 in hexadecimal'],
    ['source.ema', 'yes', 'source.ema is neither true nor false'],
    ['source.notes', [''], 'source.notes[0] is not a text of 1 to 1000 characters'],
  ])('%s = %j', (path, value, fault) => {
    const attempt = (): unknown => parseManifest(changed(path, value));
    expect(attempt).toTell(
      `The model's manifest.json is not valid (${fault}): convert the checkpoint again.`,
    );
  });

  it.each([null, 5, 'text', []])('%j', (json) => {
    expect(() => parseManifest(json)).toTell('manifest.json is not valid (it is not an object)');
  });

  it('says when the format is another one', () => {
    expect(() => parseManifest(changed('format', 2))).toTell(
      'The model is of format 2, and this version reads format 1: convert the checkpoint again.',
    );
  });
});
