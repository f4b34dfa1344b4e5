/** A phone: one finger moves a blob, the page stays where it is, and targets are large enough for a fingertip. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { difference } from './support/pixels';
import { type Point, RoomPage } from './support/room-page';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** One finger from one point of the picture to another, as the browser's own input. */
async function swipe(room: RoomPage, page: Page, from: Point, to: Point): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const start = await room.onScreen(from);
  const end = await room.onScreen(to);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [start] });
  for (let step = 1; step <= 10; step++) {
    const part = step / 10;
    const point = { x: start.x + (end.x - start.x) * part, y: start.y + (end.y - start.y) * part };
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [point] });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}

test('a finger moves a blob there and, now that it is selected, back again', async ({
  page,
  rooms,
  move,
}) => {
  const room = await RoomPage.open(page, `/?seed=${move.scene.seed}`);
  // Snapping would put the blob beside where the finger goes.
  await page.getByRole('button', { name: 'View', exact: true }).tap();
  await page.getByRole('checkbox', { name: 'Snap' }).uncheck();
  await page.getByRole('button', { name: 'View', exact: true }).tap();
  const before = await room.pixels();
  await room.drawnAfter(() => swipe(room, page, move.blob, move.to));
  expect(difference(await room.pixels(), await rooms.draw(move.after)).max).toBeLessThanOrEqual(1);
  await room.drawnAfter(() => swipe(room, page, move.to, move.blob));
  expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);
  expect(await page.evaluate(() => window.scrollY + document.documentElement.scrollTop)).toBe(0);
});

test('the picture is whole on the screen, nothing sticks out sideways, every button fits a fingertip', async ({
  page,
}) => {
  const room = await RoomPage.open(page);
  const box = (await room.picture.boundingBox())!;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(390);
  expect(box.y + box.height).toBeLessThanOrEqual(844);
  expect(box.width).toBeGreaterThan(280);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const targets = await page.locator('button:visible, input:visible, label:has(input):visible').all();
  expect(targets.length).toBeGreaterThan(8);
  const small: string[] = [];
  for (const target of targets) {
    // A checkbox is as large as the label around it: that is what a finger hits.
    if (await target.evaluate((element) => element.matches('label > input'))) continue;
    const { width, height } = (await target.boundingBox())!;
    if (Math.min(width, height) < 44)
      small.push(`${await target.evaluate((e) => e.outerHTML.slice(0, 60))} ${width}x${height}`);
  }
  expect(small).toEqual([]);
});
