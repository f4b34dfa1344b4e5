/**
 * Where bytes come from. A checkpoint is about a gigabyte, of which a fraction is needed, so it is never read as
 * a whole: a `File` in the page, a path in Node (scripts/lib) and plain bytes in tests all look like this.
 */
import { fault } from '../faults';

export interface ByteSource {
  /** What a person calls it: the file's name. */
  readonly name: string;
  /** Length in bytes. */
  readonly size: number;
  /** Bytes [offset, offset + length). The result is the caller's own and may be written to. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A source that says how much of it was read. */
export interface CountedSource extends ByteSource {
  readonly bytesRead: number;
}

/** A `File` or `Blob`: only the slices that are asked for are read. */
export function blobSource(
  blob: Blob,
  name = 'name' in blob ? String(blob.name) : 'checkpoint',
): CountedSource {
  let bytesRead = 0;
  return {
    name,
    size: blob.size,
    get bytesRead() {
      return bytesRead;
    },
    async read(offset, length) {
      const bytes = new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      bytesRead += bytes.length;
      return bytes;
    },
  };
}

/** Bytes that are in memory already. */
export function bytesSource(bytes: Uint8Array, name = 'checkpoint'): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.slice(offset, offset + length)),
  };
}

/**
 * Reads exactly `length` bytes.
 * @throws Fault when the range is not inside the file or the file gives fewer bytes than it promised
 */
export async function readExactly(
  source: ByteSource,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const inside = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
  if (!inside || offset + length > source.size) {
    throw fault('fileEndsEarly', { file: source.name });
  }
  const bytes = await source.read(offset, length);
  if (bytes.length !== length) {
    throw fault('fileWentAway', { file: source.name });
  }
  return bytes;
}
