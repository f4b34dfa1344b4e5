/** A room on the stage: its surfaces, things and light as a three.js scene. */
import * as THREE from 'three';
import type { Room } from '../room/types';
import { boundsOf, boxesNear, boxesOf } from './boxes';
import { type FurnitureStore, toColour } from './furniture';
import { MaterialPool } from './materials';
import { MAX_LAMPS, MAX_WINDOWS, type RoomMaterial, shared } from './shading';
import { OutlineBuilder } from './outlines';
import { ThingBuilder } from './things';

const SHADOW_SIDE = 512;
/** Metres of floor and walls behind the camera's side of the room. */
const BEHIND = 4.5;
const GROUNDS = {
  floor: 'floor',
  ceiling: 'floor',
  'back wall': 'back',
  'left wall': 'side',
  'right wall': 'side',
} as const;
const SKY_LIGHT = {
  clear: [0.92, 0.97, 1.0],
  cloudy: [0.95, 0.97, 1.0],
  sunset: [1.0, 0.78, 0.55],
  night: [0.1, 0.13, 0.25],
} as const;
const LAMP_POWER: Readonly<Record<string, number>> = {
  'table lamp': 0.62,
  'floor lamp': 0.9,
  'ceiling lamp': 1.1,
};

export interface Stage {
  readonly scene: THREE.Scene;
  readonly camera: THREE.PerspectiveCamera;
  /** The five surfaces, then the things in their order, as flat shapes with ids 1, 2, ... */
  readonly outlines: readonly THREE.Object3D[];
  /** All of them. */
  readonly outlineScene: THREE.Scene;
}

export class StageBuilder {
  private readonly scene = new THREE.Scene();
  private readonly camera = new THREE.PerspectiveCamera(50, 1, 0.05, 30);
  private readonly sky = new THREE.HemisphereLight(0xffffff, 0x888888, 1);
  private readonly sun = new THREE.DirectionalLight(0xffffff, 1);
  private readonly pool = new MaterialPool();
  private readonly builder: ThingBuilder;
  private readonly world = new THREE.Group();
  private readonly outlineScene = new THREE.Scene();
  private readonly outliner: OutlineBuilder;

  constructor(store: FurnitureStore) {
    this.builder = new ThingBuilder(store, this.pool);
    this.outliner = new OutlineBuilder(store);
    const { sun } = this;
    sun.castShadow = true;
    sun.shadow.mapSize.set(SHADOW_SIDE, SHADOW_SIDE);
    sun.shadow.radius = 2.5;
    sun.shadow.bias = -0.0015;
    sun.shadow.normalBias = 0.02;
    Object.assign(sun.shadow.camera, { left: -3.6, right: 3.6, top: 3.6, bottom: -3.6, near: 0.1, far: 16 });
    this.scene.add(this.sky, sun, sun.target, this.world);
  }

  /** The room's scene; it stands until the next call. */
  build(room: Room): Stage {
    this.world.clear();
    this.pool.recycle();
    const boxes = boxesOf(room.things);
    const surfaces = this.surfaces(room);
    for (const mesh of surfaces) {
      const bounds = new THREE.Box3().setFromObject(mesh);
      (mesh.material as RoomMaterial).setBoxes(boxesNear(boxes, bounds, null));
    }
    const things = room.things.map((thing) =>
      this.builder.build(thing, boxesNear(boxes, boundsOf(thing), thing)),
    );
    const objects = [...surfaces, ...things];
    this.world.add(...objects);
    this.light(room);
    const { camera } = this;
    camera.fov = room.camera.fov;
    camera.position.set(...room.camera.position);
    camera.lookAt(...room.camera.target);
    camera.clearViewOffset();
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld(true);
    this.world.updateMatrixWorld(true);
    const outlines = objects.map((object, k) =>
      this.outliner.build(object, room.things[k - surfaces.length] ?? null, k + 1),
    );
    this.outlineScene.clear();
    this.outlineScene.add(...outlines);
    return { scene: this.scene, camera, outlines, outlineScene: this.outlineScene };
  }

  private surfaces(room: Room): THREE.Mesh[] {
    const { width, height, depth } = room.room;
    const length = depth + BEHIND;
    const middle = -depth / 2 + length / 2;
    const places = {
      floor: [width, length, 0, 0, middle, -Math.PI / 2, 0],
      ceiling: [width, length, 0, height, middle, Math.PI / 2, 0],
      'back wall': [width, height, 0, height / 2, -depth / 2, 0, 0],
      'left wall': [length, height, -width / 2, height / 2, middle, 0, Math.PI / 2],
      'right wall': [length, height, width / 2, height / 2, middle, 0, -Math.PI / 2],
    } as const;
    return room.surfaces.map(({ name, look }) => {
      const material = this.pool.plain(GROUNDS[name], look.pattern);
      const { own } = material;
      own.colourA.value.copy(toColour(look.colourA!));
      own.colourB.value.copy(toColour(look.colourB!));
      own.patternScale.value = look.patternScale ?? 1;
      own.across.value = look.patternAcross ? 1 : 0;
      own.sheen.value = look.pattern === 'planks' ? 0.35 : look.pattern === 'tiles' ? 0.3 : 0;
      const [w, h, x, y, z, turnX, turnY] = places[name];
      const mesh = new THREE.Mesh(unitPlane, material);
      mesh.scale.set(w, h, 1);
      mesh.position.set(x, y, z);
      mesh.rotation.set(turnX, turnY, 0);
      mesh.receiveShadow = true;
      // After the things that hide parts of it: what is hidden is not lit.
      mesh.renderOrder = 1;
      return mesh;
    });
  }

  private light(room: Room): void {
    const { light } = room;
    const { width, height, depth } = room.room;
    shared.room.value.set(width, height, depth);
    const floor = toColour(room.surfaces[0]!.look.colourA!);
    this.sky.color.copy(toColour(light.skyColour));
    this.sky.groundColor
      .copy(floor)
      .lerp(new THREE.Color(0.95, 0.92, 0.88), 0.75)
      .multiply(this.sky.color);
    this.sky.intensity = light.skyIntensity;
    this.sun.color.copy(toColour(light.sunColour));
    this.sun.intensity = light.sunIntensity;
    this.sun.target.position.set(0, 0.4, -0.4);
    this.sun.position
      .set(...light.sunDirection)
      .normalize()
      .multiplyScalar(6)
      .add(this.sun.target.position);
    let windows = 0;
    let lamps = 0;
    for (const thing of room.things) {
      const [x, y, z] = thing.position;
      const [w, h] = thing.dimensions;
      if (thing.class === 'window' && windows < MAX_WINDOWS) {
        const colour = SKY_LIGHT[thing.look.sky ?? 'clear'];
        const power = light.night ? 0.5 : 1.1 * light.skyIntensity;
        shared.windowCentres.value[windows]!.set(x, y + h / 2, z, w * h);
        shared.windowNormals.value[windows]!.set(Math.sin(thing.yaw), 0, Math.cos(thing.yaw), 0);
        const linear = toColour(colour).multiplyScalar(power);
        shared.windowColours.value[windows++]!.set(linear.r, linear.g, linear.b, 0);
      }
      if (thing.look.lampOn && lamps < MAX_LAMPS) {
        const hanging = thing.class === 'ceiling lamp';
        const power = (LAMP_POWER[thing.class] ?? 0.6) * (light.night ? 1.5 : 0.75);
        shared.lamps.value[lamps++]!.set(x, hanging ? y - 0.08 : y + h * 0.82, z, power);
      }
    }
    shared.windowCount.value = windows;
    shared.lampCount.value = lamps;
  }
}

const unitPlane = new THREE.PlaneGeometry(1, 1);
