/** What a person made stays: in the saved scenes under its name, in the steps to undo, and in a page that is asked to go. */
import { expect, test } from './support/fixtures';
import { difference } from './support/pixels';
import { RoomPage } from './support/room-page';
import { editThings, runCommand } from './support/sharing';

const SHOTS = process.env.SHOTS;

test('an edited scene that gives way to another room stays under its name, and undo comes back to it', async ({
  browser,
}) => {
  const page = await (await browser.newContext()).newPage();
  const room = await RoomPage.open(page, '/?seed=3');
  const shows = async (pixels: Awaited<ReturnType<RoomPage['pixels']>>): Promise<void> => {
    await room.settle();
    await expect.poll(async () => difference(await room.pixels(), pixels).max).toBeLessThanOrEqual(1);
  };
  const press = async (key: string): Promise<void> => {
    await room.canvas.focus();
    await room.drawnAfter(() => page.keyboard.press(key));
  };
  const cards = page.getByTestId('scene-card');
  await editThings(room, 1);
  const mine = await room.pixels();
  await runCommand(page, 'Scenes on this device');
  await cards.getByRole('textbox').fill('Mine');
  await cards.getByRole('textbox').press('Enter');
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/saved-scenes.png` });
  await page.keyboard.press('Escape');

  // A seed that is typed and left opens nothing: undo comes back from the next room to the edit.
  await room.seed.fill('7');
  await room.canvas.focus();
  await press('r');
  const notice = page.getByTestId('sharing-notice');
  await expect(notice).toContainText('Mine');
  const seed = await room.seed.inputValue();
  expect(['3', '7']).not.toContain(seed);
  if (SHOTS)
    for (const [name, width, height, colorScheme] of [
      ['wide', 1440, 900, 'light'],
      ['phone', 390, 844, 'light'],
      ['dark', 1440, 900, 'dark'],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: `${SHOTS}/notice-${name}.png` });
    }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.reload();
  await room.settle();
  await expect(room.seed).toHaveValue(seed);
  await press('Control+z');
  await shows(mine);

  // Another scene, edited as well, gives way to the first one.
  await press('Control+Shift+z');
  await editThings(room, 2);
  const other = await room.pixels();
  await runCommand(page, 'Scenes on this device');
  await expect(cards).toHaveCount(2);
  await page.getByRole('button', { name: 'Open Mine' }).click();
  await shows(mine);
  await press('Control+z');
  await shows(other);
  await page.reload();
  await shows(other);
  await runCommand(page, 'Scenes on this device');
  await page.getByRole('button', { name: 'Open Mine' }).click();
  await shows(mine);
  await page.context().close();
});

test('a page that makes a film, or has one that was not saved, asks before it goes; a copied picture is the picture alone', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext();
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: baseURL! });
  const page = await context.newPage();
  const room = await RoomPage.open(page, '/?seed=3');
  await editThings(room, 1);

  await runCommand(page, 'Export a picture');
  const pictures = page.getByRole('dialog', { name: 'Export a picture' });
  await expect(pictures).toContainText('What is copied is the picture alone');
  await pictures.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByTestId('sharing-notice')).toContainText('clipboard');
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return new TextDecoder('latin1').decode(await (await item!.getType('image/png')).arrayBuffer());
  });
  expect(copied).toContain('IHDR');
  expect(copied).not.toContain('iTXt');
  await page.keyboard.press('Escape');

  const asked = async (): Promise<void> => {
    const dialog = page.waitForEvent('dialog');
    await page.evaluate(() => setTimeout(() => location.reload()));
    const question = await dialog;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
  };
  await runCommand(page, 'Export an animation');
  const film = page.getByRole('dialog', { name: 'Export an animation' });
  await film.getByLabel('Format').selectOption('webm');
  await film.getByLabel('Seconds').fill('1');
  await film.getByRole('button', { name: 'Make it' }).click();
  await expect(film.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await asked();
  await expect(film.getByText('Ready: ')).toBeVisible({ timeout: 120_000 });
  await asked();
  const download = page.waitForEvent('download', { timeout: 20_000 });
  await film.getByRole('button', { name: 'Download' }).click({ timeout: 15_000 });
  await download;
  await page.reload();
  await room.settle();
  await context.close();
});
