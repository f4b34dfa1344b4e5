/** Bytes of a link: variable-length whole numbers and short texts. */
import { type Fault, type Reason, because, fault } from '../../faults';

/** Seven bits a byte, the lowest first; 53 bits fit into eight. */
const MAX_VARINT = 8;

export class ByteWriter {
  private readonly bytes: number[] = [];

  /** @param value whole, 0..2^53 - 1 */
  unsigned(value: number): void {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.bytes.push((rest % 128) | 128);
    this.bytes.push(rest);
  }

  /** Small numbers of either sign take few bytes: 0, -1, 1, -2 become 0, 1, 2, 3. */
  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value);
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.unsigned(bytes.length);
    this.bytes.push(...bytes);
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

export const damaged = (why: Reason): Fault => fault('linkDamaged', { why });

export class ByteReader {
  private at = 0;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });

  constructor(private readonly bytes: Uint8Array) {}

  get done(): boolean {
    return this.at === this.bytes.length;
  }

  unsigned(most = Number.MAX_SAFE_INTEGER): number {
    let value = 0;
    for (let digit = 0; digit < MAX_VARINT; digit++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw damaged(because('endsEarly'));
      value += (byte & 127) * 128 ** digit;
      if (byte < 128) {
        if (value > most) throw damaged(because('numberTooLarge', { value, most }));
        return value;
      }
    }
    throw damaged(because('endlessNumber'));
  }

  signed(): number {
    const value = this.unsigned(2 * Number.MAX_SAFE_INTEGER);
    return value % 2 ? -(value + 1) / 2 : value / 2;
  }

  text(most: number): string {
    // A character takes at most three bytes of UTF-8 for each of its UTF-16 units, which are what limits count.
    const length = this.unsigned(most * 3);
    if (this.at + length > this.bytes.length) throw damaged(because('endsEarly'));
    try {
      return this.decoder.decode(this.bytes.subarray(this.at, (this.at += length)));
    } catch {
      throw damaged(because('nameNoText'));
    }
  }
}
