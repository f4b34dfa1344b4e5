/** Links: `#s=` + version + `.` + base64url of a checksum and the deflated scene. FORMAT.md has the layout. */
import { deflateSync } from 'fflate';
import { crc32, fromBase64Url, joined, toBase64Url } from '../../bytes';
import { MAX_MODEL_NAME, type ModelOf, type NamedModel, type SceneContent, sceneContent } from '../content';
import { because, fault } from '../../faults';
import { hasGroups } from '../groups';
import { hasChanges } from '../looks';
import { snapScene } from '../grid';
import { inflateWithin } from '../inflate';
import { MAX_ID, checkScene } from '../schema';
import type { Scene } from '../types';
import { readBody, readGroups, writeBody, writeGroups } from './body';
import { ByteReader, ByteWriter, damaged } from './bytes';
import { readLooks, writeLooks } from './looks';
import { unwrap } from './wrapping';

/**
 * The second one has groups, the third changes by name and light; a scene is of the first version that has what it has, so that as
 * many readers as can be read it.
 */
const LINK_VERSION = 3;

const PREFIX = '#s=';
/** No scene makes a longer link: 256 blobs, each with a long name and four seeds of its own. */
const MAX_CHARACTERS = 200_000;
const MAX_BYTES = 150_000;

/**
 * The fragment of an address that reproduces a scene.
 * @param model the scene's own
 */
export function writeLink(scene: Scene, model: NamedModel): string {
  const head = new ByteWriter();
  head.text(scene.model);
  head.text(model.name.slice(0, MAX_MODEL_NAME));
  const snapped = snapScene(scene);
  const parts = [head.finish(), writeBody(snapped, model.names)];
  const version = hasChanges(snapped) ? 3 : hasGroups(snapped) ? 2 : 1;
  if (version > 1) parts.push(writeGroups(snapped));
  if (version > 2) parts.push(writeLooks(snapped));
  return `${PREFIX}${version}.${toBase64Url(sealed(joined(parts)))}`;
}

/** Checksum (four bytes, the lowest first) and deflated data. */
export function sealed(plain: Uint8Array): Uint8Array {
  const out = joined([new Uint8Array(4), deflateSync(plain, { level: 9 })]);
  new DataView(out.buffer).setUint32(0, crc32(plain), true);
  return out;
}

/**
 * Reads a fragment.
 * @param fragment an address's part from `#` on, with whatever was added to it on its way
 * @param modelOf the model of an id, null when it is not here
 * @throws Fault when it is damaged or of a newer version
 */
export function readLink(fragment: string, modelOf: ModelOf): SceneContent {
  if (fragment.length > MAX_CHARACTERS) throw damaged(because('longerThanScenes'));
  const found = unwrap(fragment);
  if (!found) throw damaged(because('noVersion'));
  const { version, whole, likely } = found;
  if (version > LINK_VERSION) throw fault('linkNewer', { version, newest: LINK_VERSION });
  if (version < 1) throw damaged(because('noVersion'));
  for (const text of likely) {
    const plain = unsealed(text);
    if (plain) return readPlain(plain, version, modelOf);
  }
  const bytes = fromBase64Url(whole);
  if (!bytes) throw damaged(because('strangeCharacters'));
  throw damaged(because(bytes.length < 5 ? 'endsEarly' : 'cutShortOrChanged'));
}

/** @returns null unless the checksum proves the text whole */
function unsealed(text: string): Uint8Array | null {
  const bytes = fromBase64Url(text);
  if (!bytes || bytes.length < 5) return null;
  const plain = inflateWithin(bytes.subarray(4), MAX_BYTES);
  const expected = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return plain && crc32(plain) === expected ? plain : null;
}

/** What is left to read once the wrapping is off. */
function readPlain(plain: Uint8Array, version: number, modelOf: ModelOf): SceneContent {
  const input = new ByteReader(plain);
  const id = input.text(MAX_ID);
  const name = input.text(MAX_MODEL_NAME);
  const model = modelOf(id);
  if (!model) return { kind: 'other-model', id, name };
  const body = readBody(input, id, model.names);
  const grouped = version > 1 ? readGroups(input, body) : body;
  const scene = checkScene(version > 2 ? readLooks(input, grouped) : grouped, damaged);
  if (!input.done) throw damaged(because('moreThanScene'));
  return sceneContent(scene, model, damaged);
}
