/** SHA-256 of a file of a model, wherever the page comes from. */
import { toHex } from '../bytes';

/** @returns 64 hexadecimal digits */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(await digestOf(bytes));
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  // Browsers keep their own from pages that came over plain http, whatever the types say.
  const { subtle } = crypto as Partial<Crypto>;
  if (subtle) return new Uint8Array(await subtle.digest('SHA-256', bytes));
  return (await import('@noble/hashes/sha2.js')).sha256(bytes);
}
