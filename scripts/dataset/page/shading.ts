/**
 * The light of a room on three's Lambert material: sky and sun are three's own; added are the windows and lamps as
 * soft lights, darkening in corners and near things, a sheen, and the patterns. All of it depends on what is near
 * the point that is shaded, so that a painter who looks at a neighbourhood can learn it.
 */
import * as THREE from 'three';
import { PATTERN_GLSL } from './patterns';

export const MAX_BOXES = 16;
export const MAX_WINDOWS = 2;
export const MAX_LAMPS = 5;

const vectors = (count: number): { value: THREE.Vector4[] } => ({
  value: Array.from({ length: count }, () => new THREE.Vector4()),
});

/** Shared by every material of a room. */
export const shared = {
  exposure: { value: 1 },
  room: { value: new THREE.Vector3(4, 2.5, 4) },
  /** Middle of each window and its area; its normal. */
  windowCentres: vectors(MAX_WINDOWS),
  windowNormals: vectors(MAX_WINDOWS),
  windowColours: vectors(MAX_WINDOWS),
  windowCount: { value: 0 },
  /** Place of each lamp and its strength. */
  lamps: vectors(MAX_LAMPS),
  lampCount: { value: 0 },
  lampColour: { value: new THREE.Color(1, 0.74, 0.44) },
};

const HEAD = /* glsl */ `
varying vec3 worldPoint; varying vec3 worldNormal; varying vec3 ownPoint; varying vec3 ownNormal; varying vec2 ownUv;
uniform vec3 room;
uniform vec4 boxCentres[${MAX_BOXES}]; uniform vec4 boxHalves[${MAX_BOXES}]; uniform int boxCount;
uniform vec4 windowCentres[${MAX_WINDOWS}]; uniform vec4 windowNormals[${MAX_WINDOWS}];
uniform vec4 windowColours[${MAX_WINDOWS}]; uniform int windowCount;
uniform vec4 lamps[${MAX_LAMPS}]; uniform int lampCount; uniform vec3 lampColour;
uniform float exposure; uniform vec3 mapMean; uniform float glow; uniform float sheen; uniform float across;

float corner(float d, float facing, float depth) {
  float f = max(0.0, 1.0 - d / 0.9);
  return 1.0 - depth * f * f * f * clamp(0.5 - 0.5 * facing, 0.0, 1.0) * 2.0;
}
/** 1 = open, 0 = closed in. */
float openness(vec3 p, vec3 n) {
  float open = corner(room.x * 0.5 + p.x, n.x, 0.34) * corner(room.x * 0.5 - p.x, -n.x, 0.34);
  open *= corner(room.z * 0.5 + p.z, n.z, 0.34) * corner(p.y, n.y, 0.36) * corner(room.y - p.y, -n.y, 0.3);
  for (int k = 0; k < boxCount; k++) {
    vec4 a = boxCentres[k], b = boxHalves[k];
    vec3 o = p - a.xyz;
    o.xz = vec2(a.w * o.x - b.w * o.z, b.w * o.x + a.w * o.z);
    vec3 v = clamp(o, -b.xyz, b.xyz) - o;
    float d2 = dot(v, v);
    v.xz = vec2(a.w * v.x + b.w * v.z, -b.w * v.x + a.w * v.z);
    float facing = d2 < 1e-6 ? 1.0 : clamp(0.55 + 0.6 * dot(n, v) * inversesqrt(d2), 0.0, 1.0);
    float close = 1.0 / (1.0 + 45.0 * d2), wide = 1.0 / (1.0 + 5.0 * d2);
    open *= 1.0 - facing * (0.46 * close * close + 0.26 * wide * wide * max(0.0, 1.0 - d2 / 1.2));
  }
  return open;
}
vec3 softLights(vec3 p, vec3 n) {
  vec3 light = vec3(0.0);
  for (int k = 0; k < windowCount; k++) {
    vec3 l = windowCentres[k].xyz - p;
    float d2 = dot(l, l);
    l *= inversesqrt(d2);
    float here = max(0.0, 0.25 + 0.75 * dot(n, l)), there = max(0.0, -dot(windowNormals[k].xyz, l));
    light += windowColours[k].rgb * (windowCentres[k].w * here * there / (d2 + 0.6 * windowCentres[k].w));
  }
  for (int k = 0; k < lampCount; k++) {
    vec3 l = lamps[k].xyz - p;
    float d2 = dot(l, l);
    float fall = max(0.0, 1.0 - d2 / 9.0);
    light += lampColour * (lamps[k].w * max(0.0, 0.35 + 0.65 * dot(n, l) * inversesqrt(d2)) * fall * fall / (d2 + 0.06));
  }
  return light;
}
/** Exposure, a curve that rolls the lights off softly and keeps colours warm, sRGB. */
vec3 develop(vec3 c) {
  c *= exposure;
  float l = dot(c, vec3(0.2126, 0.7152, 0.0722));
  c *= (1.0 + l / 5.3) / (1.0 + l * 0.62);
  l = dot(c, vec3(0.2126, 0.7152, 0.0722));
  c = clamp(mix(vec3(l), c, 1.04), 0.0, 1.0);
  c = mix(c * 12.92, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
  return mix(c, c * c * (3.0 - 2.0 * c), 0.22);
}
${PATTERN_GLSL}
/** The mean over the pixel. */
vec3 smoothPattern(vec2 q) {
  vec2 x = dFdx(q) * 0.25, y = dFdy(q) * 0.25;
  #if PATTERN == 0
  return colourA;
  #else
  return 0.25 * (patternColour(q + x + y) + patternColour(q + x - y) + patternColour(q - x + y) + patternColour(q - x - y));
  #endif
}`;

/** What a pattern is measured on. */
const GROUNDS = {
  /** Metres along a surface of the room; a skirting board runs along the walls. */
  floor: 'worldPoint.xz',
  back: 'worldPoint.xy',
  side: 'worldPoint.zy',
  /** 0..1 over a plane. */
  plane: 'ownUv',
  /** Metres from the middle of a plane. */
  rug: '(ownUv - 0.5) * extent',
  /** Metres over cloth: along the top, down the sides. */
  cloth:
    'vec2(ownPoint.x + (abs(ownNormal.x) > 0.75 ? ownPoint.y * sign(ownPoint.x) : 0.0), ownPoint.z - (abs(ownNormal.z) > 0.75 ? ownPoint.y : 0.0))',
  none: '',
} as const;
export type Ground = keyof typeof GROUNDS;

export interface OwnUniforms {
  colourA: { value: THREE.Color };
  colourB: { value: THREE.Color };
  colourC: { value: THREE.Color };
  patternScale: { value: number };
  extent: { value: THREE.Vector2 };
  /** Mean colour of the texture, when the texture is only to lend its detail to another colour; x < 0 = it keeps its own. */
  mapMean: { value: THREE.Color };
  /** 1 = the pattern runs across. */
  across: { value: number };
  /** Boxes that darken it: middle of each and the cosine of its turn; half its sides and the sine. */
  boxCentres: { value: THREE.Vector4[] };
  boxHalves: { value: THREE.Vector4[] };
  boxCount: { value: number };
  /** Light of its own, in parts of its colour; above 10 the thing is not lit at all (skies). */
  glow: { value: number };
  /** How much of the sky it mirrors at a grazing angle. */
  sheen: { value: number };
}

export const UNLIT = 11;

function ownUniforms(): OwnUniforms {
  return {
    colourA: { value: new THREE.Color(1, 1, 1) },
    colourB: { value: new THREE.Color(1, 1, 1) },
    colourC: { value: new THREE.Color(1, 1, 1) },
    patternScale: { value: 1 },
    extent: { value: new THREE.Vector2(1, 1) },
    mapMean: { value: new THREE.Color(-1, 0, 0) },
    across: { value: 0 },
    boxCentres: vectors(MAX_BOXES),
    boxHalves: vectors(MAX_BOXES),
    boxCount: { value: 0 },
    glow: { value: 0 },
    sheen: { value: 0 },
  };
}

export class RoomMaterial extends THREE.MeshLambertMaterial {
  readonly own: OwnUniforms = ownUniforms();

  constructor(
    readonly ground: Ground,
    readonly pattern: number,
    options: THREE.MeshLambertMaterialParameters = {},
  ) {
    super({ side: THREE.DoubleSide, ...options });
  }

  /** Back to a plain material of this ground, for use in another room. */
  reset(): this {
    const fresh = ownUniforms();
    for (const key of Object.keys(fresh) as (keyof OwnUniforms)[]) this.own[key].value = fresh[key].value;
    this.color.setRGB(1, 1, 1);
    return this;
  }

  setBoxes(boxes: readonly { readonly centre: THREE.Vector4; readonly halves: THREE.Vector4 }[]): void {
    boxes.forEach(({ centre, halves }, k) => {
      this.own.boxCentres.value[k]!.copy(centre);
      this.own.boxHalves.value[k]!.copy(halves);
    });
    this.own.boxCount.value = boxes.length;
  }

  override onBeforeCompile = (shader: THREE.WebGLProgramParametersWithUniforms): void => {
    Object.assign(shader.uniforms, shared, this.own);
    const varyings =
      'varying vec3 worldPoint; varying vec3 worldNormal; varying vec3 ownPoint; varying vec3 ownNormal; varying vec2 ownUv;';
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', `#include <common>\n${varyings}`)
      .replace(
        '#include <project_vertex>',
        `#include <project_vertex>
        worldPoint = (modelMatrix * vec4(transformed, 1.0)).xyz;
        worldNormal = mat3(modelMatrix) * (objectNormal / vec3(dot(modelMatrix[0].xyz, modelMatrix[0].xyz), dot(modelMatrix[1].xyz, modelMatrix[1].xyz), dot(modelMatrix[2].xyz, modelMatrix[2].xyz)));
        ownPoint = transformed; ownNormal = objectNormal; ownUv = ${this.ground === 'plane' || this.ground === 'rug' ? 'uv' : 'vec2(0.0)'};`,
      );
    const skirting = /* glsl */ `
      if (worldPoint.y < 0.1) diffuseColor.rgb = mix(vec3(0.78), colourA, 0.15) * (worldPoint.y > 0.09 ? 0.6 : 1.0);`;
    const retouch = /* glsl */ `
      #ifdef USE_MAP
      if (mapMean.x >= 0.0) {
        const vec3 weight = vec3(0.2126, 0.7152, 0.0722);
        vec3 grey = vec3(dot(sampledDiffuseColor.rgb, weight) / max(0.02, dot(mapMean, weight)));
        diffuseColor.rgb = diffuse * mix(grey, sampledDiffuseColor.rgb / max(mapMean, vec3(0.05)), 0.3);
      }
      #endif`;
    const paint =
      this.ground === 'none'
        ? retouch
        : `{
             vec2 q = ${GROUNDS[this.ground]};
             diffuseColor.rgb = smoothPattern(across > 0.5 ? q.yx : q);
           }
           ${this.ground === 'back' || this.ground === 'side' ? skirting : ''}`;
    const light = /* glsl */ `
      vec3 n = normalize(worldNormal);
      vec3 towards = normalize(cameraPosition - worldPoint);
      if (dot(n, towards) < 0.0) n = -n;
      float open = openness(worldPoint, n);
      reflectedLight.indirectDiffuse += softLights(worldPoint, n) * diffuseColor.rgb * RECIPROCAL_PI;
      reflectedLight.indirectDiffuse *= open;
      reflectedLight.directDiffuse *= 0.35 + 0.65 * open;`;
    const finish = /* glsl */ `
      float grazing = 1.0 - max(0.0, dot(n, towards));
      outgoingLight += sheen * open * grazing * grazing * grazing * (0.25 + 0.75 * hemisphereLights[0].skyColor * 0.35);
      outgoingLight = glow > 10.0 ? diffuseColor.rgb : outgoingLight + diffuseColor.rgb * glow * vec3(1.0, 0.80, 0.52);`;
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\n#define PATTERN ${this.pattern}\n${HEAD}`)
      .replace('#include <color_fragment>', `#include <color_fragment>\n${paint}`)
      .replace('#include <lights_fragment_end>', `#include <lights_fragment_end>\n${light}`)
      .replace(
        '#include <opaque_fragment>',
        `${finish}\n#include <opaque_fragment>\ngl_FragColor.rgb = develop(gl_FragColor.rgb);`,
      );
  };

  override customProgramCacheKey = (): string => `${this.ground} ${this.pattern}`;
}
