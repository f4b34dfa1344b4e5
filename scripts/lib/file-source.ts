/** A checkpoint on the disk, for the converter: only the ranges that are asked for are read. */
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { CountedSource } from '../../src/convert';

export interface FileSource extends CountedSource {
  close(): Promise<void>;
}

/** @throws the system's error when there is no such file */
export async function openFileSource(file: string): Promise<FileSource> {
  const handle: FileHandle = await open(file, 'r');
  const { size } = await handle.stat();
  let bytesRead = 0;
  return {
    name: path.basename(file),
    size,
    get bytesRead() {
      return bytesRead;
    },
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const result = await handle.read(bytes, filled, length - filled, offset + filled);
        if (result.bytesRead === 0) break;
        filled += result.bytesRead;
      }
      bytesRead += filled;
      return bytes.subarray(0, filled);
    },
    close: () => handle.close(),
  };
}
