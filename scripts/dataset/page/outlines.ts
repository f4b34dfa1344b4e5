/** Each thing as a flat shape that writes its id: for masks and silhouettes. */
import * as THREE from 'three';
import type { Thing } from '../room/types';
import type { FurnitureStore } from './furniture';

export class OutlineBuilder {
  private readonly materials = new Map<string, THREE.ShaderMaterial>();

  constructor(private readonly store: FurnitureStore) {}

  /**
   * @param drawn the thing as it is drawn in colour
   * @param thing null for a surface
   */
  build(drawn: THREE.Object3D, thing: Thing | null, id: number): THREE.Object3D {
    const outline = new THREE.Group();
    const model = thing && this.store.models.get(thing.model);
    drawn.traverse((child) => {
      if (!(child instanceof THREE.Mesh)) return;
      const cutOut = (child.userData.cutOut as THREE.Texture | undefined) ?? null;
      // The parts of a model are one mesh here, but for those with holes.
      if (model && child.userData.part && !cutOut) return;
      outline.add(
        this.shape(child.geometry as THREE.BufferGeometry, child.matrixWorld, this.material(id, cutOut)),
      );
    });
    if (model?.solid) outline.add(this.shape(model.solid, partMatrixOf(drawn), this.material(id, null)));
    return outline;
  }

  private shape(geometry: THREE.BufferGeometry, world: THREE.Matrix4, material: THREE.Material): THREE.Mesh {
    const mesh = new THREE.Mesh(geometry, material);
    mesh.matrixAutoUpdate = mesh.matrixWorldAutoUpdate = false;
    mesh.matrix.copy(world);
    mesh.matrixWorld.copy(world);
    return mesh;
  }

  private material(id: number, cutOut: THREE.Texture | null): THREE.ShaderMaterial {
    const key = `${id} ${cutOut?.uuid ?? ''}`;
    let material = this.materials.get(key);
    if (!material) {
      const discard = cutOut ? 'if (texture2D(map, at).a < 0.5) discard;' : '';
      material = new THREE.ShaderMaterial({
        uniforms: { id: { value: id / 255 }, map: { value: cutOut } },
        vertexShader:
          'varying vec2 at; void main() { at = uv; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }',
        fragmentShader: `varying vec2 at; uniform float id; uniform sampler2D map;
          void main() { ${discard} gl_FragColor = vec4(id, id, id, 1.0); }`,
        side: THREE.DoubleSide,
      });
      this.materials.set(key, material);
    }
    return material;
  }
}

/** Where a model's parts stand: all in the same place. */
function partMatrixOf(drawn: THREE.Object3D): THREE.Matrix4 {
  let matrix = drawn.matrixWorld;
  drawn.traverse((child) => {
    if (child.userData.part) matrix = child.matrixWorld;
  });
  return matrix;
}
