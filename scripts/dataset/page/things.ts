/** Things of a room as meshes: catalogue models in their colours, and what is made here. */
import * as THREE from 'three';
import type { Colour, Pattern, Thing } from '../room/types';
import type { Box } from './boxes';
import { type FurnitureStore, type LoadedPart, toColour } from './furniture';
import type { MaterialPool } from './materials';
import { type RoomMaterial, UNLIT } from './shading';

const box = new THREE.BoxGeometry(1, 1, 1);
const plane = new THREE.PlaneGeometry(1, 1);
const lying = new THREE.PlaneGeometry(1, 1).rotateX(-Math.PI / 2);
const disc = new THREE.CircleGeometry(0.5, 40).rotateX(-Math.PI / 2);
const rod = new THREE.CylinderGeometry(0.5, 0.5, 1, 10).rotateZ(Math.PI / 2);
const FOLDS = 7;
/** A curtain hangs this far before the middle of its box, clear of the window's frame. */
const CURTAIN_OFF = 0.03;

/** One wing of a curtain: a wave that opens downwards. */
const cloth = ((): THREE.BufferGeometry => {
  const geometry = new THREE.PlaneGeometry(1, 1, FOLDS * 8, 1);
  const position = geometry.getAttribute('position');
  for (let v = 0; v < position.count; v++) {
    position.setZ(v, 0.04 * Math.sin((position.getX(v) + 0.5) * FOLDS * 2 * Math.PI));
  }
  geometry.computeVertexNormals();
  return geometry;
})();

/** Their shadows would fall far away, across a wall. */
const SHADOWLESS = new Set(['window', 'ceiling lamp']);

type Triple = readonly [number, number, number];

function mesh(
  geometry: THREE.BufferGeometry,
  material: THREE.Material,
  size: Triple,
  at: Triple,
): THREE.Mesh {
  const made = new THREE.Mesh(geometry, material);
  made.scale.set(...size);
  made.position.set(...at);
  made.castShadow = made.receiveShadow = true;
  return made;
}

export class ThingBuilder {
  constructor(
    private readonly store: FurnitureStore,
    private readonly pool: MaterialPool,
  ) {}

  /**
   * The thing's meshes, standing where it stands.
   * @param boxes those that can darken it
   */
  build(thing: Thing, boxes: readonly Box[]): THREE.Group {
    const group = thing.model === 'procedural' ? this.procedural(thing) : this.model(thing);
    group.position.set(...thing.position);
    group.rotation.y = thing.yaw;
    group.traverse((object) => {
      if (object instanceof THREE.Mesh) (object.material as RoomMaterial).setBoxes(boxes);
    });
    return group;
  }

  private model(thing: Thing): THREE.Group {
    const group = new THREE.Group();
    const model = this.store.models.get(thing.model);
    if (!model) throw new Error(`The furniture has no model ${thing.model}.`);
    const inner = new THREE.Group();
    for (const part of model.parts) {
      const material = this.pool.part(part, thing);
      tint(material, part, thing);
      const made = new THREE.Mesh(part.geometry, material);
      made.castShadow = part.role !== 'glass' && !SHADOWLESS.has(thing.class);
      made.receiveShadow = true;
      if (part.role === 'glass') made.renderOrder = 5;
      made.userData.part = true;
      if (part.holes) made.userData.cutOut = part.map;
      inner.add(made);
    }
    const [w, h, d] = model.dimensions;
    inner.scale.set(thing.dimensions[0] / w, thing.dimensions[1] / h, thing.dimensions[2] / d);
    group.add(inner);
    if (thing.class === 'window') group.add(this.sky(thing));
    return group;
  }

  private plain(colour: Colour, sheen = 0): RoomMaterial {
    const material = this.pool.plain('none');
    material.color.copy(toColour(colour));
    material.own.sheen.value = sheen;
    return material;
  }

  /** A plane whose colour is the look's pattern. */
  private patterned(thing: Thing, ground: 'plane' | 'rug', pattern: Pattern): RoomMaterial {
    const material = this.pool.plain(ground, pattern);
    const { own } = material;
    const { look } = thing;
    if (look.colourA) own.colourA.value.copy(toColour(look.colourA));
    if (look.colourB) own.colourB.value.copy(toColour(look.colourB));
    if (look.colourC) own.colourC.value.copy(toColour(look.colourC));
    own.patternScale.value = look.patternScale ?? 1;
    own.extent.value.set(thing.dimensions[0], thing.dimensions[2]);
    own.across.value = look.patternAcross ? 1 : 0;
    return material;
  }

  private sky(thing: Thing): THREE.Mesh {
    const [w, h, d] = thing.dimensions;
    const material = this.patterned(thing, 'plane', thing.look.sky ?? 'clear');
    material.own.glow.value = UNLIT;
    const made = mesh(plane, material, [w * 0.95, h * 0.95, 1], [0, h / 2, -d / 2 + 0.004]);
    made.castShadow = false;
    return made;
  }

  private procedural(thing: Thing): THREE.Group {
    const { look } = thing;
    const [w, h, d] = thing.dimensions;
    const group = new THREE.Group();
    if (thing.class === 'rug') {
      const material = this.patterned(thing, 'rug', look.pattern ?? 'none');
      const rug = mesh(look.round ? disc : lying, material, [w, 1, d], [0, h, 0]);
      rug.castShadow = false;
      group.add(rug);
    } else if (thing.class === 'curtain') {
      const material = this.plain(look.colourA!);
      const wing = Math.max(0.24, w * 0.22);
      for (const side of [-1, 1]) {
        group.add(
          mesh(cloth, material, [wing, h - 0.02, 1], [side * (w / 2 - wing / 2), h / 2 - 0.02, CURTAIN_OFF]),
        );
      }
      group.add(mesh(rod, this.plain(look.wood!, 0.2), [w + 0.08, 0.03, 0.03], [0, h - 0.015, CURTAIN_OFF]));
    } else if (thing.class === 'picture' || thing.class === 'mirror') {
      const border = thing.class === 'picture' ? Math.min(w, h) * 0.12 : 0.03;
      const inner = this.patterned(thing, 'plane', look.pattern ?? 'none');
      group.add(mesh(box, this.plain(look.wood!, 0.3), [w, h, d], [0, h / 2, 0]));
      if (thing.class === 'picture') {
        const mount = this.plain([0.93, 0.92, 0.89]);
        group.add(mesh(plane, mount, [w - 0.05, h - 0.05, 1], [0, h / 2, d / 2 + 0.002]));
      } else inner.own.sheen.value = 0.3;
      group.add(mesh(plane, inner, [w - 0.05 - border, h - 0.05 - border, 1], [0, h / 2, d / 2 + 0.004]));
    } else throw new Error(`There is no procedural ${thing.class}.`);
    return group;
  }
}

/** Colours a part as the look says; a texture lends its detail to the new colour. */
function tint(material: RoomMaterial, part: LoadedPart, thing: Thing): void {
  const { look } = thing;
  const { role, mean } = part;
  const wanted = role === 'keep' || role === 'glass' ? undefined : look[role];
  material.own.sheen.value = role === 'wood' ? 0.25 : role === 'keep' ? 0.12 : 0.1;
  if (!wanted) material.color.copy(part.map ? material.color.setRGB(1, 1, 1) : mean);
  else {
    const target = toColour(wanted).multiplyScalar(part.tone);
    if (part.map) material.own.mapMean.value.copy(mean);
    material.color.copy(target);
  }
  if (role === 'bedding' && look.pattern && look.pattern !== 'none') {
    material.own.colourA.value.copy(material.color);
    material.own.colourB.value.copy(toColour(look.colourB!));
    material.own.patternScale.value = look.patternScale ?? 0.3;
    material.own.across.value = look.patternAcross ? 1 : 0;
  }
  if (role === 'shade' && look.lampOn) material.own.glow.value = 0.9;
}
