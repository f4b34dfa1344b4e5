/** Where an input goes, as far as the browser has a say in it: what moves under the pointer, the clipboard, drops. */
import { expect, test } from './support/fixtures';
import { drop, sharedAddress } from './support/sharing';

const notice = '[data-testid=sharing-notice]';

test('the list stays where it is: a double click renames with nothing selected, and no row moves', async ({
  room,
}) => {
  const { page } = room;
  const row = room.things.nth(3);
  const before = (await row.boundingBox())!;
  const at = [before.x + 60, before.y + before.height / 2] as const;
  await page.mouse.click(...at);
  expect(await room.allSelected()).toHaveLength(1);
  expect(await row.boundingBox()).toEqual(before);
  await page.keyboard.press('Escape');
  expect(await room.allSelected()).toEqual([]);
  expect(await row.boundingBox()).toEqual(before);
  await page.mouse.dblclick(...at);
  await page.keyboard.type('Throne');
  await page.keyboard.press('Enter');
  expect((await room.order())[3]).toBe('Throne');
  // The row has the focus again: its keys are the document's.
  await page.keyboard.press('Control+z');
  expect(await room.order()).not.toContain('Throne');
});

test('by finger as well: a row that is tapped stays under the finger', async ({ phone, move }) => {
  await phone.startOver(move.scene.seed);
  const row = phone.things.nth(2);
  await row.scrollIntoViewIfNeeded();
  const before = (await row.boundingBox())!;
  await phone.page.touchscreen.tap(before.x + 60, before.y + before.height / 2);
  await expect(phone.page.getByLabel('X', { exact: true })).toBeAttached();
  expect(Math.abs((await row.boundingBox())!.y - before.y)).toBeLessThan(1);
});

test('the clipboard: things are on it for other tabs, a link opens its scene, a picture is not an older copy', async ({
  room,
  move: { blob },
}) => {
  const { page } = room;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const names = await room.order();
  await room.thing(blob.name).locator('button').first().click();
  await page.keyboard.press('Control+c');
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return (await item!.getType('text/html')).text();
  });
  expect(copied).toContain('data-blobroom-things');
  await page.keyboard.press('Control+v');
  await expect.poll(() => room.order()).toHaveLength(names.length + 1);
  // The menu reads the clipboard by itself.
  await page.keyboard.press('Control+Shift+p');
  await page.keyboard.type('paste');
  await page.keyboard.press('Enter');
  await expect.poll(() => room.order()).toHaveLength(names.length + 2);
  const link = await sharedAddress(page);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  expect(await room.order()).toHaveLength(names.length);
  await page.evaluate((text) => navigator.clipboard.writeText(`Look: ${text}`), link);
  await room.canvas.focus();
  await page.keyboard.press('Control+v');
  await expect.poll(() => room.order()).toHaveLength(names.length + 2);
  await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 2, height: 2 });
    canvas.getContext('2d')!.fillRect(0, 0, 2, 2);
    const blob = new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!)));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
  });
  await page.keyboard.press('Control+v');
  await expect(page.locator(notice)).toContainText('is a PNG picture with no scene in it');
  expect(await room.order()).toHaveLength(names.length + 2);
});

test('a drop says what it is and what can be opened, and opens no dialog: photo, text, folder', async ({
  room,
}) => {
  const { page } = room;
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const before = await room.order();
  const drops: readonly (readonly [string, string, Buffer, string])[] = [
    ['IMG_1.jpg', 'image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'a JPEG picture'],
    ['notes.txt', 'text/plain', Buffer.from('Buy a bed'), 'a text with no scene'],
    ['room.bin', '', Buffer.from([1, 2, 0xff, 0]), 'not known here'],
  ];
  for (const [name, type, bytes, told] of drops) {
    await drop(page, name, type, bytes);
    await expect(page.locator(notice)).toContainText(told);
    await expect(page.locator(notice)).toContainText('what opens here is');
  }
  const { x, y } = (await room.canvas.boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [process.cwd()], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: x + 50, y: y + 50, data });
  await expect(page.locator(notice)).toContainText('a folder, or cannot be read');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect([await room.order(), errors]).toEqual([before, []]);
  await page.getByRole('button', { name: 'Dismiss' }).click();
});
