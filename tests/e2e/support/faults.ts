/** Accidents of the engine, brought about from outside: the page's own code knows nothing of them. */
import type { Page } from '@playwright/test';

export type Fault = 'crash' | 'out of memory' | 'device lost';

/**
 * What runs in front of the engine's worker. The runtime asks for memory through WebAssembly.Memory.grow, for
 * tensors through Float32Array, and for the device through the adapter.
 */
const PRELUDE = `
{
  const faults = new BroadcastChannel('faults');
  let device = null;
  if (self.GPUAdapter) {
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...args) {
      device = await request.apply(this, args);
      return device;
    };
  }
  faults.onmessage = ({ data }) => {
    if (data === 'crash') throw new Error('injected crash');
    if (data === 'device lost') device.destroy();
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

/** Makes the page's next workers breakable. */
export async function breakable(page: Page): Promise<void> {
  await page.context().route(/assets\/worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: PRELUDE + (await response.text()) });
  });
}

export async function bringAbout(page: Page, fault: Fault): Promise<void> {
  await page.evaluate((name) => {
    const channel = new BroadcastChannel('faults');
    channel.postMessage(name);
    channel.close();
  }, fault);
}
