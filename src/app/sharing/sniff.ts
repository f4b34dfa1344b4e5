/** What a file is, by its content: names and types that systems give are often wrong. */
/* eslint-disable no-control-regex -- the first bytes of files are such characters */

export type FileKind =
  | 'picture'
  | 'video'
  | 'document'
  | 'archive'
  | 'checkpoint'
  | 'scene'
  | 'text'
  | 'empty'
  | 'folder'
  | 'unknown';

export interface Sniffed {
  readonly kind: FileKind;
  /** "JPEG", where there is more to say than the kind. */
  readonly format: string;
  /** All of it, where it is a text or a picture that is short enough to be read. */
  readonly bytes: Uint8Array | null;
}

/** What people call files of models: the converter takes some of them and says best what the others are. */
const MODEL_NAME = /\.(ckpt|pt|pth|pkl|pickle|safetensors|h5|hdf5)$/i;

const HEAD = 512;
/** Larger ones are not ours. */
const MOST_BYTES = 100_000_000;
const MOST_TEXT_BYTES = 8_000_000;

const ascii = (head: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...head.subarray(from, to));

/** ISO media files say what they are at their fourth byte: pictures as AVIF and HEIC, or films. */
function mediaOf(head: Uint8Array): readonly [FileKind, string] | null {
  if (ascii(head, 4, 8) !== 'ftyp') return null;
  const brand = ascii(head, 8, 12);
  if (/^(avif|avis)$/.test(brand)) return ['picture', 'AVIF'];
  if (/^(heic|heix|hevc|heim|heis|mif1|msf1)$/.test(brand)) return ['picture', 'HEIC'];
  return ['video', brand === 'qt  ' ? 'QuickTime' : 'MP4'];
}

/** First bytes, as text where each is one character. */
const BEGINNINGS: readonly (readonly [RegExp, FileKind, string])[] = [
  [/^\x89PNG\r\n\x1a\n/, 'picture', 'PNG'],
  [/^\xff\xd8\xff/, 'picture', 'JPEG'],
  [/^GIF8[79]a/, 'picture', 'GIF'],
  [/^RIFF[^]{4}WEBP/, 'picture', 'WebP'],
  [/^RIFF[^]{4}AVI /, 'video', 'AVI'],
  [/^(II\*\0|MM\0\*)/, 'picture', 'TIFF'],
  [/^BM[^]{4}\0\0\0\0/, 'picture', 'BMP'],
  [/^\xff\x0a|^\0\0\0\x0cJXL /, 'picture', 'JPEG XL'],
  [/^8BPS/, 'picture', 'PSD'],
  [/^\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)?<svg[\s>]/, 'picture', 'SVG'],
  [/^\x1a\x45\xdf\xa3/, 'video', 'WebM'],
  [/^%PDF-/, 'document', 'PDF'],
  // PyTorch puts this first into its zip files.
  [/^PK\x03\x04[^]{26,120}?\/data\.pkl/, 'checkpoint', ''],
  [/^PK[\x03\x05]/, 'archive', 'ZIP'],
  [/^7z\xbc\xaf/, 'archive', '7z'],
  [/^Rar!/, 'archive', 'RAR'],
  [/^\x1f\x8b/, 'archive', 'gzip'],
  [/^[^]{257}ustar/, 'archive', 'tar'],
];

/** Only a text can be decoded so, and has none of these. */
function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

/** Where a scene is in a picture or a text, this is written before it. */
const IN_PICTURE = /iTXtblobroom-scene\0/;
const IN_TEXT = /"blobroom-scene"/;

export async function sniff(file: File): Promise<Sniffed> {
  let head: Uint8Array;
  try {
    head = await bytesOf(file.slice(0, HEAD));
  } catch {
    // Folders are files that cannot be read.
    return { kind: 'folder', format: '', bytes: null };
  }
  const named = MODEL_NAME.test(file.name);
  if (!head.length) return { kind: named ? 'checkpoint' : 'empty', format: '', bytes: null };
  const start = ascii(head, 0, head.length);
  const begun = BEGINNINGS.find(([beginning]) => beginning.test(start));
  const [kind, format] = mediaOf(head) ?? (begun ? [begun[1], begun[2]] : ['unknown', '']);
  if (kind === 'picture') {
    const bytes = format === 'PNG' && file.size <= MOST_BYTES ? await bytesOf(file) : null;
    const holds = bytes && IN_PICTURE.test(new TextDecoder('latin1').decode(bytes));
    return { kind: holds ? 'scene' : 'picture', format, bytes };
  }
  if (named) return { kind: 'checkpoint', format: '', bytes: null };
  if (kind !== 'unknown') return { kind, format, bytes: null };
  if (textOf(head) === null) return { kind, format, bytes: null };
  const bytes = file.size <= MOST_TEXT_BYTES ? await bytesOf(file) : null;
  const text = bytes && new TextDecoder().decode(bytes);
  return { kind: text && IN_TEXT.test(text) ? 'scene' : 'text', format: '', bytes };
}
