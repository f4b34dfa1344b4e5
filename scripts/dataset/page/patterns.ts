/**
 * Patterns of surfaces, cloth, rugs, pictures and skies as one GLSL function: a few numbers say all of each. PATTERN
 * is a constant of the program: the software renderer would run every branch of a choice at run time.
 */

/** Numbers of the patterns in the shader; names as in a look. */
export const PATTERN_IDS = {
  none: 0,
  planks: 1,
  carpet: 2,
  stripes: 3,
  tiles: 4,
  dots: 5,
  panelling: 6,
  brick: 7,
  checks: 8,
  border: 9,
  diamonds: 10,
  landscape: 11,
  sun: 12,
  bands: 13,
  blocks: 14,
  flower: 15,
  clear: 16,
  cloudy: 17,
  sunset: 18,
  night: 19,
  mirror: 20,
} as const;
export type PatternName = keyof typeof PATTERN_IDS;

/** `q`: metres on surfaces, rugs and cloth (from the middle); on pictures, panes and mirrors 0..1 from below left. */
export const PATTERN_GLSL = /* glsl */ `
uniform vec3 colourA; uniform vec3 colourB; uniform vec3 colourC; uniform float patternScale;
uniform vec2 extent;
float hash1(float n) { return fract(sin(n) * 43758.5453); }
float hash2(vec2 p) { return fract(sin(dot(p, vec2(127.1, 311.7))) * 43758.5453); }
float noise(vec2 p) {
  vec2 i = floor(p), f = fract(p);
  f = f * f * (3.0 - 2.0 * f);
  return mix(mix(hash2(i), hash2(i + vec2(1, 0)), f.x), mix(hash2(i + vec2(0, 1)), hash2(i + vec2(1, 1)), f.x), f.y);
}
float edge(float f) { return abs(fract(f) - 0.5) * 2.0; }
float above(float a, float b) { return smoothstep(-0.008, 0.008, a - b); }
#if PATTERN >= 16 && PATTERN <= 19
vec3 patternColour(vec2 q) {
  #if PATTERN == 16
  const vec3 top = vec3(0.13, 0.36, 0.78), low = vec3(0.66, 0.84, 0.97), near = vec3(0.07, 0.20, 0.04);
  #elif PATTERN == 17
  const vec3 top = vec3(0.50, 0.58, 0.66), low = vec3(0.84, 0.87, 0.88), near = vec3(0.10, 0.17, 0.08);
  #elif PATTERN == 18
  const vec3 top = vec3(0.80, 0.33, 0.16), low = vec3(0.98, 0.78, 0.48), near = vec3(0.06, 0.06, 0.03);
  #else
  const vec3 top = vec3(0.010, 0.018, 0.06), low = vec3(0.035, 0.06, 0.16), near = vec3(0.004, 0.008, 0.01);
  #endif
  vec3 c = mix(low, top, smoothstep(0.1, 1.0, q.y));
  #if PATTERN == 17
  c = mix(c, vec3(0.93), 0.8 * smoothstep(0.45, 0.75, noise(q * vec2(3.0, 6.0))));
  #endif
  float far = 0.24 + 0.05 * sin(q.x * 7.0 + 1.0);
  float hedge = 0.13 + 0.045 * abs(sin(q.x * 11.0));
  c = mix(c, mix(near, low, 0.35), 1.0 - above(q.y, far));
  return mix(c, near, 1.0 - above(q.y, hedge)) * (PATTERN == 19 ? 1.0 : 1.35);
}
#else
vec3 patternColour(vec2 q) {
  float s = patternScale;
  #if PATTERN == 0
  return colourA;
  #elif PATTERN == 1
  float row = floor(q.x / s);
  float y = q.y + hash1(row * 7.3) * 2.0;
  float r = hash2(vec2(row, floor(y / 1.2)));
  float grain = noise(vec2(q.x * 60.0, y * 4.0 + r * 50.0));
  vec3 c = mix(colourA, colourB, 0.55 * r + 0.35 * grain);
  return c * (1.0 - 0.38 * smoothstep(0.92, 1.0, edge(q.x / s)) - 0.3 * smoothstep(0.985, 1.0, edge(y / 1.2)));
  #elif PATTERN == 2
  return mix(colourA, colourB, 0.5 * noise(q * 45.0) + 0.3 * noise(q * 95.0));
  #elif PATTERN == 3
  return mix(colourA, colourB, smoothstep(0.46, 0.54, edge(q.x / s)));
  #elif PATTERN == 4
  vec2 k = q / s;
  float tint = 0.94 + 0.12 * hash2(floor(k));
  return mix(colourA * tint, colourB, smoothstep(0.94, 0.98, max(edge(k.x), edge(k.y))));
  #elif PATTERN == 5
  vec2 k = q / s;
  k.x += mod(floor(k.y), 2.0) * 0.5;
  return mix(colourB, colourA, smoothstep(0.17, 0.21, length(fract(k) - 0.5)));
  #elif PATTERN == 6
  if (q.y > s) return colourA;
  float slat = smoothstep(0.93, 1.0, edge(q.x / 0.16));
  float rail = smoothstep(s - 0.05, s - 0.04, q.y);
  return colourB * (1.0 - 0.28 * slat * (1.0 - rail)) * (1.0 - 0.3 * (1.0 - smoothstep(0.0, 0.012, abs(q.y - s + 0.045))));
  #elif PATTERN == 7
  vec2 size = vec2(s, s * 0.36);
  vec2 b = vec2(q.x / size.x + mod(floor(q.y / size.y), 2.0) * 0.5, q.y / size.y);
  float mortar = max(smoothstep(0.86, 0.95, edge(b.x)), smoothstep(0.78, 0.9, edge(b.y)));
  return mix(colourA * (0.88 + 0.24 * hash2(floor(b))), colourB, mortar);
  #elif PATTERN == 8
  vec2 k = smoothstep(0.44, 0.56, vec2(edge(q.x / s), edge(q.y / s)));
  return mix(colourA, colourB, 0.5 * (k.x + k.y));
  #elif PATTERN == 9
  vec2 e = extent * 0.5 - abs(q);
  float d = min(e.x, e.y);
  return mix(colourA, colourB, smoothstep(0.08, 0.09, d) - smoothstep(0.2, 0.21, d));
  #elif PATTERN == 10
  vec2 k = abs(fract(q / s) - 0.5);
  return mix(colourA, colourB, smoothstep(0.36, 0.41, k.x + k.y));
  #elif PATTERN == 11
  vec3 c = mix(mix(colourA, vec3(0.9), 0.5), colourA, q.y);
  c = mix(c, colourB, 1.0 - above(q.y, 0.50 + 0.10 * sin(q.x * 5.0 + 0.6)));
  return mix(c, colourC, 1.0 - above(q.y, 0.27 + 0.07 * sin(q.x * 7.0 + 2.0)));
  #elif PATTERN == 12
  vec3 c = mix(colourA, colourC, 1.0 - above(q.y, 0.30));
  return mix(colourB, c, above(length(q - vec2(0.5, 0.55)), 0.25));
  #elif PATTERN == 13
  return mix(colourA, mix(colourB, colourC, above(0.34, q.y)), above(0.67, q.y));
  #elif PATTERN == 14
  vec2 k = step(abs(q - vec2(0.33, 0.58)), vec2(0.21, 0.28));
  vec2 l = step(abs(q - vec2(0.64, 0.34)), vec2(0.22, 0.19));
  return mix(mix(colourA, colourB, k.x * k.y), colourC, l.x * l.y);
  #elif PATTERN == 15
  vec3 c = colourA;
  for (int k = 0; k < 3; k++) {
    float lean = float(k - 1) * 0.5;
    vec2 head = vec2(0.5 + lean * 0.55, 0.68 - 0.14 * abs(float(k - 1)));
    float stem = abs(q.x - (0.5 + lean * 0.55 * q.y / head.y));
    if (q.y < head.y && q.y > 0.1) c = mix(c, colourC, 1.0 - above(stem, 0.02));
    c = mix(c, colourB, 1.0 - above(length(q - head), 0.115));
  }
  return c;
  #else
  vec3 c = mix(colourC, mix(colourA, colourB, smoothstep(0.84, 0.86, q.y)), smoothstep(0.20, 0.24, q.y));
  return mix(c, vec3(0.9), 0.10 + 0.22 * smoothstep(0.12, 0.0, abs(fract(0.7 * q.x + 0.5 * q.y) - 0.5)));
  #endif
}
#endif`;
