/** The packed furniture in the page: geometries, textures, and the part of each model that a look can colour. */
import * as THREE from 'three';
import { mergeGeometries } from 'three/examples/jsm/utils/BufferGeometryUtils.js';
import type { PackedModel, PackedPart } from '../furniture/pack';
import { type Role, rolesOf } from '../furniture/roles';
import type { Colour, ModelInfo, OwnColours } from '../room/types';

export interface LoadedPart {
  readonly geometry: THREE.BufferGeometry;
  readonly map: THREE.Texture | null;
  /** The texture has holes (leaves): they are cut out. */
  readonly holes: boolean;
  readonly opacity: number;
  /** As modelled, linear. With a texture: the texture's mean. */
  readonly mean: THREE.Color;
  readonly role: Role;
  /** How light the part is compared with all of its role in the model: two parts of one role stay apart. */
  readonly tone: number;
}

export interface LoadedModel {
  readonly key: string;
  readonly class: string;
  readonly dimensions: readonly [number, number, number];
  readonly parts: readonly LoadedPart[];
  /** All parts without holes as one: what masks and silhouettes need. */
  readonly solid: THREE.BufferGeometry | null;
}

const TEXTURE_SIDE = 128;
const HOLES = 40;

export const toColour = (c: Colour): THREE.Color =>
  new THREE.Color().setRGB(c[0], c[1], c[2], THREE.SRGBColorSpace);

const luminance = (c: THREE.Color): number => 0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b;

interface LoadedTexture {
  readonly map: THREE.Texture;
  readonly mean: Colour;
  readonly holes: boolean;
}

async function loadTexture(url: string): Promise<LoadedTexture> {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(TEXTURE_SIDE, TEXTURE_SIDE);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0, TEXTURE_SIDE, TEXTURE_SIDE);
  const { data } = context.getImageData(0, 0, TEXTURE_SIDE, TEXTURE_SIDE);
  const sum = [0, 0, 0];
  let clear = 0;
  let solid = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3]! < 128) {
      clear++;
      continue;
    }
    solid++;
    for (let c = 0; c < 3; c++) sum[c]! += data[at + c]! / 255;
  }
  const map = new THREE.CanvasTexture(canvas);
  map.colorSpace = THREE.SRGBColorSpace;
  map.wrapS = map.wrapT = THREE.RepeatWrapping;
  const mean = sum.map((value) => value / Math.max(1, solid)) as unknown as Colour;
  return { map, mean, holes: clear > HOLES };
}

function geometryOf(part: PackedPart, buffer: ArrayBuffer): THREE.BufferGeometry {
  const geometry = new THREE.BufferGeometry();
  const attribute = ([at, length]: readonly [number, number], size: number): THREE.BufferAttribute =>
    new THREE.BufferAttribute(new Float32Array(buffer, at, length), size);
  geometry.setAttribute('position', attribute(part.positions, 3));
  geometry.setAttribute('normal', attribute(part.normals, 3));
  if (part.uvs) geometry.setAttribute('uv', attribute(part.uvs, 2));
  const [at, length] = part.indices;
  geometry.setIndex(new THREE.BufferAttribute(new Uint32Array(buffer, at, length), 1));
  geometry.computeBoundingBox();
  geometry.computeBoundingSphere();
  return geometry;
}

function areaOf(geometry: THREE.BufferGeometry): number {
  const size = geometry.boundingBox!.getSize(new THREE.Vector3());
  return size.x * size.y + size.x * size.z + 1e-6;
}

/** A geometry's triangles alone. */
function shapeOf(geometry: THREE.BufferGeometry): THREE.BufferGeometry {
  const shape = new THREE.BufferGeometry();
  shape.setAttribute('position', geometry.getAttribute('position'));
  shape.setIndex(geometry.index);
  return shape;
}

export class FurnitureStore {
  readonly models = new Map<string, LoadedModel>();
  readonly infos: ModelInfo[] = [];

  /** @param root where furniture.bin and textures/ are served */
  static async load(packed: readonly PackedModel[], root: string): Promise<FurnitureStore> {
    const store = new FurnitureStore();
    const buffer = await (await fetch(`${root}/furniture.bin`)).arrayBuffer();
    const names = new Set(packed.flatMap((model) => model.parts.flatMap((part) => part.texture ?? [])));
    const textures = new Map<string, LoadedTexture>();
    for (const name of names) {
      textures.set(name, await loadTexture(`${root}/textures/${encodeURIComponent(name)}`));
    }
    for (const model of packed) store.add(model, buffer, textures);
    return store;
  }

  private add(model: PackedModel, buffer: ArrayBuffer, textures: ReadonlyMap<string, LoadedTexture>): void {
    const drafts = model.parts.map((part) => {
      const geometry = geometryOf(part, buffer);
      const texture = part.texture ? textures.get(part.texture)! : null;
      const plain = part.colour.map((v) => Math.min(1, Math.max(0.02, v))) as unknown as Colour;
      return { part, geometry, texture, mean: texture?.mean ?? plain, area: areaOf(geometry) };
    });
    const facts = drafts.map(({ part, mean, area }) => ({
      name: part.name,
      mean,
      opacity: part.opacity,
      area,
    }));
    const roles = rolesOf(model.key, model.class, facts);
    const sums = new Map<Role, { colour: THREE.Color; area: number }>();
    drafts.forEach(({ mean, area }, k) => {
      const sum = sums.get(roles[k]!) ?? { colour: new THREE.Color(0, 0, 0), area: 0 };
      sum.colour.add(toColour(mean).multiplyScalar(area));
      sum.area += area;
      sums.set(roles[k]!, sum);
    });
    const own: Partial<Record<Role, Colour>> = {};
    for (const [role, { colour, area }] of sums) {
      const { r, g, b } = colour.multiplyScalar(1 / area).getRGB({ r: 0, g: 0, b: 0 }, THREE.SRGBColorSpace);
      // Rounded, so that the last bit of a texture's decoder does not reach the rooms.
      own[role] = [r, g, b].map((v) => Math.round(v * 100) / 100) as unknown as Colour;
    }
    const parts = drafts.map(({ part, geometry, texture, mean }, k): LoadedPart => {
      const role = roles[k]!;
      const linear = toColour(mean);
      const tone = luminance(linear) / Math.max(0.01, luminance(sums.get(role)!.colour));
      return {
        geometry,
        map: texture?.map ?? null,
        holes: texture?.holes ?? false,
        opacity: part.opacity,
        mean: linear,
        role,
        // A bed's covers are one piece, however many parts it was modelled in.
        tone: role === 'bedding' ? 1 : Math.min(1.5, Math.max(0.6, tone)),
      };
    });
    const solids = parts.filter((part) => !part.holes).map((part) => shapeOf(part.geometry));
    const solid = solids.length ? mergeGeometries(solids) : null;
    solid?.computeBoundingBox();
    const { key, class: name, dimensions } = model;
    this.models.set(key, { key, class: name, dimensions, parts, solid });
    this.infos.push({
      key: model.key,
      class: model.class,
      dimensions: model.dimensions,
      own: own as OwnColours,
      ...(model.only && { only: model.only }),
    });
  }
}
