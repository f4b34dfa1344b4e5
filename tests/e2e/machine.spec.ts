/** Whatever the machine is like: its network, its colours, its sizes. */
import { expect, test } from './support/fixtures';
import { difference } from './support/pixels';
import { RoomPage } from './support/room-page';
import { downloaded, elsewhere, runCommand, sharedAddress } from './support/sharing';

test('over plain http all works but what browsers keep back there, which is told in a line', async ({
  page,
  browser,
  baseURL,
  move,
}) => {
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    // The server's headers for isolation mean nothing here, which the browser remarks on.
    if (message.type() === 'error' && !message.text().includes('Cross-Origin-Opener-Policy'))
      wrong.push(message.text());
  });
  const plain = baseURL!.replace('localhost', 'plain.test');
  const room = await RoomPage.open(page, `${plain}/?seed=${move.scene.seed}`);
  expect(await page.evaluate(() => [isSecureContext, 'randomUUID' in crypto])).toEqual([false, false]);
  await expect(page.getByRole('contentinfo')).toContainText('plain http');

  const untouched = await room.pixels();
  await room.drawnAfter(() => room.drag(move.blob, move.to));
  const moved = await room.pixels();
  expect(difference(moved, untouched).max).toBeGreaterThan(8);
  await room.drawnAfter(() => page.keyboard.press('Control+z'));
  expect(difference(await room.pixels(), untouched).max).toBeLessThanOrEqual(1);
  await room.drawnAfter(() => page.keyboard.press('Control+y'));

  const address = await sharedAddress(page);
  await runCommand(page, 'Share a link');
  await page.getByRole('dialog').getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Copied' })).toBeVisible();
  await page.keyboard.press('Escape');
  const linked = await elsewhere(browser, address);
  expect(difference(await linked.pixels(), moved).max).toBeLessThanOrEqual(1);
  await linked.page.context().close();

  await runCommand(page, 'Export a picture');
  const png = await downloaded(page, () =>
    page.getByRole('dialog').getByRole('button', { name: 'Download' }).click(),
  );
  expect(png.bytes.length).toBeGreaterThan(1000);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Models' }).click();
  await expect(page.getByRole('dialog')).toContainText('from https');
  await page.keyboard.press('Escape');

  // Kept, by itself: a reload and the saved scenes have it.
  await page.goto(`${plain}/`);
  await room.settle();
  expect(difference(await room.pixels(), moved).max).toBeLessThanOrEqual(1);
  await runCommand(page, 'Scenes on this device');
  await expect(page.getByTestId('scene-card')).toHaveCount(1);
  await page.getByRole('button', { name: /^Duplicate Room/ }).click();
  await expect(page.getByTestId('scene-card')).toHaveCount(2);
  expect(wrong).toEqual([]);
});
