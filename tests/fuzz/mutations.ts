/**
 * Seeded mutations of a checkpoint, and what the converter may do with them: refuse it in a sentence, or give the
 * right answer. Where a mutation repairs the checksums, the file says something else than before and no checksum
 * can tell, so another model is a right answer, too; any other error, a hang or a flood of memory never is.
 */
import { philox4x32 } from '../../src/blobgan';
import { Fault } from '../../src/faults';
import { i18n, sentenceOf } from '../../src/editor/i18n';
import { bytesSource, convertCheckpoint } from '../../src/convert';
import { crc32 } from '../../src/bytes';

/** What a person reads is one sentence in each, English first. */
const LANGUAGES = ['en', 'fr'].map((language) => i18n.getFixedT(language));

/** Longest a conversion of the golden checkpoint may take, on a machine with other work. */
const TIME_LIMIT_MS = 20_000;

/** Seeded random whole numbers: Philox4x32-10, like everything that is seeded here. */
export class Random {
  private block = 0;
  private words: number[] = [];
  constructor(private readonly seed: number) {}

  /** 0 <= result < bound. */
  below(bound: number): number {
    if (!this.words.length) this.words = [...philox4x32([this.block++, 0, 0x66757a7a, 0], [this.seed, 0])];
    return Math.floor((this.words.pop()! / 2 ** 32) * bound);
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

interface Entry {
  readonly name: string;
  /** Offsets in the file: of its central header, its local header and its contents. */
  readonly central: number;
  readonly local: number;
  readonly data: number;
  readonly size: number;
}

/** A good checkpoint, taken apart once so that mutations can aim. */
export class Subject {
  readonly entries: Entry[] = [];
  readonly end: number;

  constructor(readonly bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.length - 22;
    let at = view.getUint32(this.end + 16, true);
    while (at < this.end && view.getUint32(at, true) === 0x02014b50) {
      const nameLength = view.getUint16(at + 28, true);
      const local = view.getUint32(at + 42, true);
      this.entries.push({
        name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
        central: at,
        local,
        data: local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true),
        size: view.getUint32(at + 24, true),
      });
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    if (!this.entries.length) throw new Error('The subject of the fuzz test has no entries.');
  }

  get pickle(): Entry {
    return this.entries.find(({ name }) => name.endsWith('data.pkl'))!;
  }
}

/** Numbers that readers of sizes trip over. */
const EDGES = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function repairChecksum(file: Uint8Array, entry: Entry): void {
  const contents = file.subarray(entry.data, entry.data + entry.size);
  viewOf(file).setUint32(entry.central + 16, crc32(contents), true);
}

/** Overwrites 2 or 4 bytes with an edge, or a random number. */
function putEdge(file: Uint8Array, at: number, random: Random): void {
  const value = random.below(4) ? random.pick(EDGES) : random.below(2 ** 32);
  if (random.below(2)) viewOf(file).setUint32(Math.min(at, file.length - 4), value, true);
  else viewOf(file).setUint16(Math.min(at, file.length - 2), value & 0xffff, true);
}

type Mutation = (subject: Subject, random: Random) => Uint8Array;

/** Bytes anywhere. */
const flipBytes: Mutation = ({ bytes }, random) => {
  const file = bytes.slice();
  for (let count = 1 + random.below(16); count > 0; count--)
    file[random.below(file.length)]! ^= 1 + random.below(255);
  return file;
};

/** The file breaks off, or a piece in the middle is missing or there twice. */
const cut: Mutation = ({ bytes }, random) => {
  const [a, b] = [random.below(bytes.length), random.below(bytes.length)];
  if (random.below(2)) return bytes.slice(0, a);
  return new Uint8Array([...bytes.subarray(0, a), ...bytes.subarray(b)].slice(0, 2 * bytes.length));
};

/** A field of a local header, a central header or the end record. */
const zipField: Mutation = ({ bytes, entries, end }, random) => {
  const file = bytes.slice();
  for (let count = 1 + random.below(2); count > 0; count--) {
    const entry = random.pick(entries);
    const [start, length] = random.pick([
      [entry.local, 30],
      [entry.central, 46],
      [end, 22],
    ] as const);
    putEdge(file, start + random.below(length), random);
  }
  return file;
};

/** Bytes of the pickle, checksum repaired: opcodes, names and numbers alike. */
const pickleBytes: Mutation = ({ bytes, pickle }, random) => {
  const file = bytes.slice();
  for (let count = 1 + random.below(4); count > 0; count--) {
    file[pickle.data + random.below(pickle.size)] = random.below(256);
  }
  repairChecksum(file, pickle);
  return file;
};

/** An opcode of the pickle becomes another one, checksum repaired. */
const OPCODES = [
  ...'(.012FIJKLMNPQRSTUVXabcdeghijlopqrstu})]\x80\x81\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8f\x90\x91\x92\x93\x94\x95\x96',
].map((character) => character.charCodeAt(0));
const pickleOpcode: Mutation = ({ bytes, pickle }, random) => {
  const file = bytes.slice();
  for (let count = 1 + random.below(3); count > 0; count--) {
    const from = pickle.data + random.below(pickle.size);
    const next = file.subarray(from, pickle.data + pickle.size).findIndex((byte) => OPCODES.includes(byte));
    if (next >= 0) file[from + next] = random.pick(OPCODES);
  }
  repairChecksum(file, pickle);
  return file;
};

/** The number after BININT1, BININT2, BININT or BINUNICODE becomes an edge, checksum repaired. */
const pickleNumber: Mutation = ({ bytes, pickle }, random) => {
  const file = bytes.slice();
  const from = pickle.data + random.below(pickle.size - 8);
  const next = file
    .subarray(from, pickle.data + pickle.size - 8)
    .findIndex((byte) => [74, 75, 77, 88].includes(byte));
  if (next >= 0) putEdge(file, from + next + 1, random);
  repairChecksum(file, pickle);
  return file;
};

/** A run of the pickle is copied over another place in it, checksum repaired. */
const pickleSplice: Mutation = ({ bytes, pickle }, random) => {
  const file = bytes.slice();
  const length = 1 + random.below(400);
  const [from, to] = [random.below(pickle.size - length), random.below(pickle.size - length)];
  file.copyWithin(pickle.data + to, pickle.data + from, pickle.data + from + length);
  repairChecksum(file, pickle);
  return file;
};

/** Numbers of a storage, checksum repaired: infinities, NaN, anything. */
const storageBytes: Mutation = ({ bytes, entries }, random) => {
  const file = bytes.slice();
  const entry = random.pick(entries.filter(({ name, size }) => name.includes('/data/') && size >= 4));
  for (let count = 1 + random.below(8); count > 0; count--)
    putEdge(file, entry.data + random.below(entry.size - 3), random);
  repairChecksum(file, entry);
  return file;
};

/** By name: the mutation, and whether it repairs checksums, so that another model is a right answer. */
const MUTATIONS: Readonly<Record<string, { mutate: Mutation; repairs: boolean }>> = {
  'bytes anywhere': { mutate: flipBytes, repairs: false },
  'cut or doubled': { mutate: cut, repairs: false },
  'zip fields': { mutate: zipField, repairs: false },
  'pickle bytes': { mutate: pickleBytes, repairs: true },
  'pickle opcodes': { mutate: pickleOpcode, repairs: true },
  'pickle numbers': { mutate: pickleNumber, repairs: true },
  'pickle splices': { mutate: pickleSplice, repairs: true },
  'storage numbers': { mutate: storageBytes, repairs: true },
};
export const KINDS = Object.keys(MUTATIONS);

type Verdict = 'refused' | 'same' | 'other' | 'WRONG';

export interface Outcome {
  readonly seed: number;
  readonly kind: string;
  readonly verdict: Verdict;
  /** The sentence, or what went wrong. */
  readonly detail: string;
  readonly milliseconds: number;
}

/**
 * Mutates and converts.
 * @param goodId id of the model that the untouched checkpoint gives
 */
export async function attempt(
  subject: Subject,
  seed: number,
  goodId: string,
  meanLatent: Float32Array,
): Promise<Outcome> {
  const random = new Random(seed);
  const kind = KINDS[seed % KINDS.length]!;
  const { mutate, repairs } = MUTATIONS[kind]!;
  const file = mutate(subject, random);
  const start = performance.now();
  const finish = (verdict: Verdict, detail: string): Outcome => {
    const milliseconds = performance.now() - start;
    const late = milliseconds > TIME_LIMIT_MS;
    return {
      seed,
      kind,
      verdict: late ? 'WRONG' : verdict,
      detail: late ? `took ${milliseconds} ms` : detail,
      milliseconds,
    };
  };
  try {
    const { manifest } = await convertCheckpoint(bytesSource(file, 'room.ckpt'), {
      name: 'fuzz',
      meanLatent,
    });
    if (manifest.id === goodId) return finish('same', '');
    return finish(
      repairs ? 'other' : 'WRONG',
      'became another model although nothing repaired its checksums',
    );
  } catch (error) {
    const said = error instanceof Fault ? LANGUAGES.map((t) => sentenceOf(t, error.explanation)) : [];
    if (said.length && said.every((text) => /^\S.{10,500}\.$/.test(text))) return finish('refused', said[0]!);
    return finish('WRONG', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}
