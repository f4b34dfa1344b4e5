/** With the network off, and with nobody else on the network. */
import { CONTENT_POLICY } from '../../scripts/build/offline';
import { proves } from './features';
import { expect, test } from './support/fixtures';
import { RoomPage } from './support/room-page';
import { apart, downloaded, editThings, runCommand } from './support/sharing';

test(
  'after the first visit rooms open, are edited and exported with the network off; no request ever leaves the origin',
  proves('offline'),
  async ({ browser, baseURL }) => {
    const context = await browser.newContext();
    const strangers: string[] = [];
    const faults: string[] = [];
    // The context's own: of every page, worker and service worker.
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'blob:' && protocol !== 'data:' && origin !== new URL(baseURL!).origin)
        strangers.push(request.url());
    });
    context.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    const page = await context.newPage();
    const online = await RoomPage.open(page, `${baseURL}/?seed=3`);
    await expect(page.locator('html')).toHaveAttribute('data-offline', 'ready', { timeout: 90_000 });
    const before = await online.pixels();

    await context.setOffline(true);
    const start = Date.now();
    const offline = await RoomPage.open(await context.newPage(), `${baseURL}/?seed=3`);
    const seconds = (Date.now() - start) / 1000;
    test.info().annotations.push({
      type: 'measured',
      description: `first picture offline after ${seconds.toFixed(1)} s`,
    });
    expect(Buffer.compare(Buffer.from((await offline.pixels()).rgba), Buffer.from(before.rgba))).toBe(0);
    expect(await offline.page.evaluate(() => crossOriginIsolated)).toBe(true);
    await editThings(offline, 1);
    expect(await apart(online, offline)).toBeGreaterThan(0);
    // What is fetched late (exports) is there, too.
    await runCommand(offline.page, 'Export a picture');
    const dialog = offline.page.getByRole('dialog', { name: 'Export a picture' });
    await dialog.getByLabel('Size').selectOption({ index: 1 });
    await expect(dialog).toContainText('resampled');
    const { name, bytes } = await downloaded(offline.page, () =>
      dialog.getByRole('button', { name: 'Download' }).click(),
    );
    expect(name).toBe('blobroom-room-3-2x.png');
    expect(bytes.length).toBeGreaterThan(1_000);
    expect(strangers).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  },
);

test('the content policy is strict, holds, and stops what it should', async ({ page }) => {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });
  const room = await RoomPage.open(page, '/?seed=3');
  const policy = page.locator('meta[http-equiv="Content-Security-Policy"]');
  await expect(policy).toHaveAttribute('content', CONTENT_POLICY);
  expect(CONTENT_POLICY).toContain("default-src 'none'");
  expect(CONTENT_POLICY).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|https?:/);
  await editThings(room, 1);
  expect(violations).toEqual([]);
  const stopped = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.head.append(script);
    // Later, on the page's own account: what a test evaluates is itself let past the policy.
    const evaluated = await new Promise<boolean>((resolve) => {
      setTimeout(() => {
        try {
          resolve(new Function('return true')() as boolean);
        } catch {
          resolve(false);
        }
      });
    });
    const fetched = await fetch('https://example.com/').then(
      () => true,
      () => false,
    );
    return { ran: 'ran' in window, evaluated, fetched };
  });
  expect(stopped).toEqual({ ran: false, evaluated: false, fetched: false });
  expect(violations.length).toBeGreaterThanOrEqual(3);
});
