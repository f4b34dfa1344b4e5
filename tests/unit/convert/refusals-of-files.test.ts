/** Files that are no checkpoint, or damaged: input -> the sentence that a person reads. */
import { describe, expect, it } from 'vitest';
import { ZipWriter } from '../../../scripts/lib/torch-writer';
import { refusalOf, tinyBytes } from './support';

const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);
const bytes = (...values: number[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([...values, ...Array<number>(600).fill(0)]);

/** A zip file with these entries. */
function zipOf(entries: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const zip = new ZipWriter((part) => parts.push(part));
  for (const [name, contents] of Object.entries(entries)) zip.add(name, contents);
  zip.finish();
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
/** The pickle of None. */
const NOTHING = Uint8Array.of(0x80, 2, 0x4e, 0x2e);

function withByte(
  at: (file: Uint8Array) => number,
  change: (byte: number) => number,
): Uint8Array<ArrayBuffer> {
  const file = tinyBytes();
  const index = at(file);
  file[index] = change(file[index]!);
  return file;
}
const indexOf = (file: Uint8Array, needle: string): number => {
  const found = Buffer.from(file).indexOf(needle, 0, 'latin1');
  if (found < 0) throw new Error(`The test's file has no ${needle}.`);
  return found;
};
const lastIndexOf = (file: Uint8Array, needle: string): number =>
  Buffer.from(file).lastIndexOf(needle, undefined, 'latin1');

/** Input -> the sentence that a person reads. The file is called room.ckpt. */
const REFUSALS: readonly [string, () => Uint8Array<ArrayBuffer>, string][] = [
  // Not a file of torch.save
  ['an empty file', () => new Uint8Array(), 'room.ckpt is empty: open a BlobGAN checkpoint (.ckpt).'],
  [
    'a text',
    () => text('hello'),
    'room.ckpt is not a PyTorch checkpoint: open a BlobGAN checkpoint (.ckpt).',
  ],
  [
    'PyTorch before 1.6',
    () => bytes(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e),
    "room.ckpt is in PyTorch's format from before version 1.6, which cannot be read in part: load it in a current PyTorch and save it again with torch.save.",
  ],
  [
    'a bare pickle',
    () => bytes(0x80, 4, 0x4e, 0x2e),
    "room.ckpt is a bare pickle, not a file of torch.save (StyleGAN's .pkl files are such): open a BlobGAN checkpoint (.ckpt).",
  ],
  [
    'a web page',
    () => text('  <!DOCTYPE html><html>'),
    'room.ckpt is a web page, because the download was answered with a page: fetch the checkpoint again.',
  ],
  [
    'a Git LFS pointer',
    () => text('version https://git-lfs.github.com/spec/v1\n'),
    'room.ckpt is a Git LFS pointer, not the checkpoint itself: run git lfs pull and open the file again.',
  ],
  ['gzip', () => bytes(0x1f, 0x8b), 'room.ckpt is packed (gzip): unpack it and open the .ckpt inside.'],
  [
    '7z',
    () => bytes(0x37, 0x7a, 0xbc, 0xaf),
    'room.ckpt is packed (7z): unpack it and open the .ckpt inside.',
  ],
  [
    'tar',
    () => {
      const file = bytes();
      file.set(text('ustar'), 257);
      return file;
    },
    'room.ckpt is packed (tar): unpack it and open the .ckpt inside.',
  ],
  [
    'a PNG',
    () => bytes(0x89, 0x50, 0x4e, 0x47),
    'room.ckpt is a file of another kind (PNG): open a BlobGAN checkpoint (.ckpt).',
  ],
  [
    'a JPEG',
    () => bytes(0xff, 0xd8, 0xff),
    'room.ckpt is a file of another kind (JPEG): open a BlobGAN checkpoint (.ckpt).',
  ],
  [
    'HDF5',
    () => bytes(0x89, 0x48, 0x44, 0x46),
    'room.ckpt is a file of another kind (HDF5): open a BlobGAN checkpoint (.ckpt).',
  ],
  [
    'safetensors',
    () => new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, ...text('{"a":1}')]),
    'room.ckpt is a safetensors file, which has no hyper-parameters: open a BlobGAN checkpoint (.ckpt).',
  ],
  [
    'another zip file',
    () => zipOf({ 'docs/readme.txt': text('hello') }),
    'room.ckpt is a zip file, but no PyTorch checkpoint (it holds docs/readme.txt): open the .ckpt file itself.',
  ],
  [
    'TorchScript',
    () => zipOf({ 'net/data.pkl': NOTHING, 'net/constants.pkl': NOTHING }),
    "room.ckpt is a TorchScript program, not a checkpoint: save the model's state_dict with torch.save.",
  ],

  // Damaged
  [
    'half a download',
    () => tinyBytes().slice(0, 5_000),
    'room.ckpt begins like a zip file and has no end, so that the download is incomplete: fetch it again.',
  ],
  [
    'a flipped bit in a weight',
    () =>
      withByte(
        (file) => indexOf(file, 'archive/data/0') + 80,
        (byte) => byte ^ 1,
      ),
    'room.ckpt is damaged (the checksum of archive/data/0 is wrong): fetch it again.',
  ],
  [
    'a flipped bit in the pickle',
    () =>
      withByte(
        (file) => indexOf(file, 'conv1.conv.weight'),
        (byte) => byte ^ 1,
      ),
    'room.ckpt is damaged (the checksum of archive/data.pkl is wrong): fetch it again.',
  ],
  [
    'an encrypted entry',
    () =>
      withByte(
        (file) => lastIndexOf(file, 'PK\u0001\u0002') + 8,
        (byte) => byte | 1,
      ),
    'room.ckpt is encrypted: unpack it and save it without a password.',
  ],
  [
    'an unknown packing',
    () =>
      withByte(
        (file) => indexOf(file, 'PK\u0001\u0002') + 10,
        () => 12,
      ),
    'archive/data.pkl in room.ckpt is packed in a way that PyTorch does not use (method 12): unpack the file and save it again with torch.save.',
  ],
  [
    'a moved entry',
    () =>
      withByte(
        (file) => indexOf(file, 'PK\u0001\u0002') + 42,
        () => 3,
      ),
    'room.ckpt is damaged (archive/data.pkl is not where the directory says): fetch it again.',
  ],
  [
    'big-endian numbers',
    () => zipOf({ 'a/data.pkl': NOTHING, 'a/byteorder': text('big') }),
    'room.ckpt was written on a big-endian machine: load it and save it again on an ordinary one.',
  ],
];

describe('refusals of files', () => {
  it.each(REFUSALS)('%s', async (_, make, sentence) => {
    expect(await refusalOf(make())).toBe(sentence);
  });
});
