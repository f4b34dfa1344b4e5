/** The person's language and theme: from the browser, then from the settings, and kept. */
import { expect, test } from '@playwright/test';
import { RoomPage } from './support/room-page';

test.use({ locale: 'fr-CA', colorScheme: 'light' });

test('the page speaks the browser’s language; another one and a theme are chosen in the settings, and kept', async ({
  page,
}) => {
  const room = await RoomPage.open(page);
  const root = page.locator('html');
  await expect(root).toHaveAttribute('lang', 'fr');
  await expect(page).toHaveTitle(/chambres/);
  await expect(page.getByRole('region', { name: 'Objets' }).getByText('lit', { exact: true })).toBeVisible();
  const background = (): Promise<string> =>
    page.locator('.bar').evaluate((bar) => getComputedStyle(bar).backgroundColor);
  const light = await background();

  const settings = page.getByRole('button', { name: 'Réglages' });
  await settings.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Sombre').click();
  expect(await background()).not.toBe(light);
  await page.getByText('English').click();
  await expect(root).toHaveAttribute('lang', 'en');
  // The dialog keeps the focus, and gives it back to the button that opened it.
  for (let n = 0; n < 12; n++) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('dialog, body')?.tagName)).toMatch(
      /DIALOG|BODY/,
    );
    expect(await page.evaluate(() => document.activeElement?.closest('.editor > :not(dialog)'))).toBeNull();
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Settings' })).toBeFocused();

  await page.reload();
  await room.settle();
  await expect(root).toHaveAttribute('lang', 'en');
  expect(await background()).not.toBe(light);
  await expect(page.getByRole('region', { name: 'Things' }).getByText('bed', { exact: true })).toBeVisible();
});
