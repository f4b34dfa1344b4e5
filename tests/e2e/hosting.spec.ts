/** Any host: under a path of its own, with no headers to set, and with files that are missing or damaged. */
import { readFileSync } from 'node:fs';
import { expect, test } from './support/fixtures';
import { MODEL_FOLDER } from './support/node-rooms';
import { difference } from './support/pixels';
import { RoomPage } from './support/room-page';
import { type StaticHost, hostFolder } from './support/static-server';

const BUILD = 'dist';

test.describe('a plain host that sets no headers', () => {
  let host: StaticHost;
  test.beforeAll(async () => {
    host = await hostFolder(BUILD, '/people/jo/rooms/', false);
  });
  test.afterAll(() => host.close());

  test('serves the page under any path: isolated by the service worker after one reload, the same picture', async ({
    page,
    rooms,
  }) => {
    let loads = 0;
    page.on('load', () => loads++);
    const room = await RoomPage.open(page, `${host.url}?seed=3`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const status = page.getByRole('contentinfo');
    await expect(status).not.toContainText('One thread only');
    const drawn = await rooms.draw(await rooms.scene(3));
    expect(difference(await room.pixels(), drawn).max).toBeLessThanOrEqual(1);
    expect(loads).toBe(2);
    // From now on the page comes isolated at once.
    await page.reload();
    await room.settle();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(loads).toBe(3);
  });

  test.describe('in a browser without service workers', () => {
    test.use({ serviceWorkers: 'block' });
    test('one thread draws the same picture, and the status says why', async ({ page, rooms }) => {
      const room = await RoomPage.open(page, `${host.url}?seed=3`);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
      await expect(page.getByRole('contentinfo')).toContainText('One thread only');
      const drawn = await rooms.draw(await rooms.scene(3));
      expect(difference(await room.pixels(), drawn).max).toBeLessThanOrEqual(1);
    });
  });
});

const manifest = JSON.parse(readFileSync(`${MODEL_FOLDER}/manifest.json`, 'utf8')) as {
  stages: { file: string }[];
};
const stage = manifest.stages[0]!.file;

/** What the page says when it cannot begin, in one sentence with a way on. */
const FAULTS = [
  {
    name: 'a damaged file',
    file: stage,
    says: new RegExp(`${stage.replace('.', '\\.')}.*damaged`),
    answer: (body: Buffer) => {
      const bytes = Buffer.from(body);
      bytes[bytes.length >> 1]! ^= 1;
      return { body: bytes };
    },
  },
  {
    name: 'a file cut short',
    file: stage,
    says: new RegExp(`${stage.replace('.', '\\.')}.*damaged`),
    answer: (body: Buffer) => ({ body: body.subarray(0, body.length - 10) }),
  },
  {
    name: 'a missing file',
    file: stage,
    says: /404/,
    answer: () => ({ status: 404, body: Buffer.from('no') }),
  },
  {
    name: 'a missing model',
    file: 'manifest.json',
    says: /404/,
    answer: () => ({ status: 404, body: Buffer.from('no') }),
  },
  {
    name: 'a manifest that is a web page',
    file: 'manifest.json',
    says: /manifest/i,
    answer: () => ({ body: Buffer.from('<!doctype html><title>Sign in</title>') }),
  },
] as const;

for (const { name, file, says, answer } of FAULTS) {
  test(`${name} is told in one sentence, with a button; reloading goes on`, async ({ page }) => {
    await page.route(`**/models/default/${file}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, ...answer(await response.body()) });
    });
    await page.goto('/');
    const alert = page.getByRole('alert');
    await expect(alert).toBeVisible({ timeout: 60_000 });
    const sentence = (await alert.locator('p').textContent()) ?? '';
    expect(sentence).toMatch(says);
    // One sentence: it ends, and no second one begins.
    expect(sentence.trim()).toMatch(/^[^.!?]*(\.\w[^.!?]*)*[.!?]$/);
    await page.unroute(`**/models/default/${file}`);
    await alert.getByRole('button').click();
    await new RoomPage(page).settle();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}
