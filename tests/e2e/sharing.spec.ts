/** An edit travels: as a link, a PNG, a scene file, and through a crash. */
import { decode } from 'fast-png';
import { writeLink } from '../../src/scene';
import { proves } from './features';
import { expect, test } from './support/fixtures';
import { difference, pictureOf } from './support/pixels';
import { RoomPage } from './support/room-page';
import { apart, downloaded, drop, editThings, elsewhere, runCommand, sharedAddress } from './support/sharing';

test.use({ seed: 3 });

test(
  'ten edited things look the same elsewhere: by link, by PNG, by scene file',
  proves('share', 'key:Mod+s'),
  async ({ room, browser, baseURL }) => {
    const { page } = room;
    const untouched = await room.pixels();
    await editThings(room, 10);
    const address = await sharedAddress(page);
    test.info().annotations.push({ type: 'measured', description: `link of ${address.length} characters` });
    expect(address.length).toBeLessThan(800);

    const byLink = await elsewhere(browser, address);
    expect(await apart(room, byLink)).toBeLessThanOrEqual(1);
    expect(await byLink.names()).toEqual(await room.names());
    // Without the link it is another room: the comparison can fail.
    const plain = await elsewhere(browser, `${baseURL}/?seed=3`);
    expect(difference(await plain.pixels(), untouched).max).toBeLessThanOrEqual(1);
    expect(await apart(room, plain)).toBeGreaterThan(8);

    await runCommand(page, 'Export a picture');
    const dialog = page.getByRole('dialog', { name: 'Export a picture' });
    await dialog.getByLabel('What').selectOption('picture');
    await dialog.getByLabel('Size').selectOption('1');
    const png = await downloaded(page, () => dialog.getByRole('button', { name: 'Download' }).click());
    await page.keyboard.press('Escape');
    expect(png.name).toBe('blobroom-room-3.png');
    // Its pixels are the screen's.
    expect(difference(pictureOf(decode(png.bytes)), await room.pixels()).max).toBeLessThanOrEqual(1);
    await plain.drawnAfter(() => drop(plain.page, png.name, 'image/png', png.bytes));
    expect(await apart(room, plain)).toBeLessThanOrEqual(1);

    const file = await downloaded(page, () => page.keyboard.press('Control+s'));
    expect(file.name).toBe('blobroom-room-3.json');
    await plain.drawnAfter(() => plain.page.keyboard.press('Control+z'));
    expect(await apart(room, plain)).toBeGreaterThan(8);
    await plain.drawnAfter(() => drop(plain.page, file.name, 'application/json', file.bytes));
    expect(await apart(room, plain)).toBeLessThanOrEqual(1);
    await plain.page.context().close();
    await byLink.page.context().close();
  },
);

test(
  'a page that is killed in the middle of a drag loses that drag alone',
  proves('kept'),
  async ({ page, browser, move }) => {
    const context = await browser.newContext();
    const first = await RoomPage.open(await context.newPage(), `/?seed=${move.scene.seed}`);
    await first.drawnAfter(() => first.drag(move.blob, move.to));
    const edited = await first.pixels();
    await first.press(move.to, move.blob, 5);
    // No goodbye: the tab is gone, with the button down.
    await first.page.close({ runBeforeUnload: false });
    const again = await RoomPage.open(await context.newPage(), '/');
    expect(difference(await again.pixels(), edited).max).toBeLessThanOrEqual(1);

    // Reloading is the same scene of the same tab; another tab has a copy.
    await again.drawnAfter(async () => {
      await again.canvas.focus();
      await again.page.keyboard.press('Control+a');
      await again.page.keyboard.press('Shift+ArrowRight');
    });
    await again.page.waitForURL(/#s=1\./);
    const moved = await again.pixels();
    await again.page.reload();
    await again.settle();
    expect(difference(await again.pixels(), moved).max).toBeLessThanOrEqual(1);
    await expect(again.page.getByTestId('sharing-notice')).toHaveCount(0);
    const second = await RoomPage.open(await context.newPage(), '/');
    await expect(second.page.getByTestId('sharing-notice')).toContainText('another tab');
    await second.drawnAfter(async () => {
      await second.canvas.focus();
      await second.page.keyboard.press('Control+a');
      await second.page.keyboard.press('Shift+ArrowLeft');
    });
    await second.page.waitForURL(/#s=1\./);

    // Two scenes are on the device now: the tab's own and the copy.
    await runCommand(again.page, 'Scenes on this device');
    const cards = again.page.getByTestId('scene-card');
    await expect(cards).toHaveCount(2);
    const other = cards.filter({ has: again.page.getByRole('button', { name: /^Open / }) });
    await other.getByRole('textbox').fill('<b>Copy</b>');
    await other.getByRole('textbox').press('Enter');
    await expect(again.page.getByRole('button', { name: 'Delete <b>Copy</b>' })).toBeVisible();
    await again.page.getByRole('button', { name: 'Delete <b>Copy</b>' }).click();
    await expect(cards).toHaveCount(1);
    await again.page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(cards).toHaveCount(2);
    await again.page.getByRole('button', { name: 'Duplicate <b>Copy</b>' }).click();
    await expect(cards).toHaveCount(3);
    await context.close();
    await page.close();
  },
);

test('a link that is no scene of this model leaves the room as it is, and says why', async ({
  room,
  rooms,
}) => {
  const { page } = room;
  const untouched = page.url();
  await editThings(room, 1);
  const before = await room.pixels();
  await page.waitForURL((url) => url.href !== untouched && url.hash.startsWith('#s=1.'));
  const good = new URL(page.url()).hash;
  const notice = page.getByTestId('sharing-notice');
  const visit = (hash: string): Promise<void> => page.evaluate((to) => void (location.hash = to), hash);

  await visit(good.slice(0, -9));
  await expect(notice).toContainText('damaged');
  await visit(good.replace('#s=1.', '#s=9.'));
  await expect(notice).toContainText('version 9');
  const kitchens = { id: '0123456789ab', name: 'Kitchens', names: [], picks: 0 };
  await visit(writeLink({ ...(await rooms.scene(3)), model: kitchens.id }, kitchens));
  await expect(notice).toContainText('Kitchens (0123456789ab)');
  await notice.getByRole('button', { name: 'Open Kitchens' }).click();
  await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(Buffer.compare(Buffer.from((await room.pixels()).rgba), Buffer.from(before.rgba))).toBe(0);
  await expect(page).toHaveURL(new RegExp(`${good.slice(0, 40)}`));
});
