/** Fetching a model's files: progress in bytes, and proof that what came is what the manifest names. */

export interface FileFact {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @param onBytes called with the number of bytes that came since the last call
 * @throws Error with one sentence when the file is missing, cut short or not the one that the manifest names
 */
export async function download(
  base: string,
  fact: FileFact,
  onBytes: (count: number) => void,
  fetcher: typeof fetch = fetch,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetcher(new URL(fact.file, base)).catch(() => null);
  if (!response?.ok || !response.body) {
    const reason = response ? response.status : 'no connection';
    throw new Error(`The model's file ${fact.file} could not be fetched (${reason}): reload to try again.`);
  }
  const bytes = new Uint8Array(fact.bytes);
  const reader = response.body.getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at + value.length > fact.bytes) {
      await reader.cancel();
      at += value.length;
      break;
    }
    bytes.set(value, at);
    at += value.length;
    onBytes(value.length);
  }
  const damaged = at !== fact.bytes || (crypto.subtle && (await sha256(bytes)) !== fact.sha256);
  if (damaged) throw new Error(`The model's file ${fact.file} arrived damaged: reload to fetch it again.`);
  return bytes;
}
