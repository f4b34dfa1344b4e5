/** Fetching a model's files: progress in bytes, and proof that what came is what the manifest names. */
import { sha256 } from '../convert';
import { fault } from '../faults';

export interface FileFact {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Whether these bytes are the ones that the manifest names. */
export async function isWhole(bytes: Uint8Array, fact: FileFact): Promise<boolean> {
  return bytes.length === fact.bytes && (await sha256(bytes as Uint8Array<ArrayBuffer>)) === fact.sha256;
}

/** @returns null when more or fewer bytes came than the manifest says */
async function readBody(
  body: ReadableStream<Uint8Array>,
  length: number,
  onBytes: (count: number) => void,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const bytes = new Uint8Array(length);
  const reader = body.getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return at === length ? bytes : null;
    if (at + value.length > length) {
      await reader.cancel();
      return null;
    }
    bytes.set(value, at);
    at += value.length;
    onBytes(value.length);
  }
}

/**
 * Fetches a file. What comes damaged out of the browser's cache is fetched once more, past the cache.
 * @param onBytes called with the number of bytes that came since the last call
 * @throws Fault when the file is missing, cut short or not the one that the manifest names
 */
export async function download(
  base: string,
  fact: FileFact,
  onBytes: (count: number) => void,
  fetcher: typeof fetch = fetch,
): Promise<Uint8Array<ArrayBuffer>> {
  for (const cache of ['default', 'reload'] as const) {
    const response = await fetcher(new URL(fact.file, base), { cache }).catch(() => null);
    const { file } = fact;
    if (!response) throw fault('modelFileUnreachable', { file });
    if (!response.ok || !response.body) throw fault('modelFileMissing', { file, status: response.status });
    let counted = 0;
    const bytes = await readBody(response.body, fact.bytes, (count) => {
      counted += count;
      onBytes(count);
    }).catch(() => null);
    if (bytes && (await isWhole(bytes, fact))) return bytes;
    onBytes(-counted);
  }
  throw fault('modelFileDamaged', { file: fact.file });
}
