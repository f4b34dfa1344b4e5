/** Accidents of the engine, brought about from outside: the page's own code knows nothing of them. */
import type { Page } from '@playwright/test';

export type Fault = 'crash' | 'out of memory' | 'device lost' | 'context lost';

/**
 * What runs in front of the engine's worker. The runtime asks for memory through WebAssembly.Memory.grow, for
 * tensors through Float32Array, for the device through the adapter, and for WebGL through a canvas off the screen.
 */
const PRELUDE = `
{
  const faults = new BroadcastChannel('faults');
  faults.postMessage('started');
  let device = null;
  if (self.GPUAdapter) {
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...args) {
      device = await request.apply(this, args);
      return device;
    };
  }
  const contexts = [];
  const getContext = OffscreenCanvas.prototype.getContext;
  OffscreenCanvas.prototype.getContext = function (...args) {
    const context = getContext.apply(this, args);
    contexts.push(context);
    return context;
  };
  faults.onmessage = ({ data }) => {
    if (data === 'crash') throw new Error('injected crash');
    if (data === 'device lost') device.destroy();
    if (data === 'context lost') contexts.at(-1).getExtension('WEBGL_lose_context').loseContext();
    if (data === 'out of memory') {
      Float32Array = new Proxy(Float32Array, {
        construct() {
          throw new RangeError('Array buffer allocation failed');
        },
      });
    }
  };
}
`;

async function prepend(page: Page, code: string): Promise<void> {
  await page.context().route(/assets\/(probe-)?worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: code + (await response.text()) });
  });
}

/** Makes the page's next workers breakable. */
export async function breakable(page: Page): Promise<void> {
  await prepend(page, PRELUDE);
}

const PAGE_OF_MEMORY = 2 ** 16;

/** Gives the page's next workers no more memory for WebAssembly than this, as a phone does. */
export async function limitMemory(page: Page, megabytes: number): Promise<void> {
  const most = (megabytes * 2 ** 20) / PAGE_OF_MEMORY;
  await prepend(
    page,
    `{
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(wanted) {
      super({ ...wanted, maximum: Math.min(wanted.maximum, ${most}) });
    }
  };
}
`,
  );
}

/** A driver that says of one number in every map something else than it computed, and no error. */
const WRONG_DRIVER = `
{
  const { prototype } = WebGL2RenderingContext;
  const read = prototype.readPixels;
  prototype.readPixels = function (...args) {
    read.apply(this, args);
    const into = args.find((arg) => arg instanceof Float32Array);
    if (into) into[into.length >> 1] += 1;
  };
}
`;

/** Gives the page's next workers a WebGL driver that draws wrong. */
export async function wrongDriver(page: Page): Promise<void> {
  await prepend(page, WRONG_DRIVER);
}

/** Gives the adapter of WebGPU the name of a graphics card: by its own it is known to compute on the processor. */
export async function namedAsCard(page: Page): Promise<void> {
  await prepend(
    page,
    `Object.defineProperty(GPUAdapter.prototype, 'info', {
  value: { vendor: 'acme', architecture: 'card', device: '', description: '' },
});
`,
  );
}

export async function bringAbout(page: Page, fault: Fault): Promise<void> {
  await page.evaluate((name) => {
    const channel = new BroadcastChannel('faults');
    channel.postMessage(name);
    channel.close();
  }, fault);
}

/** Breaks the worker down, and waits until another one has taken its place. */
export async function crashAndRestart(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const channel = new BroadcastChannel('faults');
        channel.onmessage = ({ data }) => {
          if (data !== 'started') return;
          channel.close();
          resolve();
        };
        channel.postMessage('crash');
      }),
  );
}
