/** Writes pickles of protocol 2 as torch.save does: enough of it to make checkpoints for tests and measurements. */

/** A class or function by name. */
export class Name {
  constructor(
    readonly module: string,
    readonly name: string,
  ) {}
}

/** `callable(*args)`, then its items and its state, as pickle writes objects. */
export class Made {
  constructor(
    readonly callable: Name,
    readonly args: readonly Item[],
    readonly extra: { items?: ReadonlyMap<string, Item>; state?: Item; isNew?: boolean } = {},
  ) {}
}

export class Tuple {
  constructor(readonly items: readonly Item[]) {}
}

/** A persistent id: a storage. */
export class Persistent {
  constructor(readonly id: Item) {}
}

export type Item =
  | null
  | boolean
  | number
  | string
  | readonly Item[]
  | ReadonlyMap<string, Item>
  | Name
  | Made
  | Tuple
  | Persistent;

const encoder = new TextEncoder();

/** Bytes that grow. */
class Program {
  private bytes = new Uint8Array(4_096);
  private length = 0;

  add(...values: number[]): this {
    return this.raw(Uint8Array.from(values));
  }
  raw(chunk: Uint8Array): this {
    if (this.length + chunk.length > this.bytes.length) {
      const grown = new Uint8Array(2 * (this.length + chunk.length));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(chunk, this.length);
    this.length += chunk.length;
    return this;
  }
  opcode(character: string): this {
    return this.add(character.charCodeAt(0));
  }
  uint32(value: number): this {
    return this.add(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
  }
  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }
}

function writeNumber(program: Program, value: number): void {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) {
    program.opcode('J').uint32(value >>> 0);
    return;
  }
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, false);
  program.opcode('G').raw(bytes);
}

function writeText(program: Program, value: string): void {
  const bytes = encoder.encode(value);
  program.opcode('X').uint32(bytes.length).raw(bytes);
}

function writeName(program: Program, { module, name }: Name): void {
  program.opcode('c').raw(encoder.encode(`${module}\n${name}\n`));
}

function writeItems(program: Program, items: ReadonlyMap<string, Item>): void {
  program.opcode('(');
  for (const [key, value] of items) {
    writeText(program, key);
    write(program, value);
  }
  program.opcode('u');
}

function writeMade(program: Program, { callable, args, extra }: Made): void {
  writeName(program, callable);
  write(program, new Tuple(args));
  if (extra.isNew) program.add(0x81);
  else program.opcode('R');
  if (extra.items?.size) writeItems(program, extra.items);
  if (extra.state !== undefined) {
    write(program, extra.state);
    program.opcode('b');
  }
}

function write(program: Program, item: Item): void {
  if (item === null) program.opcode('N');
  else if (typeof item === 'boolean') program.add(item ? 0x88 : 0x89);
  else if (typeof item === 'number') writeNumber(program, item);
  else if (typeof item === 'string') writeText(program, item);
  else if (item instanceof Name) writeName(program, item);
  else if (item instanceof Made) writeMade(program, item);
  else if (item instanceof Persistent) {
    write(program, item.id);
    program.opcode('Q');
  } else if (item instanceof Tuple) {
    program.opcode('(');
    for (const inner of item.items) write(program, inner);
    program.opcode('t');
  } else if (item instanceof Map) {
    program.opcode('}');
    writeItems(program, item as ReadonlyMap<string, Item>);
  } else {
    program.opcode(']').opcode('(');
    for (const inner of item as readonly Item[]) write(program, inner);
    program.opcode('e');
  }
}

export function writePickle(item: Item): Uint8Array<ArrayBuffer> {
  const program = new Program().add(0x80, 2);
  write(program, item);
  return program.opcode('.').finish();
}
