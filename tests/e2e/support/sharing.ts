/** Rooms that were edited, and where they travel to. */
import { type Browser, type Page, expect } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { difference } from './pixels';
import { RoomPage } from './room-page';

/** Edits this many things by list and keys: each is moved, and every other one made larger. */
export async function editThings(room: RoomPage, count: number): Promise<void> {
  const rows = room.things;
  expect(await rows.count()).toBeGreaterThanOrEqual(count);
  for (let at = 0; at < count; at++) {
    await rows.nth(at).locator('button').first().click();
    await room.canvas.focus();
    await room.page.keyboard.press(at % 2 ? 'Shift+ArrowRight' : 'Shift+ArrowDown');
  }
  await room.settle();
}

/** The address that Share copies, as a person sees it. */
export async function sharedAddress(page: Page): Promise<string> {
  await runCommand(page, 'Share a link');
  const dialog = page.getByRole('dialog', { name: 'Share a link' });
  const address = await dialog.getByRole('textbox').inputValue();
  await expect(dialog).toContainText(`${address.length} characters`);
  await page.keyboard.press('Escape');
  return address;
}

export async function runCommand(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('button', { name, exact: true }).click();
}

/** Does something in the page that downloads a file, and gives its name and bytes. */
export async function downloaded(
  page: Page,
  act: () => Promise<unknown>,
): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Drops a file on the page. */
export async function drop(page: Page, name: string, type: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, type, base64 }) => {
      const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([data], name, { type }));
      return transfer;
    },
    { name, type, base64: bytes.toString('base64') },
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** A person elsewhere: nothing is kept from before. */
export async function elsewhere(browser: Browser, address: string): Promise<RoomPage> {
  const context = await browser.newContext();
  return RoomPage.open(await context.newPage(), address);
}

/** Largest difference of two rooms on the screen, in grey levels. */
export async function apart(a: RoomPage, b: RoomPage): Promise<number> {
  const compared = difference(await a.pixels(), await b.pixels());
  expect(compared.pixels).toBeGreaterThan(0);
  return compared.max;
}
