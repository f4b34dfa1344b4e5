/** On what the page draws where nobody chose, in a Chromium whose WebGPU computes on the processor. */
import type { ConvertedModel } from '../../src/convert';
import { randomModel } from '../../scripts/lib/bench-model';
import { CHROMIUM_FLAGS, WEBGPU_FLAG } from '../../scripts/lib/chromium-flags';
import { findChromium } from '../../scripts/setup/chromium.mjs';
import { expect, test } from './support/fixtures';
import { serveModel } from './support/model-route';
import { RoomPage } from './support/room-page';

const executablePath = findChromium();
test.use({
  launchOptions: { ...(executablePath && { executablePath }), args: [...CHROMIUM_FLAGS, WEBGPU_FLAG] },
  serviceWorkers: 'block',
});

let tiny: ConvertedModel;
test.beforeAll(async () => {
  tiny = await randomModel({ resolution: 64, width: 1 });
});

test('WebGPU without a graphics card behind it is not taken for one', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await serveModel(page, tiny);
  await RoomPage.open(page, '/?seed=1');
  expect(
    await page.evaluate(async () => {
      const { gpu } = navigator as Navigator & { gpu?: { requestAdapter(): Promise<object | null> } };
      return Boolean(await gpu?.requestAdapter());
    }),
  ).toBe(true);
  const status = page.getByRole('contentinfo');
  await expect(status).toContainText(/Drawn on your processor, \d+ ms/);
  await expect(status).toContainText('WebGPU finds no graphics device here.');
  expect(fetched.some((url) => url.includes('asyncify'))).toBe(false);
});
