/** On what the page draws where nobody chose, in a Chromium whose WebGPU computes on the processor. */
import type { ConvertedModel } from '../../src/convert';
import { randomModel } from '../../scripts/lib/bench-model';
import { CHROMIUM_FLAGS, WEBGPU_FLAG } from '../../scripts/lib/chromium-flags';
import { fromConverted } from '../../scripts/lib/node-model';
import { findChromium } from '../../scripts/setup/chromium.mjs';
import { namedAsCard } from './support/faults';
import { expect, test } from './support/fixtures';
import { serveModel } from './support/model-route';
import { NodeRooms } from './support/node-rooms';
import { difference } from './support/pixels';
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

test('a graphics card that is slower than the processor is found out once, and left alone', async ({
  page,
}) => {
  // The proof alone takes such an adapter half a minute.
  test.setTimeout(400_000);
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  const triedWebgpu = (): boolean => fetched.some((url) => url.includes('asyncify'));
  await namedAsCard(page);
  await serveModel(page, tiny);
  await page.goto('/?seed=1');
  const status = page.getByRole('contentinfo');
  const told = /WebGPU is slower here: (\d+) ms a picture instead of (\d+)\./;
  await expect(status).toContainText(told, { timeout: 300_000 });
  await expect(status).toContainText(/Drawn on your processor, \d+ ms/);
  expect(triedWebgpu()).toBe(true);
  const [sentence, own, best] = told.exec((await status.textContent())!)!;
  expect(Number(own)).toBeGreaterThan(Number(best));
  const room = new RoomPage(page);
  await room.settle();
  const rooms = new NodeRooms(await fromConverted(tiny));
  expect(difference(await room.pixels(), await rooms.draw(await rooms.scene(1))).max).toBeLessThanOrEqual(1);

  fetched.length = 0;
  await page.reload();
  await room.settle();
  await expect(status).toContainText(sentence);
  expect(triedWebgpu()).toBe(false);
});
