/** How tests and benchmarks start Chromium: quiet, and without asking anybody on the network for anything. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** WebGL on the software driver, with or without a GPU: the same everywhere. */
export const WEBGL_FLAGS = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** On Linux WebGPU is behind a flag; without a GPU it then runs on the software adapter. */
export const WEBGPU_FLAG = '--enable-unsafe-webgpu';
