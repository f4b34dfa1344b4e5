/** Names what a file is when it is not what was asked for, by its first bytes: people drop all sorts of things. */
import { type Fault, fault } from '../../faults';

const startsWith = (head: Uint8Array, ...bytes: number[]): boolean =>
  head.length >= bytes.length && bytes.every((byte, index) => head[index] === byte);

const asText = (head: Uint8Array): string =>
  String.fromCharCode(...head)
    .trimStart()
    .toLowerCase();

/** Magic numbers, in the order in which they are tried. */
const KINDS: readonly {
  readonly test: (head: Uint8Array) => boolean;
  readonly says: (file: string) => Fault;
}[] = [
  { test: (head) => head.length === 0, says: (file) => fault('fileEmpty', { file }) },
  {
    // The pickled magic number 0x1950a86a20f9469cfc6c that torch.save began with before version 1.6.
    test: (head) =>
      [2, 3, 4].some((protocol) =>
        startsWith(
          head,
          0x80,
          protocol,
          0x8a,
          0x0a,
          0x6c,
          0xfc,
          0x9c,
          0x46,
          0xf9,
          0x20,
          0x6a,
          0xa8,
          0x50,
          0x19,
        ),
      ),
    says: (file) => fault('oldTorchFile', { file }),
  },
  {
    test: (head) => asText(head).startsWith('version https://git-lfs'),
    says: (file) => fault('lfsPointer', { file }),
  },
  {
    test: (head) => /^<(!doctype|html|\?xml)/.test(asText(head)),
    says: (file) => fault('webPage', { file }),
  },
  {
    test: (head) => startsWith(head, 0x1f, 0x8b),
    says: (file) => fault('packedFile', { file, format: 'gzip' }),
  },
  {
    test: (head) => startsWith(head, 0x37, 0x7a, 0xbc, 0xaf),
    says: (file) => fault('packedFile', { file, format: '7z' }),
  },
  {
    test: (head) => String.fromCharCode(...head.subarray(257, 262)) === 'ustar',
    says: (file) => fault('packedFile', { file, format: 'tar' }),
  },
  {
    test: (head) => startsWith(head, 0x89, 0x50, 0x4e, 0x47),
    says: (file) => fault('otherFormat', { file, format: 'PNG' }),
  },
  {
    test: (head) => startsWith(head, 0xff, 0xd8, 0xff),
    says: (file) => fault('otherFormat', { file, format: 'JPEG' }),
  },
  {
    test: (head) => startsWith(head, 0x89, 0x48, 0x44, 0x46),
    says: (file) => fault('otherFormat', { file, format: 'HDF5' }),
  },
  {
    test: (head) => head.length > 9 && head[7] === 0 && head[8] === 0x7b && head[9] === 0x22,
    says: (file) => fault('safetensors', { file }),
  },
  {
    test: (head) => startsWith(head, 0x80) && head[1]! >= 2 && head[1]! <= 5,
    says: (file) => fault('barePickle', { file }),
  },
];

/** @returns the explanation for such a file, or null when it looks like a zip file */
export function foreignFile(head: Uint8Array, file: string): Fault | null {
  if (startsWith(head, 0x50, 0x4b)) return null;
  return KINDS.find(({ test }) => test(head))?.says(file) ?? fault('noTorchFile', { file });
}
