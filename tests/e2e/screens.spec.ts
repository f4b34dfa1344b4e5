/** What the page looks like: screenshots of its states for people, and what can be measured of them. */
import { expect, test } from '@playwright/test';
import { RoomPage } from './support/room-page';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
] as const;
const FOLDER = 'test-results/screens';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of SIZES) {
    const name = `${viewport.width}x${viewport.height}-${colorScheme}`;
    test.describe(name, () => {
      test.use({ colorScheme, viewport, isMobile: viewport.width < 600, hasTouch: viewport.width < 600 });

      test('picture, panels and status fit the window', async ({ page }) => {
        const room = await RoomPage.open(page);
        await room.canvas.focus();
        await page.keyboard.press('Tab');
        await expect.poll(() => room.selected()).not.toBeNull();
        await page.screenshot({ path: `${FOLDER}/${name}.png` });

        const inside = async (what: string, box: { x: number; y: number; width: number; height: number }) => {
          expect(Math.min(box.x, box.y), what).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width, what).toBeLessThanOrEqual(viewport.width);
          expect(box.y + box.height, what).toBeLessThanOrEqual(viewport.height);
        };
        const status = page.getByRole('contentinfo');
        await inside('picture', (await room.picture.boundingBox())!);
        await inside('panel', (await page.getByRole('complementary').boundingBox())!);
        await inside('status', (await status.boundingBox())!);
        // The picture is what the page is for: at least half of what its place can hold.
        const { width } = (await room.picture.boundingBox())!;
        expect(width).toBeGreaterThan(Math.min(viewport.width, viewport.height) / 2);
        for (const bar of [page.getByRole('banner'), status]) {
          const cut = await bar.evaluate((element) => element.scrollWidth - element.clientWidth);
          expect(cut, 'pixels of a bar that are cut off').toBeLessThanOrEqual(0);
        }
        const wrapped = await page.locator('button span').evaluateAll((labels) =>
          labels.flatMap((label) => {
            const range = document.createRange();
            range.selectNodeContents(label);
            const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top)));
            return label.textContent.trim() && lines.size > 1 ? [label.textContent] : [];
          }),
        );
        expect(wrapped, 'buttons whose text breaks into lines').toEqual([]);
      });
    });
  }
}

test('the loading state shows real progress', async ({ page }) => {
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/models/default/stage-*.onnx', async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto('/');
  const loading = page.getByTestId('loading');
  await expect(loading).toContainText(/\d+\.\d of \d+\.\d MB/, { timeout: 30_000 });
  const bar = page.getByRole('progressbar');
  const value = Number(await bar.getAttribute('value'));
  expect(value).toBeGreaterThan(0);
  expect(value).toBeLessThan(0.6);
  await page.screenshot({ path: `${FOLDER}/loading.png` });
  release();
  await new RoomPage(page).settle();
  await expect(loading).toHaveCount(0);
});
