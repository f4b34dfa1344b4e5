/** What a person does with the page from the first visit on, in every engine: Chromium's, Firefox's and WebKit's. */
import { decode } from 'fast-png';
import { writeFile } from 'node:fs/promises';
import { isInstalled, test } from './support/engines/fixtures';
import type { JourneyPage } from './support/engines/journey-page';
import { expect } from './support/fixtures';
import { withMoved } from './support/node-rooms';
import { type Picture, difference, pictureOf } from './support/pixels';

// One page goes through all of them: opening it takes longer than most.
test.describe.configure({ mode: 'serial' });

// The machine that decides what lands may not look away.
test.beforeEach(({ engine }) => {
  test.skip(!process.env.CI && !isInstalled(engine), `There is no ${engine} here.`);
});

/** Grey levels between what is on the screen and a picture. */
async function apart(journey: JourneyPage, picture: Picture): Promise<number> {
  const compared = difference(await journey.pixels(), picture);
  expect(compared.pixels).toBeGreaterThan(0);
  return compared.max;
}

/** Carries everything a little: an edit like any other. @returns what is on the screen then */
async function edit(journey: JourneyPage): Promise<Picture> {
  const before = await journey.pixels();
  await journey.drawnAfter(() => journey.pressOnCanvas('Control+a', 'Shift+ArrowRight'));
  const edited = await journey.pixels();
  expect(difference(before, edited).max).toBeGreaterThan(8);
  return edited;
}

test('opens: isolated, and says on what it is drawn and why on nothing faster', async ({ journey }) => {
  expect(await journey.driver.evaluate(() => crossOriginIsolated, null)).toBe(true);
  expect(await journey.texts('[role=alert]')).toEqual([]);
  const [status] = await journey.texts('footer');
  expect(status).toMatch(/Drawn on your processor, \d+ ms/);
  expect(status).toMatch(/This browser has no WebGPU|WebGPU finds no graphics device here/);
});

test('shows the picture that Node draws', async ({ journey, rooms, move }) => {
  const most = await apart(journey, await rooms.draw(await rooms.scene(move.scene.seed)));
  test.info().annotations.push({ type: 'measured', description: `at most ${most} of 255 from Node` });
  expect(most).toBeLessThanOrEqual(1);
});

test('a thing is dragged, and undo takes it back', async ({ journey, rooms, move }) => {
  const before = await journey.pixels();
  const [from, to] = [await journey.onPixel(move.blob), await journey.onPixel(move.to)];
  await journey.drawnAfter(() => journey.drag(from, to));
  const after = await rooms.draw(withMoved(move.scene, move.blob, from, to));
  expect(await apart(journey, after)).toBeLessThanOrEqual(1);
  expect(difference(before, after).max).toBeGreaterThan(8);
  await journey.drawnAfter(() => journey.pressOnCanvas('Control+z'));
  expect(await apart(journey, before)).toBeLessThanOrEqual(1);
});

test('a thing is duplicated by its key, and a slider makes another room by the keyboard', async ({
  journey,
}) => {
  const things = (): Promise<string[]> => journey.texts('.canvas [role=option]');
  const before = (await things()).length;
  await journey.drawnAfter(() => journey.pressOnCanvas('Tab', 'Control+d'));
  expect(await things()).toHaveLength(before + 1);
  await journey.drawnAfter(() => journey.pressOnCanvas('Control+z'));
  expect(await things()).toHaveLength(before);

  const room = await journey.pixels();
  await journey.focus('input[type=range]');
  await journey.drawnAfter(() => journey.driver.press('ArrowRight'));
  expect(await apart(journey, room)).toBeGreaterThan(1);
  await journey.drawnAfter(() => journey.pressOnCanvas('Control+z'));
  expect(await apart(journey, room)).toBeLessThanOrEqual(1);
});

test('a link is found by its name in the palette, and shows the same room to whoever opens it', async ({
  journey,
  site,
}) => {
  const edited = await edit(journey);
  await journey.command('Share a link');
  await journey.dialog('Share a link');
  const address = await journey.driver.evaluate(
    () => document.querySelector<HTMLInputElement>('dialog[open] :is(input, textarea)')!.value,
    null,
  );
  await journey.closeDialog();
  expect(address).toContain(site.url);
  await journey.drawnAfter(() => journey.pressOnCanvas('Control+z'));
  expect(await apart(journey, edited)).toBeGreaterThan(8);
  await journey.open(address.replace('#', '?visit#'));
  expect(await apart(journey, edited)).toBeLessThanOrEqual(1);
});

test('a picture is exported, with what this browser can make of a film, and opens again as its scene', async ({
  journey,
}) => {
  const room = await journey.pixels();
  await journey.command('Export an animation');
  await journey.dialog('Export an animation');
  await expect.poll(() => journey.texts('dialog[open] option[value=gif]')).toHaveLength(1);
  await journey.closeDialog();

  await journey.command('Export a picture');
  await journey.dialog('Export a picture');
  const png = await journey.saved(() => journey.click('Download', 'dialog[open]'));
  await journey.closeDialog();
  expect(png.name).toMatch(/^blobroom-.*\.png$/);
  expect(difference(pictureOf(decode(png.bytes)), room).max).toBeLessThanOrEqual(1);
  await edit(journey);
  await journey.drawnAfter(() => journey.drop(png.name, 'image/png', png.bytes));
  expect(await apart(journey, room)).toBeLessThanOrEqual(1);
});

test('a scene is saved as a file, and opens again by the dialog of the system and by dropping it', async ({
  journey,
}) => {
  const room = await journey.pixels();
  const file = await journey.saved(() => journey.pressOnCanvas('Control+s'));
  expect(file.name).toMatch(/^blobroom-.*\.json$/);
  const path = test.info().outputPath(file.name);
  await writeFile(path, file.bytes);
  await edit(journey);
  await journey.drawnAfter(() => journey.driver.upload(() => journey.pressOnCanvas('Control+o'), path));
  expect(await apart(journey, room)).toBeLessThanOrEqual(1);
  await edit(journey);
  await journey.drawnAfter(() => journey.drop(file.name, 'application/json', file.bytes));
  expect(await apart(journey, room)).toBeLessThanOrEqual(1);
});

test('on a phone the picture and the tools are there, and nothing is cut off', async ({ journey }) => {
  await journey.driver.resize(390, 844);
  await journey.settle();
  const shown = (): Promise<{ fits: boolean; wide: number; cut: number }> =>
    journey.driver.evaluate(() => {
      const { left, right } = document.querySelector('[data-testid=picture]')!.getBoundingClientRect();
      const cut = document.documentElement.scrollWidth - innerWidth;
      return { fits: left >= 0 && right <= innerWidth, wide: (right - left) / innerWidth, cut };
    }, null);
  await expect.poll(async () => (await shown()).fits).toBe(true);
  const { wide, cut } = await shown();
  expect(wide).toBeGreaterThan(0.75);
  expect(cut).toBe(0);
  await journey.click('Things');
  await expect.poll(() => journey.texts('section h2')).toContain('Things');
  await journey.driver.resize(1280, 800);
  await journey.settle();
});

test('with the network off the page opens, is isolated, and shows what was edited last', async ({
  journey,
  site,
}) => {
  const edited = await edit(journey);
  await expect.poll(() => journey.driver.evaluate(() => location.hash, null)).toMatch(/^#s=/);
  await expect.poll(() => journey.attribute('html', 'data-offline'), { timeout: 90_000 }).toBe('ready');
  // A worker that waits for the page's threads before it is active keeps every reload waiting.
  const worker = (): Promise<string | undefined> =>
    journey.driver.evaluate(() => navigator.serviceWorker.controller?.state, null);
  await expect.poll(worker).toBe('activated');
  await site.close();
  await journey.open(site.url);
  expect(await apart(journey, edited)).toBeLessThanOrEqual(1);
  expect(await journey.driver.evaluate(() => crossOriginIsolated, null)).toBe(true);
});

test('what was edited is among the scenes of this device, with its picture, and can be edited on', async ({
  journey,
}) => {
  await journey.command('Scenes on this device');
  await journey.dialog('Scenes on this device');
  const widths = (): Promise<number[]> =>
    journey.driver.evaluate(
      () =>
        [...document.querySelectorAll<HTMLImageElement>('[data-testid=scene-card] img')].map(
          ({ naturalWidth }) => naturalWidth,
        ),
      null,
    );
  await expect.poll(async () => (await widths())[0] ?? 0).toBeGreaterThan(0);
  await journey.closeDialog();
  await edit(journey);
});
