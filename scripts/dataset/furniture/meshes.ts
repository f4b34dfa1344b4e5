/** OBJ + MTL -> small meshes in metres, standing on y = 0, centred, back towards -z. */
import path from 'node:path';
import { MeshoptSimplifier } from 'meshoptimizer';
import * as THREE from 'three';
import { OBJLoader } from 'three/examples/jsm/loaders/OBJLoader.js';
import { mergeVertices, toCreasedNormals } from 'three/examples/jsm/utils/BufferGeometryUtils.js';
import { type CatalogueEntry, textOf } from './catalogue';

interface Material {
  /** Diffuse colour, sRGB 0..1. */
  colour: [number, number, number];
  /** 1 = solid. */
  opacity: number;
  /** Path of the texture inside the library. */
  texture: string | null;
}

export interface Part {
  /** The material's name in the MTL file: says what the part is. */
  readonly name: string;
  readonly material: Material;
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  readonly uvs: Float32Array | null;
  readonly indices: Uint32Array;
}

const DEFAULT: Material = { colour: [0.75, 0.75, 0.75], opacity: 1, texture: null };
/** Edges sharper than this stay sharp (radians). */
const CREASE = 0.7;

/** The materials of an MTL file that matter to a Lambert look. */
function parseMtl(text: string, folder: string): Map<string, Material> {
  const materials = new Map<string, Material>();
  let current: Material | null = null;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    const [keyword, ...rest] = line.split(/\s+/);
    const numbers = rest.map(Number);
    if (keyword === 'newmtl') {
      current = { ...DEFAULT, colour: [...DEFAULT.colour] };
      materials.set(rest.join(' '), current);
    } else if (!current) continue;
    else if (keyword === 'Kd') current.colour = [numbers[0] ?? 0.75, numbers[1] ?? 0.75, numbers[2] ?? 0.75];
    else if (keyword === 'd') current.opacity = numbers.at(-1) ?? 1;
    else if (keyword === 'Tr' && current.opacity === 1) current.opacity = 1 - (numbers[0] ?? 0);
    else if (keyword === 'map_Kd') {
      current.texture = path.posix.join(folder, line.slice('map_Kd'.length).trim().replaceAll('\\', '/'));
    }
  }
  return materials;
}

interface Triangles {
  positions: number[];
  uvs: number[];
}

/** Triangles by material name, not yet scaled. */
function collect(objText: string): Map<string, Triangles> {
  // One line or point element makes three's loader turn the whole object into line segments.
  const group = new OBJLoader().parse(objText.replace(/^[lp] .*$/gm, ''));
  const byMaterial = new Map<string, Triangles>();
  group.traverse((object) => {
    if (!(object instanceof THREE.Mesh)) return;
    const geometry = object.geometry as THREE.BufferGeometry;
    const position = geometry.getAttribute('position');
    const uv = geometry.getAttribute('uv') as THREE.BufferAttribute | undefined;
    const materials = (
      Array.isArray(object.material) ? object.material : [object.material]
    ) as THREE.Material[];
    const groups = geometry.groups.length
      ? geometry.groups
      : [{ start: 0, count: position.count, materialIndex: 0 }];
    for (const { start, count, materialIndex } of groups) {
      const name = materials[materialIndex ?? 0]?.name ?? '';
      const triangles = byMaterial.get(name) ?? { positions: [], uvs: [] };
      byMaterial.set(name, triangles);
      for (let v = start; v < Math.min(start + count, position.count); v++) {
        triangles.positions.push(position.getX(v), position.getY(v), position.getZ(v));
        triangles.uvs.push(uv?.getX(v) ?? 0, uv?.getY(v) ?? 0);
      }
    }
  });
  return byMaterial;
}

function rotate(positions: number[], r: readonly number[]): void {
  for (let k = 0; k < positions.length; k += 3) {
    const [x, y, z] = [positions[k]!, positions[k + 1]!, positions[k + 2]!];
    for (let row = 0; row < 3; row++) {
      positions[k + row] = r[row * 3]! * x + r[row * 3 + 1]! * y + r[row * 3 + 2]! * z;
    }
  }
}

/** Fewer triangles, keeping textures in place; nothing is torn (the "sloppy" mode destroys lamp shades). */
function simplify(geometry: THREE.BufferGeometry, ratio: number): Uint32Array {
  const indices = Uint32Array.from(geometry.index!.array);
  if (ratio >= 1 || indices.length <= 36) return indices;
  const target = Math.max(12, Math.floor((indices.length * ratio) / 3)) * 3;
  const positions = geometry.getAttribute('position').array as Float32Array;
  const uv = geometry.getAttribute('uv') as THREE.BufferAttribute | undefined;
  const [simplified] = uv
    ? MeshoptSimplifier.simplifyWithAttributes(
        indices,
        positions,
        3,
        uv.array as Float32Array,
        2,
        [0.3, 0.3],
        null,
        target,
        0.05,
      )
    : MeshoptSimplifier.simplify(indices, positions, 3, target, 0.05);
  return simplified;
}

/**
 * @param files everything in the model's folder, by path
 * @param budget triangles the whole model may keep
 */
export async function buildMesh(
  entry: CatalogueEntry,
  files: ReadonlyMap<string, Uint8Array>,
  budget: number,
): Promise<Part[]> {
  await MeshoptSimplifier.ready;
  const folder = path.posix.dirname(entry.path);
  const objText = textOf(files.get(entry.path)!);
  const materials = new Map<string, Material>();
  for (const [, library] of objText.matchAll(/^mtllib\s+(.+)$/gm)) {
    const bytes = files.get(path.posix.join(folder, library!.trim()));
    if (bytes) for (const [name, material] of parseMtl(textOf(bytes), folder)) materials.set(name, material);
  }
  const images = [...files.keys()].filter((name) => /\.(jpe?g|png)$/i.test(name));
  const byMaterial = collect(objText);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  let total = 0;
  for (const { positions } of byMaterial.values()) {
    if (entry.rotation) rotate(positions, entry.rotation);
    total += positions.length / 9;
    positions.forEach((value, at) => {
      low[at % 3] = Math.min(low[at % 3]!, value);
      high[at % 3] = Math.max(high[at % 3]!, value);
    });
  }
  const dimensions = [entry.width, entry.height, entry.depth];
  const scale = dimensions.map((length, axis) => length / Math.max(1e-9, high[axis]! - low[axis]!));
  const origin = [(low[0]! + high[0]!) / 2, low[1]!, (low[2]! + high[2]!) / 2];
  const parts: Part[] = [];
  for (const [name, triangles] of byMaterial) {
    const material = { ...(materials.get(name) ?? DEFAULT) };
    if (material.texture && !files.has(material.texture)) {
      // Some map_Kd paths are dead; a folder with one image leaves no doubt which one was meant.
      material.texture = images.length === 1 ? images[0]! : null;
    }
    const positions = Float32Array.from(
      triangles.positions,
      (v, at) => (v - origin[at % 3]!) * scale[at % 3]!,
    );
    let geometry = new THREE.BufferGeometry();
    geometry.setAttribute('position', new THREE.BufferAttribute(positions, 3));
    if (material.texture) {
      geometry.setAttribute('uv', new THREE.BufferAttribute(Float32Array.from(triangles.uvs), 2));
    }
    geometry = mergeVertices(geometry, 1e-5);
    const indices = simplify(geometry, Math.min(1, budget / total));
    if (!indices.length) continue;
    geometry.setIndex(new THREE.BufferAttribute(indices, 1));
    const creased = mergeVertices(toCreasedNormals(geometry, CREASE), 1e-4);
    parts.push({
      name,
      material,
      positions: creased.getAttribute('position').array as Float32Array,
      normals: creased.getAttribute('normal').array as Float32Array,
      uvs: material.texture ? (creased.getAttribute('uv').array as Float32Array) : null,
      indices: Uint32Array.from(creased.index!.array),
    });
  }
  return parts;
}
