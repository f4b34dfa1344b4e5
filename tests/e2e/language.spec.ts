/** The person's language and theme: from the browser, then from the settings, and kept. */
import { expect, test } from '@playwright/test';
import { proves } from './features';
import { ModelsPage } from './support/models-page';
import { RoomPage } from './support/room-page';
import { drop } from './support/sharing';

test.use({ locale: 'fr-CA', colorScheme: 'light' });

test(
  'the page speaks the browser’s language; another one and a theme are chosen in the settings, and kept',
  proves('language'),
  async ({ page }) => {
    const room = await RoomPage.open(page);
    const root = page.locator('html');
    await expect(root).toHaveAttribute('lang', 'fr');
    await expect(page).toHaveTitle(/pièces/);
    await expect(
      page.getByRole('region', { name: 'Objets' }).getByText('lit', { exact: true }),
    ).toBeVisible();
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
    await expect(
      page.getByRole('region', { name: 'Things' }).getByText('bed', { exact: true }),
    ).toBeVisible();
  },
);

/** A picture with a scene in it, of which the end is missing. */
const CUT_PNG = Buffer.concat([
  Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 4, 0),
  Buffer.from('iTXtblobroom-scene\0'),
]);

test('what is damaged is told in the language of the page, and told again in another one when it changes', async ({
  page,
  browser,
}) => {
  await RoomPage.open(page);
  const notice = page.getByTestId('sharing-notice');
  await page.evaluate(() => void (location.hash = '#s=1.AAAAAAAA'));
  await expect(notice).toContainText('Ce lien est abîmé (une partie manque ou a été modifiée)');
  await page.getByRole('button', { name: 'Réglages' }).click();
  await page.getByText('English').click();
  await expect(notice).toContainText('This link is damaged (it was cut short or changed)');
  await page.getByText('Français').click();
  await expect(notice).toContainText('Ce lien est abîmé');
  await page.keyboard.press('Escape');

  await drop(page, 'photo.png', 'image/png', CUT_PNG);
  await expect(notice).toContainText('Cette image ne peut pas être ouverte (la fin manque)');

  await page.getByRole('button', { name: 'Modèles' }).click();
  await new ModelsPage(page).choose({ name: 'vacances.ckpt', bytes: Uint8Array.of(1, 2, 3) });
  // A notice of what came before may stand in the dialog, too.
  const failure = page.getByRole('dialog', { name: 'Modèles' }).locator('.failure');
  // From a worker of its own.
  await expect(failure).toHaveText(/^vacances\.ckpt n’est pas un checkpoint PyTorch\s: ouvrez/);

  const context = await browser.newContext({ locale: 'fr-FR', serviceWorkers: 'block' });
  const other = await context.newPage();
  await other.route('**/manifest.json', (route) => route.fulfill({ json: { format: 1, id: 'no' } }));
  await other.goto(new URL('/', page.url()).href);
  // From the engine's worker.
  await expect(other.getByRole('alert')).toContainText(
    'Le manifest.json du modèle n’est pas valable (id n’est pas une suite de 12 chiffres hexadécimaux)',
  );
  await context.close();
});
