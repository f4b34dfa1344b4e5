/** How tests and benchmarks start Chromium: quiet, and without asking anybody on the network for anything. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** On Linux WebGPU is behind a flag; without a GPU it then runs on the software adapter. */
export const WEBGPU_FLAG = '--enable-unsafe-webgpu';
