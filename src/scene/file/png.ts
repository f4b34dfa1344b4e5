/**
 * A scene inside a PNG: a text chunk (iTXt, PNG specification 11.3.3.4) with the scene file in it. The pixels are
 * neither read nor checked: programs that show the picture do that.
 */
import { crc32, joined } from '../../bytes';
import type { ModelOf, SceneContent } from '../content';
import { type Fault, type Reason, because, fault } from '../../faults';
import { inflateWithin } from '../inflate';
import { MAX_FILE_CHARACTERS, SCENE_FORMAT, readSceneFile } from './scene-file';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Length, type and checksum around a chunk's data. */
const AROUND = 12;

export const isPng = (bytes: Uint8Array): boolean =>
  bytes.length >= SIGNATURE.length && SIGNATURE.every((byte, at) => bytes[at] === byte);

const damaged = (why: Reason): Fault => fault('pictureDamaged', { why });

interface Chunk {
  readonly type: string;
  /** Where the chunk begins, with its length, and where the next one does. */
  readonly start: number;
  readonly end: number;
  readonly data: Uint8Array;
}

function* chunksOf(png: Uint8Array): Generator<Chunk> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let start: number = SIGNATURE.length; start + AROUND <= png.length;) {
    const length = view.getUint32(start);
    const end = start + AROUND + length;
    if (end > png.length) throw damaged(because('cutShort'));
    const type = String.fromCharCode(...png.subarray(start + 4, start + 8));
    yield { type, start, end, data: png.subarray(start + 8, end - 4) };
    if (type === 'IEND') return;
    start = end;
  }
  throw damaged(because('cutShort'));
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length + AROUND);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  out.set(new TextEncoder().encode(type), 4);
  out.set(data, 8);
  view.setUint32(out.length - 4, crc32(out.subarray(4, out.length - 4)));
  return out;
}

/**
 * Puts a scene file into a PNG, in place of one that is there.
 * @param png any valid PNG
 */
export function writePngScene(png: Uint8Array, sceneFile: string): Uint8Array<ArrayBuffer> {
  if (!isPng(png)) throw damaged(because('noPng'));
  const encoder = new TextEncoder();
  // Keyword, its end, not compressed, method 0, no language, no translated keyword.
  const head = [encoder.encode(SCENE_FORMAT), new Uint8Array(5)];
  const text = chunk('iTXt', joined([...head, encoder.encode(sceneFile)]));
  const parts: Uint8Array[] = [png.subarray(0, SIGNATURE.length)];
  for (const { type, start, end, data } of chunksOf(png)) {
    if (type === 'iTXt' && keywordOf(data) === SCENE_FORMAT) continue;
    if (type === 'IEND') parts.push(text);
    parts.push(png.subarray(start, end));
  }
  return joined(parts);
}

function keywordOf(data: Uint8Array): string | null {
  const end = data.subarray(0, 80).indexOf(0);
  return end < 0 ? null : String.fromCharCode(...data.subarray(0, end));
}

/** The text of an iTXt chunk; other programs may have compressed it. */
function textOf(data: Uint8Array): string {
  const keywordEnd = data.indexOf(0);
  const compressed = data[keywordEnd + 1] === 1;
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const start = data.indexOf(0, languageEnd + 1) + 1;
  if (languageEnd < 0 || start === 0) throw damaged(because('sceneWithoutBeginning'));
  const stored = data.subarray(start);
  // A character is at most three bytes of UTF-8.
  const bytes = compressed ? inflateWithin(stored, 3 * MAX_FILE_CHARACTERS, 'zlib') : stored;
  if (!bytes) throw damaged(because('scenePacked'));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw damaged(because('sceneNoText'));
  }
}

/**
 * Reads the scene out of a PNG that this page exported.
 * @throws Fault when the file is no PNG, has no scene in it or is damaged
 */
export function readPngScene(png: Uint8Array, modelOf: ModelOf): SceneContent {
  if (!isPng(png)) throw damaged(because('noPng'));
  for (const { type, start, end, data } of chunksOf(png)) {
    if (type !== 'iTXt' || keywordOf(data) !== SCENE_FORMAT) continue;
    const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
    if (crc32(png.subarray(start + 4, end - 4)) !== view.getUint32(end - 4)) {
      throw damaged(because('sceneChanged'));
    }
    if (data.length > 3 * MAX_FILE_CHARACTERS) throw damaged(because('sceneTooLarge'));
    return readSceneFile(textOf(data), modelOf);
  }
  throw fault('pictureWithoutScene');
}
