/** The shortlist as one binary file with an index, made once and kept in the git-ignored cache. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Library, ensureFurniture } from './catalogue';
import { buildMesh } from './meshes';
import type { RoomKind } from '../room/types';
import {
  type ClassModels,
  LIBRARIES,
  LIVING_ROOM,
  type LibraryKey,
  type ModelClass,
  SHORTLIST,
} from './shortlist';

/** Where an array lies in furniture.bin: byte offset and number of elements. */
type Span = readonly [offset: number, length: number];

export interface PackedPart {
  name: string;
  colour: [number, number, number];
  opacity: number;
  /** File name in the cache's textures folder. */
  texture: string | null;
  positions: Span;
  normals: Span;
  uvs: Span | null;
  indices: Span;
}

export interface PackedModel {
  key: string;
  class: ModelClass;
  /** The one kind of room that it stands in; left out: any. */
  only?: RoomKind;
  name: string;
  creator: string;
  licence: string;
  library: string;
  /** Width, height, depth in metres. */
  dimensions: [number, number, number];
  parts: PackedPart[];
}

export interface Furniture {
  readonly folder: string;
  readonly models: PackedModel[];
}

const VERSION = 3;

/** The packed furniture, made anew when the shortlist or this code's version changed. */
export async function packFurniture(cache: string): Promise<Furniture> {
  const stamp = createHash('sha256')
    .update(JSON.stringify([VERSION, SHORTLIST, LIVING_ROOM]))
    .digest('hex')
    .slice(0, 12);
  const folder = path.join(cache, `furniture-${stamp}`);
  const index = path.join(folder, 'furniture.json');
  if (existsSync(index)) return { folder, models: JSON.parse(readFileSync(index, 'utf8')) as PackedModel[] };

  ensureFurniture();
  mkdirSync(path.join(folder, 'textures'), { recursive: true });
  const libraries = new Map<LibraryKey, Library>();
  const chunks: Uint8Array[] = [];
  let offset = 0;
  const put = (array: Float32Array | Uint32Array): Span => {
    const at = offset;
    chunks.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    offset += array.byteLength;
    return [at, array.length];
  };
  const models: PackedModel[] = [];
  // What is new comes last: bytes, models and classes that were there stay where they were.
  const lists: [string, ClassModels, RoomKind?][] = [
    ...Object.entries(SHORTLIST).map(([name, list]): [string, ClassModels] => [name, list]),
    ...Object.entries(LIVING_ROOM).map(([name, list]): [string, ClassModels, RoomKind] => [
      name,
      list,
      'living room',
    ]),
  ];
  for (const [name, { keys, budget }, only] of lists) {
    for (const key of keys) {
      const letter = key[0] as LibraryKey;
      const library = libraries.get(letter) ?? new Library(letter);
      libraries.set(letter, library);
      const entry = library.find(key.slice(2));
      const files = library.filesOf(entry);
      const parts = (await buildMesh(entry, files, budget)).map((part): PackedPart => {
        let texture: string | null = null;
        if (part.material.texture) {
          texture = `${letter}-${part.material.texture.replaceAll('/', '-')}`;
          writeFileSync(path.join(folder, 'textures', texture), files.get(part.material.texture)!);
        }
        return {
          name: part.name,
          colour: part.material.colour,
          opacity: part.material.opacity,
          texture,
          positions: put(part.positions),
          normals: put(part.normals),
          uvs: part.uvs && put(part.uvs),
          indices: put(part.indices),
        };
      });
      models.push({
        key,
        class: name as ModelClass,
        ...(only && { only }),
        name: entry.name,
        creator: entry.creator,
        licence: LIBRARIES[letter].licence,
        library: LIBRARIES[letter].file.replace('.sh3f', ''),
        dimensions: [entry.width, entry.height, entry.depth],
        parts,
      });
    }
  }
  writeFileSync(path.join(folder, 'furniture.bin'), Buffer.concat(chunks));
  writeFileSync(index, JSON.stringify(models));
  return { folder, models };
}
