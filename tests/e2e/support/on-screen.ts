import type { Page } from '@playwright/test';

/** Waits until what was done is on the screen: drawn in the next frame, with every short transition at its end. */
export async function onScreen(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise((next) => requestAnimationFrame(next));
  });
}
