import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32, fromBase64Url, joined, toBase64Url, toHex } from '../../../src/bytes';

const bytes = fc.uint8Array({ maxLength: 70 });

describe('crc32', () => {
  it('is the one of the zip format', () => {
    // The check value that catalogues of CRCs give for "123456789".
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array())).toBe(0);
  });

  it('does not depend on where the bytes lie', () => {
    expect(crc32(new Uint8Array(1_000_000).fill(255))).toBe(
      crc32(new Uint8Array(1_000_001).fill(255).subarray(1)),
    );
  });
});

describe('joined', () => {
  it('has all parts in their order, in memory of its own', () => {
    fc.assert(
      fc.property(fc.array(bytes), (parts) => {
        const whole = joined(parts);
        expect([...whole]).toEqual(parts.flatMap((part) => [...part]));
        expect(parts.every(({ buffer }) => buffer !== whole.buffer)).toBe(true);
      }),
    );
  });

  it('takes views of a larger array', () => {
    const all = Uint8Array.of(1, 2, 3, 4, 5);
    expect([...joined([all.subarray(3), all.subarray(0, 2)])]).toEqual([4, 5, 1, 2]);
  });
});

describe('texts of bytes', () => {
  it('are base64url without padding, as Node writes it, and read back', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        const text = toBase64Url(some);
        expect(text).toBe(Buffer.from(some).toString('base64url'));
        expect(fromBase64Url(text)).toEqual(some);
      }),
    );
  });

  it.each(['a', 'abcde', 'ab=', 'a+b/', 'a b', 'é234'])('%s is no base64url', (text) => {
    expect(fromBase64Url(text)).toBeNull();
  });

  it('are hexadecimal digits, as Node writes them', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        expect(toHex(some)).toBe(Buffer.from(some).toString('hex'));
      }),
    );
  });
});
