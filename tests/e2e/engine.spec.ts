/** The engine in the built page: what it falls back from, what it comes back from, and what it shows meanwhile. */
import type { Page } from '@playwright/test';
import type { ConvertedModel } from '../../src/convert';
import { randomModel } from '../../scripts/lib/bench-model';
import { expect, test } from './support/fixtures';
import { type Fault, breakable, bringAbout, crashAndRestart, limitMemory } from './support/faults';
import { serveModel } from './support/model-route';
import { difference } from './support/pixels';
import { RoomPage } from './support/room-page';

// On a slow machine it is there before the engine starts again, and answers with the model that ships.
test.use({ serviceWorkers: 'block' });

let tiny: ConvertedModel;
let staged: ConvertedModel;
test.beforeAll(async () => {
  tiny = await randomModel({ resolution: 64, width: 1 });
  staged = await randomModel({ resolution: 256, width: 4 });
});

const status = (page: Page) => page.getByRole('contentinfo');

/** Moves the first free thing of the list by a key: an edit like any other. */
async function nudge(room: RoomPage): Promise<void> {
  await room.page.keyboard.press('Shift+ArrowRight');
}

async function selectOne(room: RoomPage): Promise<void> {
  await room.canvas.focus();
  await room.page.keyboard.press('Tab');
  expect(await room.selected()).not.toBeNull();
}

for (const fault of ['crash', 'out of memory'] satisfies Fault[]) {
  test(`after a fault (${fault}) the engine comes back by itself, with the document as it was`, async ({
    page,
  }) => {
    await serveModel(page, tiny);
    await breakable(page);
    const room = await RoomPage.open(page);
    await selectOne(room);
    const before = await room.pixels();
    await room.drawnAfter(() => nudge(room));
    const moved = await room.pixels();
    expect(difference(before, moved).max).toBeGreaterThan(0);

    await bringAbout(page, fault);
    // A fault of memory shows with the next drawing.
    await room.drawnAfter(() => page.keyboard.press('Control+z'));
    expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);
    await room.drawnAfter(() => page.keyboard.press('Control+Shift+z'));
    expect(difference(await room.pixels(), moved).max).toBeLessThanOrEqual(1);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}

test('the default model draws and is edited within 400 MB; where a device gives less, the page says so', async ({
  page,
  browser,
}) => {
  await limitMemory(page, 400);
  const room = await RoomPage.open(page);
  await selectOne(room);
  await room.drawnAfter(() => nudge(room));
  await expect(page.getByRole('alert')).toHaveCount(0);

  const small = await (await browser.newContext({ locale: 'fr', serviceWorkers: 'block' })).newPage();
  await limitMemory(small, 40);
  await small.goto(page.url());
  await expect(small.getByRole('alert')).toContainText('La mémoire de cet appareil ne suffit pas', {
    timeout: 60_000,
  });
  await small.context().close();
});

test('an engine that breaks down again and again says so in one sentence, and starts again by a button', async ({
  page,
}) => {
  await serveModel(page, tiny);
  await breakable(page);
  const room = await RoomPage.open(page);
  await selectOne(room);
  // The second one must hit the engine that came back, not the one that is breaking down.
  await crashAndRestart(page);
  await bringAbout(page, 'crash');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(
    'The engine stopped working (Uncaught Error: injected crash): start it again.',
    { timeout: 30_000 },
  );
  // What is asked for meanwhile is not lost.
  await nudge(room);
  await room.drawnAfter(() => alert.getByRole('button', { name: 'Start the engine again' }).click());
  await expect(alert).toHaveCount(0);
});

test('a preview of an earlier stage comes before the whole picture', async ({ page }) => {
  await serveModel(page, staged);
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seenStates: seen });
    new MutationObserver(() => {
      const picture = document.querySelector<HTMLElement>('[data-testid=picture]');
      if (picture) seen.push(`${picture.dataset['pictureId']} ${picture.dataset['state']}`);
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-picture-id'] });
  });
  const room = await RoomPage.open(page);
  await selectOne(room);
  await page.evaluate(() => ((window as unknown as { seenStates: string[] }).seenStates.length = 0));
  await room.drawnAfter(() => nudge(room));
  const states = await page.evaluate(() => (window as unknown as { seenStates: string[] }).seenStates);
  // On a slow machine a finer preview comes between.
  const kinds = states.map((state) => state.split(' ')[1]);
  expect([kinds[0], kinds.at(-1)]).toEqual(['preview', 'final']);
  expect(new Set(kinds.slice(0, -1))).toEqual(new Set(['preview']));
});

test('edits in the page end in the picture that a full decode draws', async ({ page }) => {
  await serveModel(page, staged);
  const room = await RoomPage.open(page);
  await selectOne(room);
  for (let step = 0; step < 3; step++) await room.drawnAfter(() => nudge(room));
  const incremental = await room.pixels();
  // Another provider choice starts another worker, which draws everything.
  await page.getByRole('button', { name: /Drawn on/ }).click();
  const choice = page.getByLabel('Draw with');
  await room.drawnAfter(async () => choice.selectOption('wasm'));
  expect(difference(await room.pixels(), incremental).max).toBeLessThanOrEqual(1);
});

test('without WebGPU the page draws on WASM, fetches no larger runtime, and says why', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await serveModel(page, tiny);
  await RoomPage.open(page);
  await expect(status(page)).toContainText('Drawn on your processor');
  await page.getByRole('button', { name: /Drawn on/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Engine' });
  await expect(dialog).toContainText(/WASM draws, \d+ threads?\./);
  await expect(dialog).toContainText(/no WebGPU|WebGPU finds no graphics device/);
  expect(fetched.some((url) => url.includes('asyncify') || url.includes('webgpu'))).toBe(false);
});
