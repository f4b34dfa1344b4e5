/**
 * Seeded mutations of links, scene files and pictures, and what a reader may do with them: give a scene within the
 * limits, name another model, or refuse in one sentence. Any other error never is right.
 */
import fc from 'fast-check';
import { encode } from 'fast-png';
import { deflateSync } from 'fflate';
import { crc32, fromBase64Url, joined, toBase64Url } from '../../src/bytes';
import {
  type NamedModel,
  type Scene,
  type SceneContent,
  isLink,
  readLink,
  readPngScene,
  readSceneFile,
  sealed,
  snapScene,
  writeLink,
  writePngScene,
  writeSceneFile,
} from '../../src/scene';
import { Fault, type Explanation, fault } from '../../src/faults';
import { checkScene } from '../../src/scene/schema';
import { inflateWithin } from '../../src/scene/inflate';
import { i18n, sentenceOf } from '../../src/editor/i18n';
import { NAMED, anyScene } from '../unit/scene/arbitrary';
import { Random } from './mutations';

export type Subject = 'link' | 'file' | 'picture';

const known = (id: string): NamedModel | null => (id === NAMED.id ? NAMED : null);
const SCENES = fc.sample(anyScene, { seed: 2, numRuns: 40 });
const LINKS = SCENES.map((scene) => writeLink(scene, NAMED));
const FILES = SCENES.map((scene) => writeSceneFile(scene, NAMED, 0));
const PIXELS = encode({ width: 4, height: 4, channels: 3, data: new Uint8Array(48) });
const PICTURES = FILES.map((file) => writePngScene(PIXELS, file));

const EDGES = [0, 1, 0x3f, 0x40, 0x7f, 0x80, 0xfe, 0xff];

/** A few bytes are written over, taken out, doubled or cut off. */
function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let out = [...bytes];
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(out.length + 1);
    const length = random.below(9);
    const kind = random.below(6);
    if (kind === 0) out[Math.min(at, out.length - 1)] = random.below(256);
    else if (kind === 1) out[Math.min(at, out.length - 1)] = random.pick(EDGES);
    else if (kind === 2) out.splice(at, length);
    else if (kind === 3) out.splice(at, 0, ...out.slice(at, at + length));
    else if (kind === 4) out.splice(at, 0, ...Array.from({ length }, () => random.pick(EDGES)));
    else out = out.slice(0, at);
    if (!out.length) out = [0];
  }
  return Uint8Array.from(out);
}

const STRANGE = [
  '%',
  ' ',
  '\0',
  '=',
  '+',
  '/',
  '🛋',
  '\n',
  '<b>',
  '__proto__',
  '.',
  '#s=',
  '1',
  'A',
  '-',
  '_',
];

function mutateText(text: string, random: Random): string {
  let out = text;
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(out.length + 1);
    const length = random.below(12);
    const kind = random.below(5);
    if (kind === 0) out = out.slice(0, at) + random.pick(STRANGE) + out.slice(at + 1);
    else if (kind === 1) out = out.slice(0, at) + out.slice(at + length);
    else if (kind === 2) out = out.slice(0, at) + out.slice(at, at + length) + out.slice(at);
    else if (kind === 3) out = out.slice(0, at);
    else out = out.slice(0, at) + random.pick(STRANGE).repeat(random.below(50)) + out.slice(at);
  }
  return out;
}

const plainOf = (link: string): Uint8Array => inflateWithin(fromBase64Url(link.slice(5))!.subarray(4), 1e6)!;
const asLink = (bytes: Uint8Array): string => `#s=1.${toBase64Url(bytes)}`;

/** A little that unfolds to a lot, with a checksum that fits what a reader that gave up early would have. */
function bomb(random: Random): Uint8Array {
  const packed = deflateSync(new Uint8Array(1 + random.below(2_000_000)).fill(random.pick(EDGES)));
  return joined([new Uint8Array(4), packed]);
}

/** Made anew each time: the next mutation may go into one of them. */
const values = (): readonly unknown[] => [
  null,
  -1,
  1e308,
  0.5,
  2 ** 53,
  '',
  'x'.repeat(300),
  [],
  {},
  true,
  '<script>alert(1)</script>',
  { __proto__: null },
  Array(300).fill(0),
];

/** One value somewhere in a document becomes another, or a field comes or goes. */
function mutateJson(text: string, random: Random): string {
  const root = JSON.parse(text) as Record<string, unknown>;
  for (let times = 1 + random.below(3); times > 0; times--) {
    let place = root as Record<string, unknown>;
    for (;;) {
      const keys = Object.keys(place);
      const key = keys.length ? random.pick(keys) : 'none';
      const below = place[key];
      if (typeof below === 'object' && below && random.below(4)) {
        place = below as Record<string, unknown>;
        continue;
      }
      const kind = random.below(4);
      if (kind === 0) Reflect.deleteProperty(place, key);
      else if (kind === 1) place[`${key}2`] = random.pick(values());
      else place[key] = random.pick(values());
      break;
    }
  }
  const out = JSON.stringify(root);
  // A prototype can only be written in the text: as a field of an object literal it would not be a field.
  return random.below(8) ? out : out.replace('{', '{"__proto__":{"polluted":true},');
}

/** Mutates what the chunk says and gives it a checksum that fits. */
function repaired(picture: Uint8Array, random: Random, text: string): Uint8Array {
  const out = writePngScene(picture, text);
  const at = out.length - 12 - 4 - random.below(text.length);
  const start = out.length - 12 - 12 - (new TextEncoder().encode(text).length + 'blobroom-scene'.length + 5);
  if (random.below(2)) out[at - 1] = random.below(256);
  new DataView(out.buffer).setUint32(out.length - 16, crc32(out.subarray(start + 4, out.length - 16)));
  return out;
}

interface Mutation {
  readonly subject: Subject;
  /** Reads what the mutation made. */
  readonly run: (random: Random) => () => SceneContent;
}

const link = (make: (random: Random) => string): Mutation => ({
  subject: 'link',
  run: (random) => {
    const text = make(random);
    return () => readLink(isLink(text) ? text : `#s=${text}`, known);
  },
});
const file = (make: (random: Random) => string): Mutation => ({
  subject: 'file',
  run: (random) => {
    const text = make(random);
    return () => readSceneFile(text, known);
  },
});
const picture = (make: (random: Random) => Uint8Array): Mutation => ({
  subject: 'picture',
  run: (random) => {
    const bytes = make(random);
    return () => readPngScene(bytes, known);
  },
});

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'link: letters': link((random) => mutateText(random.pick(LINKS), random)),
  'link: bytes': link((random) => asLink(mutateBytes(fromBase64Url(random.pick(LINKS).slice(5))!, random))),
  'link: resealed': link((random) => asLink(sealed(mutateBytes(plainOf(random.pick(LINKS)), random)))),
  'link: noise': link((random) =>
    asLink(sealed(Uint8Array.from({ length: random.below(400) }, () => random.below(256)))),
  ),
  'link: noise inside': link((random) => {
    // The model is right, what follows is not.
    const head = plainOf(LINKS[0]!).subarray(0, 2 + NAMED.id.length + NAMED.name.length);
    const tail = Array.from({ length: random.below(400) }, () => random.below(random.pick([3, 32, 256])));
    return asLink(sealed(Uint8Array.from([...head, ...tail])));
  }),
  'link: bomb': link((random) => asLink(bomb(random))),
  'file: letters': file((random) => mutateText(random.pick(FILES), random)),
  'file: values': file((random) => mutateJson(random.pick(FILES), random)),
  'file: depth': file((random) => '[{"a":'.repeat(random.below(100_000)) + random.pick(FILES)),
  'picture: bytes': picture((random) => mutateBytes(random.pick(PICTURES), random)),
  'picture: repaired': picture((random) => repaired(PIXELS, random, mutateText(random.pick(FILES), random))),
  'picture: values': picture((random) => writePngScene(PIXELS, mutateJson(random.pick(FILES), random))),
};

export type Verdict = 'scene' | 'other model' | 'refused' | 'WRONG';

export interface Outcome {
  readonly kind: string;
  readonly verdict: Verdict;
  /** The sentence, or what is wrong. */
  readonly detail: string;
  /** Of processor time: another program's work is not the reader's. */
  readonly milliseconds: number;
}

/** One sentence of a length that fits a notice: nothing from outside may blow it up. */
const isSentence = (text: string): boolean =>
  text.length < 300 && /[.!?]$/.test(text) && !/[.!?]\s/.test(text.slice(0, -1));

const [ENGLISH, FRENCH] = [i18n.getFixedT('en'), i18n.getFixedT('fr')];

const original = JSON.stringify(SCENES);

function faultOf(scene: Scene): string | null {
  if (snapScene(scene) !== scene) return 'the scene is not on the grid';
  try {
    checkScene(JSON.parse(JSON.stringify(scene)), (why) => fault('fileDamaged', { why }));
  } catch (error) {
    return `the scene is outside the limits: ${String(error)}`;
  }
  if ('polluted' in {}) return 'a prototype was changed';
  return JSON.stringify(SCENES) === original ? null : 'another scene was changed';
}

function processorTime(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

/** In every language, English first. */
const sentences = (explanation: Explanation): string[] =>
  [ENGLISH, FRENCH].map((t) => sentenceOf(t, explanation));

export function attempt(kinds: readonly string[], seed: number): Outcome {
  const kind = kinds[seed % kinds.length]!;
  const read = MUTATIONS[kind]!.run(new Random(seed));
  const start = process.cpuUsage();
  const outcome = (verdict: Verdict, detail: string): Outcome => ({
    kind,
    verdict,
    detail,
    milliseconds: processorTime(start),
  });
  let content: SceneContent;
  try {
    content = read();
  } catch (error) {
    const said = error instanceof Fault ? sentences(error.explanation) : [];
    if (said.length && said.every(isSentence)) return outcome('refused', said[0]!);
    return outcome('WRONG', String(error));
  }
  if (content.kind === 'other-model') return outcome('other model', '');
  const good = outcome('scene', '');
  const fault = faultOf(content.scene);
  return fault ? { ...good, verdict: 'WRONG', detail: fault } : good;
}

export const kindsOf = (...subjects: Subject[]): string[] =>
  Object.keys(MUTATIONS).filter((kind) => subjects.includes(MUTATIONS[kind]!.subject));
