/** The menu of a right click is in the window, wherever the click was and however low the window is. */
import { expect, test } from './support/fixtures';

test('the menu lies wholly in the window, and scrolls to its last command', async ({ room }) => {
  const { page } = room;
  for (const size of [
    { width: 1440, height: 900 },
    { width: 844, height: 390 },
  ]) {
    await page.setViewportSize(size);
    const box = (await room.canvas.boundingBox())!;
    for (const [x, y] of [
      [box.x + 4, box.y + 4],
      [box.x + box.width - 4, box.y + box.height - 4],
    ] as const) {
      await page.mouse.click(x, y, { button: 'right' });
      const menu = page.getByRole('menu');
      const at = (await menu.boundingBox())!;
      expect(Math.min(at.x, at.y)).toBeGreaterThanOrEqual(0);
      expect(at.x + at.width).toBeLessThanOrEqual(size.width);
      expect(at.y + at.height).toBeLessThanOrEqual(size.height);
      const items = menu.getByRole('menuitem');
      await items.last().scrollIntoViewIfNeeded();
      const last = (await items.last().boundingBox())!;
      expect(last.y).toBeGreaterThanOrEqual(0);
      expect(last.y + last.height).toBeLessThanOrEqual(size.height);
      await page.keyboard.press('Escape');
      await expect(menu).toHaveCount(0);
    }
  }
});
