/**
 * A restricted unpickler: protocols 2 to 5, binary opcodes only, as data.
 *
 * Why our own: the kept pickle readers for JavaScript call constructors by name, know no persistent ids, or recurse
 * on the input. A pickle is a program for a stack machine; this one has no instruction that runs anything. It does
 * not recurse, each instruction costs a bounded amount, and instructions and objects are counted, so the time and
 * memory that a hostile file can take are in proportion to its size and below the limits here.
 */
import { Fault, type Reason, because, fault } from '../../faults';
import { persistent, reduce } from './known-names';
import { PyDict, PyGlobal, PyList, PyObject, PySet, PyTuple, type Value } from './values';

/** A published checkpoint's pickle is below 1 MB and 300,000 instructions. */
export const MAX_PICKLE_BYTES = 32 * 2 ** 20;
const MAX_INSTRUCTIONS = 8_000_000;
const MAX_OBJECTS = 500_000;
const MAX_DEPTH = 1_000;
const MAX_NAME_BYTES = 1_024;
const MAX_INTEGER_BYTES = 1_024;

const damaged = (why: Reason): Fault => fault('pickleDamaged', { why });

class Machine {
  private at = 0;
  private stack: Value[] = [];
  private readonly outer: Value[][] = [];
  private readonly memo = new Map<number, Value>();
  private readonly view: DataView;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private objects = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): Value {
    if (this.bytes[0] !== 0x80) {
      throw fault('pickleTooOld');
    }
    for (let count = 0; count < MAX_INSTRUCTIONS; count++) {
      const opcode = this.byte();
      if (opcode === 0x2e /* STOP */) return this.pop();
      const instruction = INSTRUCTIONS[opcode];
      if (!instruction) {
        const instruction = `0x${opcode.toString(16).padStart(2, '0')}`;
        throw damaged(because('unknownInstruction', { instruction, at: this.at - 1 }));
      }
      instruction(this);
    }
    throw damaged(because('tooManyInstructions', { most: MAX_INSTRUCTIONS }));
  }

  // Reading the program

  private advance(length: number): number {
    const start = this.at;
    if (!(length <= this.bytes.length - start)) throw damaged(because('breaksOff'));
    this.at = start + length;
    return start;
  }
  byte = (): number => this.view.getUint8(this.advance(1));
  uint16 = (): number => this.view.getUint16(this.advance(2), true);
  int32 = (): number => this.view.getInt32(this.advance(4), true);
  uint32 = (): number => this.view.getUint32(this.advance(4), true);
  float64 = (): number => this.view.getFloat64(this.advance(8), false);
  uint64(): number {
    const start = this.advance(8);
    return this.view.getUint32(start, true) + this.view.getUint32(start + 4, true) * 2 ** 32;
  }
  raw(length: number): Uint8Array {
    const start = this.advance(length);
    return this.bytes.subarray(start, this.at);
  }
  text(length: number): string {
    try {
      return this.decoder.decode(this.raw(length));
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw damaged(because('noUtf8'));
    }
  }
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0 || end - this.at > MAX_NAME_BYTES) throw damaged(because('endlessName'));
    const text = this.text(end - this.at);
    this.at = end + 1;
    return text;
  }
  /** A little-endian two's complement integer of any length. */
  integer(length: number): number | bigint {
    if (length > MAX_INTEGER_BYTES) throw damaged(because('absurdNumber'));
    let value = 0n;
    const bytes = this.raw(length);
    for (let index = length - 1; index >= 0; index--) value = (value << 8n) | BigInt(bytes[index]!);
    if (length && bytes[length - 1]! & 0x80) value -= 1n << BigInt(8 * length);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  // The stack

  push(value: Value): void {
    this.stack.push(value);
  }
  /** Pushes something that takes memory of its own. */
  pushNew(value: Value, weight = 1): void {
    this.objects += weight;
    if (this.objects > MAX_OBJECTS) throw damaged(because('tooManyObjects', { most: MAX_OBJECTS }));
    this.stack.push(value);
  }
  /** REDUCE and NEWOBJ. A container made from another one is a copy, and counts as what was copied. */
  make(): void {
    const args = this.popArguments();
    const value = reduce(this.pop(), args);
    this.pushNew(value, 1 + copied(value));
  }
  pop(): Value {
    const value = this.stack.pop();
    if (value === undefined) throw damaged(because('takesTooMuch'));
    return value;
  }
  top(): Value {
    const value = this.stack.at(-1);
    if (value === undefined) throw damaged(because('takesTooMuch'));
    return value;
  }
  popMany(count: number): Value[] {
    if (this.stack.length < count) throw damaged(because('takesTooMuch'));
    return this.stack.splice(this.stack.length - count, count);
  }
  mark(): void {
    if (this.outer.length >= MAX_DEPTH) throw damaged(because('nestsTooDeep', { most: MAX_DEPTH }));
    this.outer.push(this.stack);
    this.stack = [];
  }
  popMark(): Value[] {
    const items = this.stack;
    const outer = this.outer.pop();
    if (!outer) throw damaged(because('endsNoList'));
    this.stack = outer;
    return items;
  }
  popName(): string {
    const name = this.pop();
    if (typeof name !== 'string' || name.length > MAX_NAME_BYTES) throw damaged(because('nameNoText'));
    return name;
  }
  popArguments(): readonly Value[] {
    const args = this.pop();
    if (!(args instanceof PyTuple)) throw damaged(because('argumentsNoTuple'));
    return args.items;
  }

  // The memo

  put(index: number): void {
    this.memo.set(index, this.top());
  }
  putNext(): void {
    this.memo.set(this.memo.size, this.top());
  }
  get(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw damaged(because('nothingKept'));
    this.push(value);
  }

  // Filling containers

  setItems(pairs: readonly Value[]): void {
    const target = this.top();
    if (!(target instanceof PyDict || target instanceof PyObject) || pairs.length % 2) {
      throw damaged(because('setsNothing'));
    }
    for (let index = 0; index < pairs.length; index += 2)
      target.entries.set(pairs[index]!, pairs[index + 1]!);
  }
  append(items: readonly Value[]): void {
    const target = this.top();
    const fits = target instanceof PyList || target instanceof PySet || target instanceof PyObject;
    if (!fits) throw damaged(because('appendsToNothing'));
    for (const item of items) target.items.push(item);
  }
  /** The state of an unknown object is kept; that of a known one (OrderedDict's _metadata) has no use here. */
  build(): void {
    const state = this.pop();
    const target = this.top();
    if (target instanceof PyObject) target.state = state;
  }
  protocol(): void {
    const version = this.byte();
    if (version < 2 || version > 5) {
      throw fault('pickleProtocol', { protocol: version });
    }
  }
}

function copied(value: Value): number {
  if (value instanceof PyDict) return value.entries.size;
  if (value instanceof PyList || value instanceof PyTuple || value instanceof PySet)
    return value.items.length;
  return value instanceof Uint8Array ? value.length >> 5 : 0;
}

type Instruction = (machine: Machine) => void;

const dictOf = (pairs: readonly Value[]): PyDict => {
  if (pairs.length % 2) throw damaged(because('keyWithoutValue'));
  const dict = new PyDict();
  for (let index = 0; index < pairs.length; index += 2) dict.entries.set(pairs[index]!, pairs[index + 1]!);
  return dict;
};

/** Opcode -> what it does. Names as in Python's pickletools. */
const INSTRUCTIONS: readonly (Instruction | undefined)[] = (() => {
  const table: (Instruction | undefined)[] = new Array<Instruction | undefined>(256).fill(undefined);
  const on = (opcode: number | string, instruction: Instruction): void => {
    table[typeof opcode === 'number' ? opcode : opcode.charCodeAt(0)] = instruction;
  };
  on(0x80, (m) => m.protocol()); // PROTO
  on(0x95, (m) => void m.uint64()); // FRAME: a hint for streams
  on('N', (m) => m.push(null)); // NONE
  on(0x88, (m) => m.push(true)); // NEWTRUE
  on(0x89, (m) => m.push(false)); // NEWFALSE
  on('J', (m) => m.push(m.int32())); // BININT
  on('K', (m) => m.push(m.byte())); // BININT1
  on('M', (m) => m.push(m.uint16())); // BININT2
  on(0x8a, (m) => m.push(m.integer(m.byte()))); // LONG1
  on(0x8b, (m) => m.push(m.integer(m.uint32()))); // LONG4
  on('G', (m) => m.push(m.float64())); // BINFLOAT
  on('X', (m) => m.pushNew(m.text(m.uint32()))); // BINUNICODE
  on(0x8c, (m) => m.pushNew(m.text(m.byte()))); // SHORT_BINUNICODE
  on(0x8d, (m) => m.pushNew(m.text(m.uint64()))); // BINUNICODE8
  on('B', (m) => m.pushNew(m.raw(m.uint32()))); // BINBYTES
  on('C', (m) => m.pushNew(m.raw(m.byte()))); // SHORT_BINBYTES
  on(0x8e, (m) => m.pushNew(m.raw(m.uint64()))); // BINBYTES8
  on(0x96, (m) => m.pushNew(m.raw(m.uint64()))); // BYTEARRAY8
  on('T', (m) => m.pushNew(m.raw(m.uint32()))); // BINSTRING, of Python 2
  on('U', (m) => m.pushNew(m.text(m.byte()))); // SHORT_BINSTRING, of Python 2
  on('(', (m) => m.mark()); // MARK
  on('0', (m) => void m.pop()); // POP
  on('1', (m) => void m.popMark()); // POP_MARK
  on('2', (m) => m.push(m.top())); // DUP
  on(')', (m) => m.pushNew(new PyTuple([]))); // EMPTY_TUPLE
  on(0x85, (m) => m.pushNew(new PyTuple(m.popMany(1)))); // TUPLE1
  on(0x86, (m) => m.pushNew(new PyTuple(m.popMany(2)))); // TUPLE2
  on(0x87, (m) => m.pushNew(new PyTuple(m.popMany(3)))); // TUPLE3
  on('t', (m) => m.pushNew(new PyTuple(m.popMark()))); // TUPLE
  on(']', (m) => m.pushNew(new PyList([]))); // EMPTY_LIST
  on('l', (m) => m.pushNew(new PyList(m.popMark()))); // LIST
  on('}', (m) => m.pushNew(new PyDict())); // EMPTY_DICT
  on('d', (m) => m.pushNew(dictOf(m.popMark()))); // DICT
  on(0x8f, (m) => m.pushNew(new PySet([]))); // EMPTY_SET
  on(0x91, (m) => m.pushNew(new PySet(m.popMark()))); // FROZENSET
  on('a', (m) => m.append(m.popMany(1))); // APPEND
  on('e', (m) => m.append(m.popMark())); // APPENDS
  on(0x90, (m) => m.append(m.popMark())); // ADDITEMS
  on('s', (m) => m.setItems(m.popMany(2))); // SETITEM
  on('u', (m) => m.setItems(m.popMark())); // SETITEMS
  on('q', (m) => m.put(m.byte())); // BINPUT
  on('r', (m) => m.put(m.uint32())); // LONG_BINPUT
  on(0x94, (m) => m.putNext()); // MEMOIZE
  on('h', (m) => m.get(m.byte())); // BINGET
  on('j', (m) => m.get(m.uint32())); // LONG_BINGET
  on('c', (m) => m.pushNew(new PyGlobal(`${m.line()}.${m.line()}`))); // GLOBAL
  on(0x93, (m) => {
    const name = m.popName(); // STACK_GLOBAL
    m.pushNew(new PyGlobal(`${m.popName()}.${name}`));
  });
  on('Q', (m) => m.pushNew(persistent(m.pop()))); // BINPERSID
  on('b', (m) => m.build()); // BUILD
  on('R', (m) => m.make()); // REDUCE
  on(0x81, (m) => m.make()); // NEWOBJ
  on(0x92, (m) => {
    m.pop(); // NEWOBJ_EX: keyword arguments have no use here
    m.make();
  });
  return table;
})();

/**
 * Reads a pickle.
 * @throws Fault when it is damaged, of another protocol or beyond the limits
 */
export function unpickle(bytes: Uint8Array): Value {
  return new Machine(bytes).run();
}
