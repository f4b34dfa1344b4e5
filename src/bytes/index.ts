/** Bytes: one after the other, as texts, and their checksum. Knows no other layer. */
export { fromBase64Url, toBase64Url } from './base64url';
export { crc32 } from './crc32';
export { toHex } from './hex';
export { joined } from './joined';
