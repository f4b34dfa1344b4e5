/** Uniform choices from the product's own generator: room i of a set depends on (seed, i) alone. */
import { philox4x32 } from '../../../src/blobgan';

export class Random {
  private counter = 0;
  private buffer: number[] = [];

  /** @param purpose keeps what is drawn for one thing apart from what is drawn for another; the rooms' own is "room" */
  constructor(
    private readonly seed: number,
    private readonly stream: number,
    private readonly purpose = 0x726f6f6d,
  ) {}

  /** A number in [0, 1). */
  next(): number {
    if (!this.buffer.length) {
      const key = [this.seed >>> 0, Math.floor(this.seed / 0x100000000)] as const;
      this.buffer = [...philox4x32([this.counter++, 0, this.stream >>> 0, this.purpose], key)];
    }
    return this.buffer.pop()! / 0x100000000;
  }

  range(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  }

  /** The same items in another order. */
  shuffle<T>(items: readonly T[]): T[] {
    const out = [...items];
    for (let at = out.length - 1; at > 0; at--) {
      const other = Math.floor(this.next() * (at + 1));
      [out[at], out[other]] = [out[other]!, out[at]!];
    }
    return out;
  }
}
