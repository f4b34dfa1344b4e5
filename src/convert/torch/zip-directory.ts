/**
 * The zip container of a checkpoint, through its central directory, with ranged reads.
 *
 * Why not a library: the kept ones either want the whole file in memory (fflate, jszip) or bring streams, workers
 * and encryption that are not needed (zip.js), and PyTorch's archives are stored, zip64 and read by name, which is
 * the small part of the format. Inflating, the part that is easy to get wrong, is fflate's. Every number in the
 * file is checked against the file's size before it is used, and contents against their CRC-32.
 */
import { inflateSync } from 'fflate';
import { type Fault, type Reason, because, fault } from '../../faults';
import { readExactly, type ByteSource } from '../source';
import { crc32 } from '../../bytes';

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;
const LOCAL_HEADER_SIZE = 30;
const CENTRAL_HEADER_SIZE = 46;
const END_SIZE = 22;
const END_64_SIZE = 56;
const LOCATOR_SIZE = 20;

/** A published checkpoint has about 1,500 entries. */
const MAX_ENTRIES = 200_000;
const MAX_DIRECTORY_BYTES = 64 * 2 ** 20;
/** Weights hardly deflate; what claims to grow more than this is an attack. */
const MAX_INFLATION = 20;
const FREE_INFLATION_BYTES = 2 ** 20;

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly headerOffset: number;
}

export interface ZipDirectory {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** False when the writer left all checksums out (PyTorch can be told to). */
  readonly hasChecksums: boolean;
  /** The directory as it stands in the file: names, sizes and checksums of everything, so it identifies the file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /**
   * Contents of an entry, inflated if need be and checked.
   * @param maxSize refuses to hold more bytes than this
   */
  read(entry: ZipEntry, maxSize: number): Promise<Uint8Array<ArrayBuffer>>;
}

const damaged = (source: ByteSource, why: Reason): Fault =>
  fault('archiveDamaged', { file: source.name, why });

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A 64-bit field; what does not fit a safe integer is larger than any file, and fails the range checks. */
const readUint64 = (view: DataView, offset: number): number =>
  view.getUint32(offset, true) + view.getUint32(offset + 4, true) * 2 ** 32;

interface DirectoryPlace {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
}

/** The end record is the last thing in the file, but for a comment of up to 65,535 bytes. */
async function findDirectory(source: ByteSource): Promise<DirectoryPlace> {
  // PyTorch writes no comment, so a short tail nearly always does.
  for (const tailLength of [END_64_SIZE + LOCATOR_SIZE + END_SIZE, END_SIZE + 0xffff + LOCATOR_SIZE]) {
    const length = Math.min(source.size, tailLength);
    const start = source.size - length;
    const tail = await readExactly(source, start, length);
    const view = viewOf(tail);
    for (let at = length - END_SIZE; at >= 0; at--) {
      if (view.getUint32(at, true) !== END) continue;
      if (view.getUint16(at + 20, true) !== length - at - END_SIZE) continue;
      return readEnd(source, view, at, start);
    }
  }
  throw fault('zipWithoutEnd', { file: source.name });
}

async function readEnd(
  source: ByteSource,
  view: DataView,
  at: number,
  start: number,
): Promise<DirectoryPlace> {
  const place = {
    count: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  };
  const locatorAt = start + at - LOCATOR_SIZE;
  if (locatorAt < 0) return place;
  const locator = viewOf(await readExactly(source, locatorAt, LOCATOR_SIZE));
  if (locator.getUint32(0, true) !== END_64_LOCATOR) return place;
  const record = viewOf(await readExactly(source, readUint64(locator, 8), END_64_SIZE));
  if (record.getUint32(0, true) !== END_64) throw damaged(source, because('zip64Misplaced'));
  return { count: readUint64(record, 32), size: readUint64(record, 40), offset: readUint64(record, 48) };
}

/** Sizes and offset of an entry that did not fit 32 bits are in the extra field 1, in this order. */
function widen(
  source: ByteSource,
  extra: DataView,
  fields: [size: number, compressedSize: number, headerOffset: number],
): [number, number, number] {
  if (!fields.includes(0xffffffff)) return fields;
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const id = extra.getUint16(at, true);
    const end = at + 4 + extra.getUint16(at + 2, true);
    if (id === 1 && end <= extra.byteLength) {
      let next = at + 4;
      return fields.map((field) => {
        if (field !== 0xffffffff) return field;
        if (next + 8 > end) throw damaged(source, because('zip64FieldMissing'));
        next += 8;
        return readUint64(extra, next - 8);
      }) as [number, number, number];
    }
    at = end;
  }
  throw damaged(source, because('zip64FieldMissing'));
}

function parseEntries(source: ByteSource, bytes: Uint8Array, count: number): Map<string, ZipEntry> {
  const view = viewOf(bytes);
  const decoder = new TextDecoder();
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + CENTRAL_HEADER_SIZE > bytes.length || view.getUint32(at, true) !== CENTRAL_HEADER) {
      throw damaged(source, because('directoryBreaksOff', { entries: index, of: count }));
    }
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const commentLength = view.getUint16(at + 32, true);
    const extraAt = at + CENTRAL_HEADER_SIZE + nameLength;
    const end = extraAt + extraLength + commentLength;
    if (end > bytes.length)
      throw damaged(source, because('directoryBreaksOff', { entries: index, of: count }));
    const name = decoder.decode(bytes.subarray(at + CENTRAL_HEADER_SIZE, extraAt));
    if (view.getUint16(at + 8, true) & 1) {
      throw fault('zipEncrypted', { file: source.name });
    }
    if (entries.has(name)) throw damaged(source, because('sameNames'));
    const [size, compressedSize, headerOffset] = widen(
      source,
      viewOf(bytes.subarray(extraAt, extraAt + extraLength)),
      [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)],
    );
    entries.set(name, {
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      size,
      compressedSize,
      headerOffset,
    });
    at = end;
  }
  return entries;
}

function inflate(source: ByteSource, entry: ZipEntry, packed: Uint8Array): Uint8Array<ArrayBuffer> {
  if (entry.size > Math.max(FREE_INFLATION_BYTES, packed.length * MAX_INFLATION)) {
    throw fault('zipBomb', { file: source.name, bytes: entry.size, packed: packed.length });
  }
  const out = new Uint8Array(entry.size);
  let length: number;
  try {
    length = inflateSync(packed, { out }).length;
  } catch {
    throw damaged(source, because('entryPacked', { entry: entry.name }));
  }
  if (length !== entry.size) throw damaged(source, because('entryOtherSize', { entry: entry.name }));
  return out;
}

/**
 * Reads the directory of a zip file.
 * @throws Fault when there is none or it does not fit the file
 */
export async function openZip(source: ByteSource): Promise<ZipDirectory> {
  const place = await findDirectory(source);
  if (place.count > MAX_ENTRIES || place.size > MAX_DIRECTORY_BYTES) {
    throw fault('tooManyEntries', { file: source.name, count: place.count, most: MAX_ENTRIES });
  }
  const bytes = await readExactly(source, place.offset, place.size);
  const entries = parseEntries(source, bytes, place.count);
  const all = [...entries.values()];
  const hasChecksums = all.some((entry) => entry.crc !== 0);
  const starts = [...all.map((entry) => entry.headerOffset), place.offset].sort((a, b) => a - b);

  /** Where the next thing begins: the local header's padding is only known after reading it. */
  const limitOf = (entry: ZipEntry): number => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! > entry.headerOffset) high = middle;
      else low = middle + 1;
    }
    return starts[low] ?? source.size;
  };

  const read = async (entry: ZipEntry, maxSize: number): Promise<Uint8Array<ArrayBuffer>> => {
    if (entry.size > maxSize || entry.compressedSize > maxSize) {
      throw fault('entryTooLarge', {
        file: source.name,
        entry: entry.name,
        bytes: Math.max(entry.size, entry.compressedSize),
        most: maxSize,
      });
    }
    const most = LOCAL_HEADER_SIZE + 2 * 0xffff + entry.compressedSize;
    const length = Math.min(most, limitOf(entry) - entry.headerOffset);
    if (length < LOCAL_HEADER_SIZE + entry.compressedSize) {
      throw damaged(source, because('entryOverlaps', { entry: entry.name }));
    }
    const all = await readExactly(source, entry.headerOffset, length);
    const header = viewOf(all);
    if (header.getUint32(0, true) !== LOCAL_HEADER) {
      throw damaged(source, because('entryMisplaced', { entry: entry.name }));
    }
    const dataAt = LOCAL_HEADER_SIZE + header.getUint16(26, true) + header.getUint16(28, true);
    if (dataAt + entry.compressedSize > all.length) {
      throw damaged(source, because('entryOverlaps', { entry: entry.name }));
    }
    const packed = all.subarray(dataAt, dataAt + entry.compressedSize);
    let contents: Uint8Array<ArrayBuffer>;
    if (entry.method === 8) contents = inflate(source, entry, packed);
    else if (entry.method !== 0) {
      throw fault('otherPacking', { file: source.name, entry: entry.name, method: entry.method });
    } else if (entry.size !== entry.compressedSize) {
      throw damaged(source, because('entryTwoSizes', { entry: entry.name }));
    } else contents = packed;
    if (hasChecksums && crc32(contents) !== entry.crc)
      throw damaged(source, because('entryChecksum', { entry: entry.name }));
    return contents;
  };
  return { entries, hasChecksums, bytes, read };
}
