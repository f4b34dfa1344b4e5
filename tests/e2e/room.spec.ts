/** First light: a room on the screen, a blob under the mouse, and the picture that follows it. */
import { proves } from './features';
import { expect, test } from './support/fixtures';
import { withBlob, withMoved } from './support/node-rooms';
import { contrast, difference } from './support/pixels';
import { area } from './support/reach';
import { RoomPage } from './support/room-page';

test('the page opens on a room, without errors, and asks nobody else for anything', async ({
  page,
  rooms,
}) => {
  const faults: string[] = [];
  const strangers: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    const url = new URL(request.url());
    const own = url.protocol === 'blob:' || url.protocol === 'data:' || url.hostname === 'localhost';
    if (!own || request.method() !== 'GET') strangers.push(`${request.method()} ${request.url()}`);
  });
  const room = await RoomPage.open(page);
  const picture = await room.pixels();
  expect(picture.side).toBe(rooms.manifest.shape.resolution);
  // A flat picture has none; the dullest room that a person would call one has far more.
  expect(contrast(picture)).toBeGreaterThan(10);
  await expect(page.getByTestId('loading')).toHaveCount(0);
  expect(await room.names()).not.toHaveLength(0);
  const status = page.getByRole('contentinfo');
  await expect(status).toContainText(rooms.manifest.name);
  await expect(status).toContainText(/Drawn on your processor, \d+ ms/);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(faults).toEqual([]);
  expect(strangers).toEqual([]);
});

test(
  'the picture is the one that Node draws from the same scene, whatever the seed and truncation',
  proves('seed'),
  async ({ room, rooms }) => {
    const { page } = room;
    await room.startOver(11);
    const first = difference(await room.pixels(), await rooms.draw(await rooms.scene(11)));
    expect(first.pixels).toBe(rooms.manifest.shape.resolution ** 2);
    expect(first.max).toBeLessThanOrEqual(1);

    await room.drawnAfter(async () => {
      await room.seed.fill('12');
      await room.seed.press('Enter');
    });
    await room.drawnAfter(async () => {
      await page.getByLabel('Truncation').focus();
      await page.keyboard.press('End');
    });
    const second = difference(await room.pixels(), await rooms.draw(await rooms.scene(12, 1)));
    expect(second.max).toBeLessThanOrEqual(1);
  },
);

test(
  'dragging a blob draws the room again: where it was, where it is, and nowhere far from both',
  proves('move', 'undo'),
  async ({ room, rooms, move }) => {
    const { page } = room;
    const before = await room.pixels();
    const [from, to] = [await room.onPixel(move.blob), await room.onPixel(move.to)];
    await room.drawnAfter(() => room.drag(from, to, 25));
    const after = await room.pixels();

    expect((await room.selected())?.toLowerCase()).toBe(move.blob.name.toLowerCase());
    const was = difference(before, after, move.was);
    const is = difference(before, after, move.is);
    const far = difference(before, after, move.far);
    test.info().annotations.push({
      type: 'measured',
      description:
        `seed ${move.scene.seed}, ${move.blob.name}: mean change where it was ${was.mean.toFixed(1)}, where it is ` +
        `${is.mean.toFixed(1)}; far from both (${((100 * far.pixels) / before.side ** 2).toFixed(0)} % of the ` +
        `picture) largest ${far.max}, of 255`,
    });
    // Eight grey levels on average over the whole thing: a change that nobody overlooks.
    expect(was.mean).toBeGreaterThan(8);
    expect(is.mean).toBeGreaterThan(8);
    expect(far.pixels).toBe(area(move.far));
    expect(far.pixels).toBeGreaterThan(0);
    expect(far.max).toBeLessThanOrEqual(2);
    // The last of the many layouts on the way is the one that is drawn: Node, moving the blob once, agrees.
    const moved = await rooms.draw(withMoved(move.scene, move.blob, from, to));
    expect(difference(after, moved).max).toBeLessThanOrEqual(1);

    await room.drawnAfter(() => page.keyboard.press('Control+z'));
    expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);
    await room.drawnAfter(() => page.keyboard.press('Control+Shift+z'));
    expect(difference(await room.pixels(), after).max).toBeLessThanOrEqual(1);
  },
);

test(
  'Escape takes the drag back while the button is down, and leaves nothing to undo',
  proves('cancel', 'key:Escape'),
  async ({ room, move }) => {
    const { page } = room;
    /** The steps by name, the newest first; the one the document is at is marked. */
    const steps = (): Promise<string> => page.locator('.history').evaluate((list) => list.innerHTML);
    const history = await steps();
    const before = await room.pixels();
    await room.drawnAfter(() => room.press(move.blob, move.to, 8));
    expect(difference(await room.pixels(), before, move.is).mean).toBeGreaterThan(8);
    await room.drawnAfter(() => page.keyboard.press('Escape'));
    await page.mouse.up();
    expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);
    expect(await steps()).toBe(history);
  },
);

test(
  'a blob can be moved, removed and brought back with the keyboard alone',
  proves('delete', 'keyboard'),
  async ({ room, rooms, move }) => {
    const { page } = room;
    const names = await room.names();
    const before = await room.pixels();
    await room.canvas.focus();
    await page.keyboard.press('Tab');
    const name = await room.selected();
    expect(name).toBe(names[0]);
    await room.drawnAfter(() => page.keyboard.press('Shift+ArrowRight'));
    const { blobs } = move.scene;
    const front = blobs.at(-1)!;
    const nudged = withBlob(move.scene, front.id, { x: front.x + 10 / 256 });
    expect(difference(await room.pixels(), await rooms.draw(nudged)).max).toBeLessThanOrEqual(1);
    await room.drawnAfter(() => page.keyboard.press('Delete'));
    expect(await room.names()).toEqual(names.slice(1));
    const without = { ...move.scene, blobs: blobs.slice(0, -1) };
    expect(difference(await room.pixels(), await rooms.draw(without)).max).toBeLessThanOrEqual(1);
    await room.drawnAfter(() => page.keyboard.press('Control+z'));
    await room.drawnAfter(() => page.keyboard.press('Control+z'));
    expect(await room.names()).toEqual(names);
    // What did not change is kept, what did is drawn again: equal within the promise of incremental decoding.
    expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);
  },
);

test('a thing is hidden and shown in the list', proves('hide'), async ({ room, rooms, move }) => {
  const { page } = room;
  const before = await room.pixels();
  await room.drawnAfter(() =>
    page.getByRole('button', { name: `Hide ${move.blob.name}`, exact: true }).click(),
  );
  const hidden = withBlob(move.scene, move.blob.id, { hidden: true });
  const after = await room.pixels();
  expect(difference(before, after, move.was).mean).toBeGreaterThan(2);
  expect(difference(after, await rooms.draw(hidden)).max).toBeLessThanOrEqual(1);
  await room.drawnAfter(() =>
    page.getByRole('button', { name: `Show ${move.blob.name}`, exact: true }).click(),
  );
  expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);
});

test(
  'another room comes from the button, from R and from the seed box; undo goes back to the first',
  proves('seed', 'room-kind', 'key:r'),
  async ({ room, rooms }) => {
    const { page } = room;
    const before = await room.pixels();
    const seeds = [await room.seed.inputValue()];
    for (const ask of [
      () => page.getByRole('button', { name: 'New room' }).click(),
      async () => {
        await room.canvas.focus();
        await page.keyboard.press('r');
      },
    ]) {
      await room.drawnAfter(ask);
      const seed = await room.seed.inputValue();
      expect(seeds).not.toContain(seed);
      seeds.push(seed);
      const drawn = await rooms.draw(await rooms.scene(Number(seed)));
      expect(difference(await room.pixels(), drawn).max).toBeLessThanOrEqual(1);
    }
    await page.getByText('Living room', { exact: true }).click();
    await room.canvas.focus();
    await room.drawnAfter(() => page.keyboard.press('r'));
    const names = await room.names();
    expect(names).toContain('sofa');
    expect(names).not.toContain('bed');
    await page.getByText('Either', { exact: true }).click();
    await room.canvas.focus();
    for (let n = 0; n < 3; n++) await room.drawnAfter(() => page.keyboard.press('Control+z'));
    expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);

    await room.seed.fill('1.5');
    await room.seed.press('Enter');
    await expect(room.seed).toHaveAttribute('aria-invalid', 'true');
    expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);
    await room.seed.fill('7');
    await room.drawnAfter(() => room.seed.press('Enter'));
    const drawn = await rooms.draw(await rooms.scene(7));
    expect(difference(await room.pixels(), drawn).max).toBeLessThanOrEqual(1);
  },
);
