/** What the page looks like: screenshots of its states for people, and what can be measured of them. */
import { expect, test } from './support/fixtures';
import { RoomPage } from './support/room-page';

const FOLDER = 'test-results/screens';

/** Picture, panels and status of a page with a selection: a screenshot, and nothing that sticks out or is cut off. */
async function expectFits(room: RoomPage, colorScheme: 'light' | 'dark'): Promise<void> {
  const { page } = room;
  const viewport = page.viewportSize()!;
  const name = `${viewport.width}x${viewport.height}-${colorScheme}`;
  await page.emulateMedia({ colorScheme });
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
  await page.emulateMedia({ colorScheme: null });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`picture, panels and status fit a wide window, ${colorScheme}`, async ({ room }) => {
    await room.page.setViewportSize({ width: 1440, height: 900 });
    await expectFits(room, colorScheme);
  });
  test(`picture, panels and status fit a phone, ${colorScheme}`, async ({ phone, move }) => {
    await phone.startOver(move.scene.seed);
    await expectFits(phone, colorScheme);
  });
}

test('picture, panels and status fit a window of 1024x768, light and dark', async ({ page }) => {
  // Opened so: a window that was wide before keeps the panel of rooms beside the picture.
  await page.setViewportSize({ width: 1024, height: 768 });
  const room = await RoomPage.open(page);
  for (const colorScheme of ['light', 'dark'] as const) await expectFits(room, colorScheme);
});

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
