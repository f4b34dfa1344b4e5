/** WebGL in the built page, on Chromium's software driver: offered and drawn with only where it draws right. */
import type { Page } from '@playwright/test';
import type { ConvertedModel } from '../../src/convert';
import { randomModel } from '../../scripts/lib/bench-model';
import { CHROMIUM_FLAGS, WEBGL_FLAGS } from '../../scripts/lib/chromium-flags';
import { fromConverted } from '../../scripts/lib/node-model';
import { findChromium } from '../../scripts/setup/chromium.mjs';
import { bringAbout, breakable, wrongDriver } from './support/faults';
import { expect, test } from './support/fixtures';
import { serveModel } from './support/model-route';
import { NodeRooms } from './support/node-rooms';
import { contrast, difference } from './support/pixels';
import { RoomPage } from './support/room-page';

const executablePath = findChromium();
const args = [...CHROMIUM_FLAGS, ...WEBGL_FLAGS];
test.use({
  launchOptions: { ...(executablePath && { executablePath }), args },
  // It would answer the second engine's requests itself, with the model that ships.
  serviceWorkers: 'block',
});

/** A driver in software compiles some hundred shaders in seconds, and more on a machine that does other work. */
const PATIENCE = { timeout: 90_000 };
const SEED = 1;

let tiny: ConvertedModel;
let rooms: NodeRooms;
test.beforeAll(async () => {
  tiny = await randomModel({ resolution: 64, width: 1 });
  rooms = new NodeRooms(await fromConverted(tiny));
});

const status = (page: Page) => page.getByRole('contentinfo');

/** The choice of what draws. */
async function openChoice(page: Page) {
  await status(page)
    .getByRole('button', { name: /Drawn on/ })
    .click();
  const choice = page.getByLabel('Draw with');
  return { choice, webgl: choice.locator('option[value=webgl]'), dialog: page.getByRole('dialog') };
}

test('whoever chooses WebGL sees what Node draws, and still does after the context was lost', async ({
  page,
}) => {
  await serveModel(page, tiny);
  await breakable(page);
  const room = await RoomPage.open(page, `/?seed=${SEED}`);
  // Nobody is given WebGL who did not ask for it.
  await expect(status(page)).toContainText('Drawn on your processor');
  const { choice, webgl, dialog } = await openChoice(page);
  await expect(webgl).toBeEnabled(PATIENCE);
  await expect(dialog).toContainText('WebGL finds no graphics device here');
  await room.drawnAfter(() => choice.selectOption('webgl'));
  await expect(status(page)).toContainText('Drawn on your graphics card', PATIENCE);
  const expected = await rooms.draw(await rooms.scene(SEED));
  const drawn = await room.pixels();
  expect(contrast(drawn)).toBeGreaterThan(5);
  expect(difference(drawn, expected).max).toBeLessThanOrEqual(1);
  await page.keyboard.press('Escape');

  await room.canvas.focus();
  await page.keyboard.press('Tab');
  const things = await room.order();
  await room.drawnAfter(() => page.keyboard.press('Shift+ArrowRight'));
  const moved = await room.pixels();
  expect(difference(moved, drawn).max).toBeGreaterThan(1);
  await bringAbout(page, 'context lost');
  await room.drawnAfter(() => page.keyboard.press('Control+z'));
  expect(difference(await room.pixels(), expected).max).toBeLessThanOrEqual(1);
  expect(await room.order()).toEqual(things);
  await expect(status(page)).toContainText('Drawn on your graphics card');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a driver that draws wrong is not offered, and is not used by who chose it on another day', async ({
  page,
}) => {
  await serveModel(page, tiny);
  await wrongDriver(page);
  await page.addInitScript(() =>
    localStorage.setItem('blobroom-engine', JSON.stringify({ state: { provider: 'webgl' }, version: 0 })),
  );
  const room = await RoomPage.open(page, `/?seed=${SEED}`);
  const reason = 'WebGL draws wrong pictures on this device and is not used.';
  await expect(status(page)).toContainText('Drawn on your processor');
  const expected = await rooms.draw(await rooms.scene(SEED));
  expect(difference(await room.pixels(), expected).max).toBeLessThanOrEqual(1);
  const { choice, webgl, dialog } = await openChoice(page);
  await expect(dialog).toContainText(reason);
  await expect(dialog).not.toContainText('is being tried', PATIENCE);
  await expect(webgl).toBeDisabled();
  await room.drawnAfter(() => choice.selectOption('wasm'));
  await expect(webgl).toHaveCount(0);
  await expect(dialog).toContainText(reason);
});
