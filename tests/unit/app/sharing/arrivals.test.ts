/** What a person drops, pastes or chooses: known by its content, whatever it is called. */
import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readFiles, readText } from '../../../../src/app/sharing/files';
import { sceneFromLayout, writeLink, writePngScene, writeSceneFile } from '../../../../src/scene';
import { MODEL, layoutOf } from '../../scene/fixtures';

const NAMED = { ...MODEL, name: 'Fixtures', picks: 0 };
const scene = sceneFromLayout(MODEL, layoutOf(7), 7, 0);
const json = writeSceneFile(scene, NAMED);
const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));
const file = (name: string, content: Uint8Array<ArrayBuffer> | string): File => new File([content], name);
const ftyp = (brand: string): Uint8Array<ArrayBuffer> => bytes(`\0\0\0\x18ftyp${brand}\0\0\0\0`);
const plainPng = Uint8Array.from(encode({ width: 1, height: 1, data: new Uint8Array(4), channels: 4 }));

const FOREIGN: readonly (readonly [string, File, string, string])[] = [
  ['a JPEG photo', file('IMG_1.jpg', bytes('\xff\xd8\xff\xe0\0\x10JFIF')), 'picture', 'JPEG'],
  [
    'a photo that is called a checkpoint',
    file('x.ckpt', bytes('\xff\xd8\xff\xe0\0\x10JFIF')),
    'picture',
    'JPEG',
  ],
  ['a photo that is called a PNG', file('x.png', bytes('\xff\xd8\xff\xe1')), 'picture', 'JPEG'],
  ['a PNG of other programs', file('shot.png', plainPng), 'picture', 'PNG'],
  ['WebP', file('a', bytes('RIFF\x24\0\0\0WEBPVP8 ')), 'picture', 'WebP'],
  ['AVIF', file('a.bin', ftyp('avif')), 'picture', 'AVIF'],
  ['HEIC', file('a.heic', ftyp('heic')), 'picture', 'HEIC'],
  ['GIF', file('a.gif', bytes('GIF89a')), 'picture', 'GIF'],
  [
    'SVG',
    file('a.svg', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
    'picture',
    'SVG',
  ],
  ['a film', file('a.mp4', ftyp('isom')), 'video', 'MP4'],
  ['a PDF', file('a.pdf', bytes('%PDF-1.7')), 'document', 'PDF'],
  ['a text', file('notes.txt', 'Buy a bed. Größe: 2 m'), 'text', ''],
  ['other JSON', file('package.json', '{"name": "x"}'), 'text', ''],
  ['a web page', file('index.html', '<!doctype html><p>'), 'text', ''],
  ['any zip', file('a.zip', zipSync({ 'a.txt': bytes('a') })), 'archive', 'ZIP'],
  ['nothing', file('empty', ''), 'empty', ''],
  ['unknown bytes', file('a.dat', bytes('\x01\x02\xfe\xff\0')), 'unknown', ''],
];

describe('a file that is none of ours', () => {
  it.each(FOREIGN)('is told by its content: %s', async (_, foreign, is, format) => {
    expect(await readFiles([foreign])).toEqual({ kind: 'foreign', file: foreign.name, is, format });
  });

  it('may be a folder, which cannot be read', async () => {
    const folder = file('folder', '');
    const refuse = (): Promise<never> => Promise.reject(new DOMException('', 'NotFoundError'));
    Object.defineProperty(folder, 'slice', { value: () => ({ arrayBuffer: refuse }) });
    expect(await readFiles([folder])).toMatchObject({ kind: 'foreign', is: 'folder' });
  });
});

describe('a scene', () => {
  const png = writePngScene(plainPng, writeSceneFile(scene, NAMED, 0));
  const link = `See https://rooms.example/${writeLink(scene, NAMED)} please`;
  const CARRIERS: readonly (readonly [string, File])[] = [
    ['a scene file', file('room.json', json)],
    ['a scene file that is called something else', file('room.txt', json)],
    ['a picture that was exported', file('room.png', png)],
    ['such a picture without a name for it', file('download', png)],
    ['a text with a link in it', file('mail.txt', link)],
  ];
  it.each(CARRIERS)('is found in %s, also among others', async (_, carrier) => {
    for (const files of [[carrier], [FOREIGN[0]![1], carrier]]) {
      const arrival = await readFiles(files);
      if (arrival.kind !== 'scene') throw new Error(arrival.kind);
      expect(arrival.read(() => NAMED)).toEqual({ kind: 'scene', scene });
      expect(arrival).toMatchObject({
        file: carrier.name,
        others: files.slice(0, -1).map(({ name }) => name),
      });
    }
  });

  it('is found in a text that is pasted, and none in others', () => {
    expect(readText(link)!(() => NAMED)).toEqual({ kind: 'scene', scene });
    expect(readText(json)!(() => NAMED)).toEqual({ kind: 'scene', scene });
    expect(readText('https://example.com/#about')).toBeNull();
  });
});

it('checkpoints are what PyTorch writes, and what is called so', async () => {
  const torch = file('weights', zipSync({ 'archive/data.pkl': bytes('x') }));
  const latent = file('rooms_mean_latent.pt', bytes('\x01\x02\xfe'));
  expect(await readFiles([torch, FOREIGN[0]![1], latent])).toEqual({
    kind: 'checkpoint',
    files: { checkpoint: torch, meanLatent: latent, picks: null },
    others: [FOREIGN[0]![1].name],
  });
});
