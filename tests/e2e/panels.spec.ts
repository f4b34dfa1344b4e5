/** Rooms, things and styles to pick from, the list of things, settings and first steps: with mouse and keyboard. */
import { emptied, isBackdrop, isOpening, mixStyles, takeFromRoom } from '../../src/scene';
import { proves } from './features';
import { expect, test } from './support/fixtures';
import { difference } from './support/pixels';
import { RoomPage } from './support/room-page';

const SEED = 3;
test.use({ seed: SEED });

test(
  'rooms of other seeds are drawn to pick from; one that is picked opens, undo goes back',
  proves('seed-rooms'),
  async ({ room, rooms }) => {
    const { page } = room;
    const before = await room.pixels();
    const tile = page.getByRole('button', { name: 'Room 5', exact: true });
    await expect(tile.locator('.crop')).not.toHaveClass(/waiting/, { timeout: 60_000 });
    await room.drawnAfter(() => tile.click());
    await expect(room.seed).toHaveValue('5');
    const drawn = await rooms.draw(await rooms.scene(5));
    expect(difference(await room.pixels(), drawn).max).toBeLessThanOrEqual(1);
    await expect(tile).toHaveAttribute('aria-current', 'true');
    await room.canvas.focus();
    await room.drawnAfter(() => page.keyboard.press('Control+z'));
    expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);
  },
);

test(
  'emptying the room takes the things out and keeps its surfaces, windows and doors; the menu takes those too',
  proves('empty'),
  async ({ room, rooms }) => {
    const { page } = room;
    // It has windows and a door.
    await room.startOver(1);
    const scene = await rooms.scene(1);
    const button = page.getByRole('button', { name: 'Empty the room', exact: true });
    await room.drawnAfter(() => button.click());
    const empty = emptied(scene, ({ name }) => isBackdrop(name) || isOpening(name));
    expect(empty.blobs.length).toBeGreaterThan(0);
    expect(await room.names()).toEqual(empty.blobs.map(({ name }) => name).reverse());
    expect(difference(await room.pixels(), await rooms.draw(empty)).max).toBeLessThanOrEqual(1);
    await expect(button).toBeDisabled();
    await expect(page.getByRole('group', { name: 'The room is empty.' })).toBeVisible();
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: 'More ways to empty the room' }).click();
    await page.getByRole('button', { name: 'Empty the room, windows and doors too' }).click();
    const bare = emptied(scene, ({ name }) => isBackdrop(name));
    expect(bare.blobs.length).toBeLessThan(empty.blobs.length);
    expect(await room.names()).toEqual(bare.blobs.map(({ name }) => name).reverse());
    await page
      .getByRole('group', { name: 'The room is empty.' })
      .getByRole('button', { name: 'Add a thing' })
      .click();
    await expect(page.getByRole('region', { name: 'Add a thing' })).toBeVisible();
    await room.canvas.focus();
    await room.drawnAfter(() => page.keyboard.press('Control+z'));
    expect(await room.names()).toHaveLength(scene.blobs.length);
  },
);

test(
  'every kind of thing that the model knows is in the library, without its room, where it stays, and is found by its name',
  proves('find-thing'),
  async ({ room, rooms }) => {
    const { page } = room;
    const names = rooms.manifest.blobs.map(({ name }) => name).filter((name) => !isBackdrop(name));
    const kinds = new Set(names.map((name) => name.replace(/ \d+$/, '')));
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const tiles = page.locator('.tile.named');
    const before = await tiles.allTextContents();
    expect(before).toHaveLength(kinds.size);
    await expect(page.locator('.tile.named:enabled')).toHaveCount(kinds.size, { timeout: 90_000 });
    expect(await tiles.allTextContents()).toEqual(before);
    // Each picture has something in it, and nothing at its corners, where the room would be.
    const [least, corners] = await tiles.locator('canvas').evaluateAll((canvases) => {
      const alphas = (canvases as HTMLCanvasElement[]).map((canvas) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((_, at) => at % 4 === 3);
      });
      const shown = alphas.map((alpha) => alpha.filter((value) => value > 128).length / alpha.length);
      return [Math.min(...shown), alphas.filter((alpha) => alpha[0]! > 128).length];
    });
    expect(least).toBeGreaterThan(0.01);
    expect(corners).toBeLessThanOrEqual(2);

    await page.getByRole('searchbox', { name: 'Search by name' }).fill('LAMP');
    expect(await tiles.allTextContents()).toEqual(['Ceiling lamp', 'Floor lamp', 'Table lamp']);
    await page.getByRole('searchbox').fill('');
  },
);

test(
  'a thing of the library stands where it is put: by a click, or by a drag, on the floor and as large as its ghost',
  proves('add', 'depth-drag'),
  async ({ room, rooms }) => {
    const { page } = room;
    const { low, slope } = rooms.manifest.blobs.find(({ name }) => name === 'bed')!.standing!;
    const names = await room.names();
    const own = names.filter((name) => /^bed( \d+)?$/.test(name)).length;
    /** What the beds that are added are called, the last one first. */
    const added = (count: number): string[] =>
      Array.from({ length: count }, (_, at) => own + count - at).map((n) => (n === 1 ? 'bed' : `bed ${n}`));
    const before = await room.pixels();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const kind = page.locator('.tile.named').filter({ hasText: 'Bed' });
    await expect(kind).toBeEnabled({ timeout: 60_000 });

    // The kind's picture can be dragged at once.
    const middle = await room.onScreen({ x: 0.5, y: 0.75 });
    await kind.hover();
    await page.mouse.down();
    await page.mouse.move(middle.x, middle.y, { steps: 3 });
    const ghost = await page
      .locator('.ghost-outline')
      .evaluate(({ offsetWidth, offsetHeight }: HTMLElement) => [offsetWidth, offsetHeight]);
    await room.drawnAfter(() => page.mouse.up());
    expect(await room.names()).toEqual([...added(1), ...names]);
    const { width: side } = (await room.picture.boundingBox())!;
    const sides = await Promise.all(
      ['Width', 'Height'].map(async (label) =>
        Number(await page.getByLabel(label, { exact: true }).inputValue()),
      ),
    );
    const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
    ascending(ghost).forEach((pixels, at) =>
      expect(Math.abs(pixels - (ascending(sides)[at]! / 100) * side)).toBeLessThan(4),
    );
    await room.drawnAfter(() => page.keyboard.press('Control+z'));

    await kind.click();
    const tile = page.getByRole('button', { name: /^Add Bed from Room/ }).first();
    await tile.click();
    const place = await room.onScreen({ x: 0.3, y: 0.8 });
    await room.drawnAfter(() => page.mouse.click(place.x, place.y));
    const near = await room.numbers();
    expect(Math.abs(near.x - 30)).toBeLessThan(1);
    expect(Math.abs(near.y - 80)).toBeLessThan(1);
    expect(difference(before, await room.pixels()).max).toBeGreaterThan(8);

    // Let go on the wall, it stands at the back of the floor, and is smaller.
    const from = (await tile.boundingBox())!;
    const to = await room.onScreen({ x: 0.7, y: 0.2 });
    await page.mouse.move(from.x + 20, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await room.drawnAfter(() => page.mouse.up());
    expect(await room.names()).toEqual([...added(2), ...names]);
    const far = await room.numbers();
    expect(Math.abs(far.x - 70)).toBeLessThan(1);
    expect(far.y).toBeLessThanOrEqual(low * 100 + 1);
    expect(far.y).toBeGreaterThan(50);
    expect(far.size / near.size).toBeCloseTo(Math.exp(slope * (low - 0.8)), 1);

    await tile.focus();
    await room.drawnAfter(() => page.keyboard.press('Enter'));
    expect(await room.names()).toHaveLength(names.length + 3);
    for (let n = 0; n < 3; n++) await room.drawnAfter(() => page.keyboard.press('Control+z'));
    expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);

    // In the hand, Escape puts it back.
    await tile.click();
    await expect(page.getByText('Escape puts it back')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText('Escape puts it back')).toHaveCount(0);
    expect(await room.names()).toEqual(names);
  },
);

test(
  'a style of another room is given, mixed, kept in the drawer and used after a reload',
  proves('give-style'),
  async ({ page, rooms }) => {
    const room = await RoomPage.open(page, `/?seed=${SEED}`);
    const scene = await rooms.scene(SEED);
    const { id, name } = scene.blobs.filter(({ locked }) => !locked).sort((a, b) => b.size - a.size)[0]!;
    const ids = new Set([id]);
    const before = await room.pixels();
    await room.thing(name).getByRole('button').first().click();
    await page.getByRole('button', { name: 'Styles', exact: true }).click();
    await room.drawnAfter(() => page.getByRole('button', { name: 'Room 9', exact: true }).click());
    const other = { seed: 9, truncation: 0 };
    await rooms.scene(other.seed);
    const style = { style: true, feature: false };
    const styled = takeFromRoom(scene, { ids, background: false }, other, style);
    const whole = await room.pixels();
    expect(difference(whole, await rooms.draw(styled)).max).toBeLessThanOrEqual(1);
    expect(difference(whole, before).max).toBeGreaterThan(2);

    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const mix = page.getByRole('slider', { name: 'Mix' });
    await mix.focus();
    await room.drawnAfter(() => page.keyboard.press('PageDown'));
    const weight = Number(await mix.inputValue()) / 100;
    expect(weight).toBeLessThan(1);
    const mixed = await rooms.draw(mixStyles(styled, ids, weight));
    expect(difference(await room.pixels(), mixed).max).toBeLessThanOrEqual(1);
    await room.drawnAfter(() => page.keyboard.press('Home'));
    expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);

    await page.goto(`/?seed=${SEED}`);
    await room.settle();
    await room.startOver(SEED);
    await room.thing(name).getByRole('button').first().click();
    await page.getByRole('button', { name: 'Styles', exact: true }).click();
    const kept = page.getByRole('button', { name: new RegExp(`^Style of ${name}$`, 'i') });
    await room.drawnAfter(() => kept.click());
    expect(difference(await room.pixels(), whole).max).toBeLessThanOrEqual(1);
  },
);

test(
  'the background and everything at once take the style of another room',
  proves('restyle'),
  async ({ room, rooms }) => {
    const { page } = room;
    const scene = await rooms.scene(SEED);
    const other = { seed: 9, truncation: 0 };
    await rooms.scene(other.seed);
    await page.getByRole('button', { name: 'Styles', exact: true }).click();
    const tile = page.getByRole('button', { name: 'Room 9', exact: true });
    await page.getByText('Background', { exact: true }).click();
    await page.getByText('Both', { exact: true }).click();
    await room.drawnAfter(() => tile.click());
    const surfaces = scene.blobs.filter(({ name }) => isBackdrop(name)).map(({ id }) => id);
    const behind = { ids: new Set(surfaces), background: true };
    const background = takeFromRoom(scene, behind, other, { style: true, feature: true });
    expect(difference(await room.pixels(), await rooms.draw(background)).max).toBeLessThanOrEqual(1);
    // What lies behind all things is a good part of the picture, and is seen to change.
    expect(difference(await room.pixels(), await rooms.draw(scene)).mean).toBeGreaterThan(4);
    await page.getByText('All', { exact: true }).click();
    const take = page.getByRole('radiogroup', { name: 'Take' });
    await take.getByText('Style', { exact: true }).click();
    await room.drawnAfter(() => tile.click());
    const all = { ids: new Set(scene.blobs.map(({ id }) => id)), background: true };
    const restyled = takeFromRoom(background, all, other, { style: true, feature: false });
    expect(difference(await room.pixels(), await rooms.draw(restyled)).max).toBeLessThanOrEqual(1);
  },
);

test(
  'things are ordered by a drag and by the keyboard, and renamed',
  proves('depth', 'rename'),
  async ({ room }) => {
    const { page } = room;
    const names = await room.names();
    const [first, second, third] = names as [string, string, string];
    await room.things.nth(0).dragTo(room.things.nth(2));
    await expect.poll(() => room.names()).toEqual([second, third, first, ...names.slice(3)]);
    await room.things.nth(2).getByRole('button').first().focus();
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => room.names()).toEqual(names);
    await expect(room.things.nth(0).getByRole('button').first()).toBeFocused();
    await page.keyboard.press('F2');
    await page.keyboard.type('Moonlight');
    await page.keyboard.press('Enter');
    await expect.poll(() => room.names()).toEqual(['Moonlight', ...names.slice(1)]);
  },
);

test(
  'the first steps are ticked when they are done, and stay away once they are dismissed',
  proves('first-steps'),
  async ({ page }) => {
    const room = await RoomPage.open(page, `/?seed=${SEED}`);
    const steps = page.getByRole('region', { name: 'First steps' });
    await expect(steps.getByRole('listitem')).toHaveCount(3);
    await room.canvas.focus();
    await page.keyboard.press('Tab');
    await room.drawnAfter(() => page.keyboard.press('ArrowRight'));
    await expect(steps.getByText('done')).toHaveCount(1);
    await steps.getByRole('button').click();
    await expect(steps).toHaveCount(0);
    await expect(room.canvas).toBeFocused();
    await page.reload();
    await room.settle();
    await expect(steps).toHaveCount(0);
  },
);
