/** Names what a file is when it is not what was asked for, by its first bytes: people drop all sorts of things. */

const startsWith = (head: Uint8Array, ...bytes: number[]): boolean =>
  head.length >= bytes.length && bytes.every((byte, index) => head[index] === byte);

const asText = (head: Uint8Array): string =>
  String.fromCharCode(...head)
    .trimStart()
    .toLowerCase();

const OPEN_CKPT = 'Open a BlobGAN checkpoint (.ckpt).';

/** Magic numbers, in the order in which they are tried. */
const KINDS: readonly { test: (head: Uint8Array) => boolean; says: string }[] = [
  { test: (head) => head.length === 0, says: `is empty. ${OPEN_CKPT}` },
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
    says: "is in PyTorch's format from before version 1.6, which cannot be read in part. Load it in a current PyTorch and save it again with torch.save.",
  },
  {
    test: (head) => asText(head).startsWith('version https://git-lfs'),
    says: 'is a Git LFS pointer, not the checkpoint itself. Run git lfs pull and open the file again.',
  },
  {
    test: (head) => /^<(!doctype|html|\?xml)/.test(asText(head)),
    says: 'is a web page: the download was answered with a page. Fetch the checkpoint again.',
  },
  {
    test: (head) => startsWith(head, 0x1f, 0x8b),
    says: 'is packed with gzip. Unpack it and open the .ckpt inside.',
  },
  {
    test: (head) => startsWith(head, 0x37, 0x7a, 0xbc, 0xaf),
    says: 'is a 7z archive. Unpack it and open the .ckpt inside.',
  },
  {
    test: (head) => String.fromCharCode(...head.subarray(257, 262)) === 'ustar',
    says: 'is a tar archive. Unpack it and open the .ckpt inside.',
  },
  { test: (head) => startsWith(head, 0x89, 0x50, 0x4e, 0x47), says: `is a PNG picture. ${OPEN_CKPT}` },
  { test: (head) => startsWith(head, 0xff, 0xd8, 0xff), says: `is a JPEG picture. ${OPEN_CKPT}` },
  { test: (head) => startsWith(head, 0x89, 0x48, 0x44, 0x46), says: `is an HDF5 file (Keras). ${OPEN_CKPT}` },
  {
    test: (head) => head.length > 9 && head[7] === 0 && head[8] === 0x7b && head[9] === 0x22,
    says: `is a safetensors file, which has no hyper-parameters. ${OPEN_CKPT}`,
  },
  {
    test: (head) => startsWith(head, 0x80) && head[1]! >= 2 && head[1]! <= 5,
    says: `is a bare pickle, not a file of torch.save (StyleGAN's .pkl files are such). ${OPEN_CKPT}`,
  },
];

/** @returns the rest of a sentence that begins with the file's name, or null when it looks like a zip file */
export function nameForeignFile(head: Uint8Array): string | null {
  if (startsWith(head, 0x50, 0x4b)) return null;
  const kind = KINDS.find(({ test }) => test(head));
  return kind ? kind.says : `is not a PyTorch checkpoint. ${OPEN_CKPT}`;
}
