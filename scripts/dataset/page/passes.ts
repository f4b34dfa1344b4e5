/** The pictures of a stage: colour with smooth edges, the mask of ids, and silhouettes of each thing. */
import * as THREE from 'three';
import { shared } from './shading';
import type { Stage } from './stage';

/** Part of the picture that the silhouettes may go beyond its edge. */
const MARGIN = 0.15;
/** Side of a silhouette's tile in pixels. */
export const TILE = 64;
/** Side of the mask from which barely visible things are found. */
export const SURVEY = 128;

const flat = { minFilter: THREE.NearestFilter, magFilter: THREE.NearestFilter } as const;

/** Where a tile lies in the picture: left, top, right, bottom in picture units; null when nothing of it can be seen. */
export type TileBox = readonly [number, number, number, number] | null;

export class Passes {
  private readonly renderer: THREE.WebGLRenderer;
  private readonly smooth: THREE.WebGLRenderTarget;
  private readonly survey: THREE.WebGLRenderTarget;
  private readonly screen = new THREE.Scene();
  private readonly flatCamera = new THREE.OrthographicCamera(-1, 1, 1, -1, 0, 1);

  /** @param coarse colours at half the side, edges not smooth: enough for the mean colour of a thing */
  constructor(
    readonly size: number,
    coarse: boolean,
  ) {
    this.renderer = new THREE.WebGLRenderer({ antialias: false, preserveDrawingBuffer: true });
    const { renderer } = this;
    renderer.setSize(16, 16);
    renderer.autoClear = false;
    renderer.toneMapping = THREE.NoToneMapping;
    // Nearest first, so that what is hidden is not lit; three's own order goes by material before distance.
    renderer.setOpaqueSort((a, b) => a.renderOrder - b.renderOrder || a.z - b.z || a.id - b.id);
    renderer.shadowMap.enabled = true;
    renderer.shadowMap.type = THREE.PCFShadowMap;
    // Four samples a pixel: as smooth at edges as drawing at twice the size, for a quarter of the light.
    const side = coarse ? Math.ceil(size / 2) : size;
    this.smooth = new THREE.WebGLRenderTarget(side, side, { ...flat, samples: coarse ? 0 : 4 });
    this.survey = this.target(SURVEY, SURVEY, true);
    const copy = new THREE.ShaderMaterial({
      uniforms: { picture: { value: this.smooth.texture } },
      vertexShader: 'varying vec2 at; void main() { at = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }',
      fragmentShader:
        'varying vec2 at; uniform sampler2D picture; void main() { gl_FragColor = texture2D(picture, at); }',
      depthTest: false,
      depthWrite: false,
    });
    this.screen.add(new THREE.Mesh(new THREE.PlaneGeometry(2, 2), copy));
  }

  target(width: number, height: number, depthBuffer: boolean): THREE.WebGLRenderTarget {
    return new THREE.WebGLRenderTarget(width, height, { ...flat, depthBuffer });
  }

  private begin(
    target: THREE.WebGLRenderTarget,
    x: number,
    y: number,
    side: number,
    background: number,
  ): void {
    target.viewport.set(x, y, side, side);
    target.scissor.set(x, y, side, side);
    target.scissorTest = true;
    this.renderer.setRenderTarget(target);
    this.renderer.setClearColor(background, 1);
    this.renderer.clear();
  }

  colour(
    { scene, camera }: Stage,
    exposure: number,
    atlas: THREE.WebGLRenderTarget,
    x: number,
    y: number,
  ): void {
    shared.exposure.value = exposure;
    this.begin(this.smooth, 0, 0, this.smooth.width, 0x000000);
    this.renderer.shadowMap.autoUpdate = true;
    this.renderer.render(scene, camera);
    this.renderer.shadowMap.autoUpdate = false;
    this.begin(atlas, x, y, this.size, 0x000000);
    this.renderer.render(this.screen, this.flatCamera);
  }

  mask(
    { outlineScene, camera }: Stage,
    atlas: THREE.WebGLRenderTarget,
    x: number,
    y: number,
    side = this.size,
  ): void {
    this.begin(atlas, x, y, side, 0x000000);
    this.renderer.render(outlineScene, camera);
  }

  /** Visible pixels of each id in a small mask. */
  surveyPixels(stage: Stage): Uint32Array {
    this.mask(stage, this.survey, 0, 0, SURVEY);
    const bytes = this.read(this.survey, SURVEY, SURVEY);
    const counts = new Uint32Array(256);
    for (let at = 0; at < bytes.length; at += 4) counts[bytes[at]!]!++;
    return counts;
  }

  /** Draws one outline alone into a tile. */
  silhouette(
    { camera, outlines }: Stage,
    index: number,
    atlas: THREE.WebGLRenderTarget,
    x: number,
    y: number,
  ): TileBox {
    const object = outlines[index]!;
    const box = boundsInPicture(object, camera);
    this.begin(atlas, x, y, TILE, 0x000000);
    if (!box) return null;
    const [left, top, right, bottom] = box;
    camera.setViewOffset(1, 1, left, top, right - left, bottom - top);
    this.renderer.render(object, camera);
    camera.clearViewOffset();
    return box;
  }

  read(target: THREE.WebGLRenderTarget, width: number, height: number): Uint8Array {
    const bytes = new Uint8Array(width * height * 4);
    this.renderer.readRenderTargetPixels(target, 0, 0, width, height, bytes);
    return bytes;
  }
}

const corner = new THREE.Vector3();

/** The object's bounding rectangle in picture units, cut off at the frame grown by the margin. */
function boundsInPicture(object: THREE.Object3D, camera: THREE.PerspectiveCamera): TileBox {
  const low: [number, number] = [Infinity, Infinity];
  const high: [number, number] = [-Infinity, -Infinity];
  object.traverse((child) => {
    if (!(child instanceof THREE.Mesh)) return;
    const geometry = child.geometry as THREE.BufferGeometry;
    if (!geometry.boundingBox) geometry.computeBoundingBox();
    const { min, max } = geometry.boundingBox!;
    for (let k = 0; k < 8; k++) {
      corner.set(k & 1 ? max.x : min.x, k & 2 ? max.y : min.y, k & 4 ? max.z : min.z);
      corner.applyMatrix4(child.matrixWorld).applyMatrix4(camera.matrixWorldInverse);
      if (corner.z > -camera.near) {
        // Behind the camera: it may reach any edge of the frame.
        low[0] = low[1] = -1;
        high[0] = high[1] = 2;
        continue;
      }
      corner.applyMatrix4(camera.projectionMatrix);
      low[0] = Math.min(low[0], corner.x * 0.5 + 0.5);
      high[0] = Math.max(high[0], corner.x * 0.5 + 0.5);
      low[1] = Math.min(low[1], 0.5 - corner.y * 0.5);
      high[1] = Math.max(high[1], 0.5 - corner.y * 0.5);
    }
  });
  // A hair of room, so that the outline's own pixels are inside.
  const clamp = (v: number): number => Math.min(1 + MARGIN, Math.max(-MARGIN, v));
  const box = [
    clamp(low[0] - 0.004),
    clamp(low[1] - 0.004),
    clamp(high[0] + 0.004),
    clamp(high[1] + 0.004),
  ] as const;
  return box[2] - box[0] > 1e-4 && box[3] - box[1] > 1e-4 ? box : null;
}
