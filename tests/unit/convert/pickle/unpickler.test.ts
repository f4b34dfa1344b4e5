import '../../../explanations';
import { describe, expect, it } from 'vitest';
import { lookUp, toPlain } from '../../../../src/convert/pickle/plain';
import { unpickle } from '../../../../src/convert/pickle/unpickler';
import {
  PyDict,
  PyGlobal,
  PyList,
  PyObject,
  PySet,
  PyTuple,
  Storage,
  Tensor,
  type Value,
} from '../../../../src/convert/pickle/values';

/** A program: texts are their bytes, numbers are bytes. STOP is added. */
const program = (...parts: (string | number)[]): Uint8Array =>
  Uint8Array.from([
    0x80,
    2,
    ...parts.flatMap((part) => (typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)])),
    0x2e,
  ]);
const run = (...parts: (string | number)[]): Value => unpickle(program(...parts));

/** A value as JavaScript would have it, to compare with. */
function readable(value: Value): unknown {
  if (value instanceof PyTuple) return { tuple: value.items.map(readable) };
  if (value instanceof PyList) return value.items.map(readable);
  if (value instanceof PySet) return { set: value.items.map(readable) };
  if (value instanceof PyDict) {
    return { dict: [...value.entries].map(([key, item]) => [readable(key), readable(item)]) };
  }
  if (value instanceof PyGlobal) return { name: value.name };
  if (value instanceof Uint8Array) return { bytes: [...value] };
  return value;
}

/** What Python's pickle wrote for one value with every container and width of number, by protocol. */
const FROM_PYTHON: readonly [number, string][] = [
  [
    2,
    'gAJ9cQAoWAEAAABhcQFdcQIoSwFK/v///00sAUpwEQEASpDu/v+KBgAAAAAAAYoGAAAAAAD/igkAAAAAAAAAAEBlWAEAAAB0cQMpWAIAAAB0MXEESwGFcQVYAgAAAHQycQZLAUsChnEHWAIAAAB0M3EISwFLAksDh3EJWAIAAAB0NHEKKEsBSwJLA0sEdHELWAEAAABmcQxHP+AAAAAAAABYAQAAAG5xDU5YAQAAAGJxDl1xDyiIiWVYAQAAAHNxEGNfX2J1aWx0aW5fXwpzZXQKcRFdcRJLAWGFcRNScRRYAgAAAGZzcRVjX19idWlsdGluX18KZnJvemVuc2V0CnEWXXEXSwJhhXEYUnEZWAIAAABieXEaY19jb2RlY3MKZW5jb2RlCnEbWAQAAABhYsO/cRxYBgAAAGxhdGluMXEdhnEeUnEfWAIAAABiYXEgY19fYnVpbHRpbl9fCmJ5dGVhcnJheQpxIWgbWAIAAAB4eXEiaB2GcSNScSSFcSVScSZYAQAAAG9xJ2Njb2xsZWN0aW9ucwpPcmRlcmVkRGljdApxKClScSlYAQAAAGtxKlgBAAAAdnErc1gBAAAAdXEsWAUAAADDqeKCrHEtWAQAAABsb25ncS5YLAEAAHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHEvdS4=',
  ],
  [
    3,
    'gAN9cQAoWAEAAABhcQFdcQIoSwFK/v///00sAUpwEQEASpDu/v+KBgAAAAAAAYoGAAAAAAD/igkAAAAAAAAAAEBlWAEAAAB0cQMpWAIAAAB0MXEESwGFcQVYAgAAAHQycQZLAUsChnEHWAIAAAB0M3EISwFLAksDh3EJWAIAAAB0NHEKKEsBSwJLA0sEdHELWAEAAABmcQxHP+AAAAAAAABYAQAAAG5xDU5YAQAAAGJxDl1xDyiIiWVYAQAAAHNxEGNidWlsdGlucwpzZXQKcRFdcRJLAWGFcRNScRRYAgAAAGZzcRVjYnVpbHRpbnMKZnJvemVuc2V0CnEWXXEXSwJhhXEYUnEZWAIAAABieXEaQwNhYv9xG1gCAAAAYmFxHGNidWlsdGlucwpieXRlYXJyYXkKcR1DAnh5cR6FcR9ScSBYAQAAAG9xIWNjb2xsZWN0aW9ucwpPcmRlcmVkRGljdApxIilScSNYAQAAAGtxJFgBAAAAdnElc1gBAAAAdXEmWAUAAADDqeKCrHEnWAQAAABsb25ncShYLAEAAHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHEpdS4=',
  ],
  [
    4,
    'gASVRwIAAAAAAAB9lCiMAWGUXZQoSwFK/v///00sAUpwEQEASpDu/v+KBgAAAAAAAYoGAAAAAAD/igkAAAAAAAAAAEBljAF0lCmMAnQxlEsBhZSMAnQylEsBSwKGlIwCdDOUSwFLAksDh5SMAnQ0lChLAUsCSwNLBHSUjAFmlEc/4AAAAAAAAIwBbpROjAFilF2UKIiJZYwBc5SPlChLAZCMAmZzlChLApGUjAJieZRDA2Fi/5SMAmJhlIwIYnVpbHRpbnOUjAlieXRlYXJyYXmUk5RDAnh5lIWUUpSMAW+UjAtjb2xsZWN0aW9uc5SMC09yZGVyZWREaWN0lJOUKVKUjAFrlIwBdpRzjAF1lIwFw6nigqyUjARsb25nlFgsAQAAeHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4lHUu',
  ],
  [
    5,
    'gAWVMQIAAAAAAAB9lCiMAWGUXZQoSwFK/v///00sAUpwEQEASpDu/v+KBgAAAAAAAYoGAAAAAAD/igkAAAAAAAAAAEBljAF0lCmMAnQxlEsBhZSMAnQylEsBSwKGlIwCdDOUSwFLAksDh5SMAnQ0lChLAUsCSwNLBHSUjAFmlEc/4AAAAAAAAIwBbpROjAFilF2UKIiJZYwBc5SPlChLAZCMAmZzlChLApGUjAJieZRDA2Fi/5SMAmJhlJYCAAAAAAAAAHh5lIwBb5SMC2NvbGxlY3Rpb25zlIwLT3JkZXJlZERpY3SUk5QpUpSMAWuUjAF2lHOMAXWUjAXDqeKCrJSMBGxvbmeUWCwBAAB4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHiUdS4=',
  ],
];

describe('the unpickler', () => {
  it.each(FROM_PYTHON)('reads what Python writes with protocol %i', (protocol, text) => {
    const value = unpickle(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
    const { ba, ...rest } = Object.fromEntries((readable(value) as { dict: [string, unknown][] }).dict);
    // Only protocol 5 has an instruction for bytearray; before, it is an object of a class that is not known here.
    if (protocol === 5) expect(ba).toEqual({ bytes: [120, 121] });
    else expect((ba as PyObject).className).toMatch(/bytearray$/);
    expect(rest).toEqual({
      a: [1, -2, 300, 70000, -70000, 2 ** 40, -(2 ** 40), 2n ** 70n],
      t: { tuple: [] },
      t1: { tuple: [1] },
      t2: { tuple: [1, 2] },
      t3: { tuple: [1, 2, 3] },
      t4: { tuple: [1, 2, 3, 4] },
      f: 0.5,
      n: null,
      b: [true, false],
      s: { set: [1] },
      fs: { set: [2] },
      by: { bytes: [97, 98, 255] },
      o: { dict: [['k', 'v']] },
      u: 'é€',
      long: 'x'.repeat(300),
    });
  });

  it.each<[string, (string | number)[], unknown]>([
    ['NONE', ['N'], null],
    ['NEWTRUE, NEWFALSE', [0x88, 0x89, 0x86], { tuple: [true, false] }],
    ['BININT, negative', ['J', 0xfe, 0xff, 0xff, 0xff], -2],
    ['BININT1', ['K', 200], 200],
    ['BININT2', ['M', 0x34, 0x12], 0x1234],
    ['LONG1 of no bytes', [0x8a, 0], 0],
    ['LONG1, negative', [0x8a, 1, 0x80], -128],
    ['LONG4', [0x8b, 2, 0, 0, 0, 0, 1], 256],
    ['BINFLOAT', ['G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0], 1.5],
    ['SHORT_BINSTRING', ['U', 2, 'ab'], 'ab'],
    ['BINSTRING', ['T', 1, 0, 0, 0, 'a'], { bytes: [97] }],
    ['BINUNICODE8', [0x8d, 1, 0, 0, 0, 0, 0, 0, 0, 'a'], 'a'],
    ['BINBYTES8', [0x8e, 1, 0, 0, 0, 0, 0, 0, 0, 'a'], { bytes: [97] }],
    ['POP', ['K', 1, 'K', 2, '0'], 1],
    ['POP_MARK', ['K', 1, '(', 'K', 2, 'K', 3, '1'], 1],
    ['DUP', ['K', 1, '2', 0x86], { tuple: [1, 1] }],
    ['LIST', ['(', 'K', 1, 'l'], [1]],
    ['DICT', ['(', 'K', 1, 'N', 'd'], { dict: [[1, null]] }],
    ['APPEND', [']', 'K', 1, 'a'], [1]],
    ['SETITEM', ['}', 'K', 1, 'K', 2, 's'], { dict: [[1, 2]] }],
    ['EMPTY_SET, ADDITEMS', [0x8f, '(', 'K', 1, 0x90], { set: [1] }],
    ['FROZENSET', ['(', 'K', 1, 0x91], { set: [1] }],
    ['BINPUT, BINGET', ['K', 7, 'q', 3, 'h', 3, 0x86], { tuple: [7, 7] }],
    ['LONG_BINPUT, LONG_BINGET', ['K', 7, 'r', 0, 1, 0, 0, 'j', 0, 1, 0, 0, 0x86], { tuple: [7, 7] }],
    ['MEMOIZE', ['K', 7, 0x94, 'h', 0, 0x86], { tuple: [7, 7] }],
    ['FRAME', [0x95, 1, 0, 0, 0, 0, 0, 0, 0, 'N'], null],
    ['GLOBAL', ['cos\nsystem\n'], { name: 'os.system' }],
    ['STACK_GLOBAL', [0x8c, 2, 'os', 0x8c, 6, 'system', 0x93], { name: 'os.system' }],
  ])('%s', (_, parts, expected) => {
    expect(readable(run(...parts))).toEqual(expected);
  });

  it('keeps an object that refers to itself', () => {
    const list = run(']', 'q', 0, 'h', 0, 'a') as PyList;
    expect(list.items[0]).toBe(list);
  });
});

describe('what a pickle asks to call', () => {
  it('is recorded, not called', () => {
    const made = run('cos\nsystem\n', 'X', 4, 0, 0, 0, 'true', 0x85, 'R') as PyObject;
    expect(made).toBeInstanceOf(PyObject);
    expect([made.className, made.args]).toEqual(['os.system', ['true']]);
  });

  it('is recorded with its state, items and arguments by NEWOBJ, NEWOBJ_EX and BUILD', () => {
    const made = run('cevil\nThing\n', ')', 0x81, '}', 'U', 1, 'k', 'K', 5, 's', 'b') as PyObject;
    expect(toPlain(made)).toEqual({ k: 5 });
    expect((run('cevil\nThing\n', 'K', 1, 0x85, '}', 0x92) as PyObject).args).toEqual([1]);
    const filled = run('cevil\nThing\n', ')', 'R', 'U', 1, 'k', 'K', 5, 's', 'K', 9, 'a') as PyObject;
    expect([[...filled.entries], filled.items]).toEqual([[['k', 5]], [9]]);
  });

  it('is not looked up among JavaScript names either', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(run(`cbuiltins\n${name}\n`, ')', 'R')).toBeInstanceOf(PyObject);
    }
    const dict = run('}', 'U', 9, '__proto__', '}', 'U', 1, 'x', 'K', 1, 's', 's');
    expect(lookUp(toPlain(dict), 'x')).toBeUndefined();
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('builds OrderedDict with its items, and forgets its state', () => {
    const dict = run('ccollections\nOrderedDict\n', ')', 'R', 'K', 1, 'K', 2, 's', '}', 'b');
    expect(readable(dict)).toEqual({ dict: [[1, 2]] });
  });
});

const FLOAT_STORAGE = [
  '(',
  'U',
  7,
  'storage',
  'ctorch\nFloatStorage\n',
  'U',
  1,
  '0',
  'U',
  3,
  'cpu',
  'K',
  6,
  't',
  'Q',
];
const TENSOR = (offset: number, shape: number[], stride: number[]): (string | number)[] => [
  'ctorch._utils\n_rebuild_tensor_v2\n',
  '(',
  ...FLOAT_STORAGE,
  'K',
  offset,
  '(',
  ...shape.flatMap((side) => ['K', side]),
  't',
  '(',
  ...stride.flatMap((side) => ['K', side]),
  't',
  0x89,
  '}',
  't',
  'R',
];

describe('tensors', () => {
  it('are built as descriptions', () => {
    const tensor = run(...TENSOR(0, [2, 3], [3, 1])) as Tensor;
    expect(tensor).toEqual(new Tensor(new Storage('0', 'float32', 6), 'float32', 0, [2, 3], [3, 1]));
  });

  it('are found inside parameters', () => {
    const value = run('ctorch._utils\n_rebuild_parameter\n', ...TENSOR(0, [6], [1]), 0x88, '}', 0x87, 'R');
    expect(value).toBeInstanceOf(Tensor);
  });

  it('take their type from _rebuild_tensor_v3 when the storage has none', () => {
    const storage = FLOAT_STORAGE.map((part) =>
      part === 'ctorch\nFloatStorage\n' ? 'ctorch.storage\nUntypedStorage\n' : part,
    );
    const build = (type: string): Value =>
      run(
        'ctorch._utils\n_rebuild_tensor_v3\n',
        '(',
        ...storage,
        'K',
        0,
        'K',
        3,
        0x85,
        'K',
        1,
        0x85,
        0x89,
        '}',
        `ctorch\n${type}\n`,
        't',
        'R',
      );
    expect((build('bfloat16') as Tensor).dataType).toBe('bfloat16');
    expect(build('complex64')).toBeInstanceOf(PyObject);
    expect(() => build('int64')).toTell('does not fit its storage');
  });

  it.each<[string, number, number[], number[]]>([
    ['beyond the end', 1, [6], [1]],
    ['by stride', 0, [2, 2], [5, 2]],
    ['with repeated numbers', 0, [6, 6], [1, 0]],
  ])('that do not fit their storage are refused: %s', (_, offset, shape, stride) => {
    expect(() => run(...TENSOR(offset, shape, stride))).toTell(/does not fit its storage/);
  });
});

describe('limits', () => {
  const repeated = (count: number, ...parts: (string | number)[]): (string | number)[] =>
    Array.from({ length: count }, () => parts).flat();

  it.each<[string, (string | number)[], RegExp]>([
    ['nesting', ['('.repeat(1_001)], /nests deeper than 1000/],
    ['objects', [')0'.repeat(500_001)], /more than 500000 objects/],
    ['an integer', [0x8b, 0xff, 0xff, 0xff, 0x7f], /absurdly long/],
    ['a text beyond the end', ['X', 0xff, 0xff, 0xff, 0xff], /breaks off/],
    ['a text of 2^63 bytes', [0x8d, 0, 0, 0, 0, 0, 0, 0, 0x80], /breaks off/],
    ['a name without end', ['c', 'x'.repeat(2_000)], /no end/],
    ['taking from nothing', [')', '0', '0'], /takes more than it gave/],
    ['three from two', [')', ')', 0x87], /takes more than it gave/],
    ['an unknown instruction', [0xff], /instruction 0xff at byte 2 is not known/],
    ['EXT1', [0x82, 1], /instruction 0x82/],
    ['INST', ['i', 'os\nsystem\n'], /instruction 0x69/],
    ['what was not kept', ['h', 5], /did not keep/],
    ['half a pair', ['}', '(', 'K', 1, 'u'], /sets items of something/],
    ['appending to a number', ['K', 1, 'N', 'a'], /not a list/],
    ['arguments that are none', ['cos\nsystem\n', 'N', 'R'], /not a tuple/],
    ['a persistent id that is none', ['N', 'Q'], /no proper name/],
    ['bad UTF-8', ['X', 1, 0, 0, 0, 0xff], /not UTF-8/],
  ])('%s', (_, parts, sentence) => {
    expect(() => run(...parts)).toTell(sentence);
  });

  it('counts what is copied: a list of lists of lists does not grow for free', () => {
    const copy = ['h', 0, 0x85, 'q', 1, 'cbuiltins\nlist\n', 'h', 1, 'R', '0', '0'];
    const big = [']', 'q', 0, '(', ...repeated(1_000, 'N'), 'e', ...repeated(600, ...copy)];
    expect(() => run(...big)).toTell(/more than 500000 objects/);
  });

  it('looks at hyper-parameters that hold themselves without end', () => {
    const knot = run(
      '}',
      'q',
      0,
      '(',
      ...Array.from({ length: 100 }, (_, at) => ['K', at, 'h', 0]).flat(),
      'u',
    );
    const start = performance.now();
    expect(toPlain(knot)).toBeTypeOf('object');
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
