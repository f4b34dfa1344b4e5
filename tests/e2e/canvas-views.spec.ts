/** What the canvas shows over the picture and beside it: regions, faint things, before and after. */
import { type DecodedPng, decode } from 'fast-png';
import { outlineOf, reachAt } from '../../src/editor/canvas/geometry';
import { regionOf } from '../../src/editor/canvas/picking';
import { proves } from './features';
import { firstFrameAfter } from './support/first-frame';
import { expect, test } from './support/fixtures';
import { onScreen } from './support/on-screen';
import { difference } from './support/pixels';
import type { Point } from './support/room-page';

const title = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

test(
  'what is pointed at or selected is outlined, and keeps every colour of the picture',
  proves('colours'),
  async ({ room, rooms, move: { blob } }) => {
    const { page } = room;
    const box = (await room.picture.boundingBox())!;
    const clip = { x: Math.ceil(box.x), y: Math.ceil(box.y), width: 0, height: 0 };
    clip.width = clip.height = Math.floor(box.width) - 1;
    const shot = async (): Promise<DecodedPng> => {
      await onScreen(page);
      return decode(await page.screenshot({ clip }));
    };
    const outline = outlineOf(blob, rooms.manifest.shape.abNorm);
    /** Screen pixels further from the outline than any line or handle is wide: inside it or outside. */
    const alike = (a: DecodedPng, b: DecodedPng, inside: boolean): { looked: number; other: number } => {
      const found = { looked: 0, other: 0 };
      const away = 14 / (outline.semiMinor * box.width);
      for (let row = 0; row < a.height; row++)
        for (let col = 0; col < a.width; col++) {
          const reach = reachAt(outline, { x: (col + 0.5) / box.width, y: (row + 0.5) / box.height });
          if (inside ? reach > 1 - away : Math.abs(reach - 1) > away) continue;
          const [one, two] = [(row * a.width + col) * a.channels, (row * b.width + col) * b.channels];
          found.looked++;
          if ([0, 1, 2].some((channel) => a.data[one + channel] !== b.data[two + channel])) found.other++;
        }
      return found;
    };
    const { x, y } = await room.onScreen(blob);
    await page.mouse.move(1, 1);
    const untouched = await shot();
    await page.mouse.move(x, y);
    const hovered = await shot();
    await page.mouse.click(x, y);
    expect(await room.allSelected()).toEqual([title(blob.name)]);
    const selected = await shot();
    for (const seen of [hovered, selected]) {
      const { looked, other } = alike(untouched, seen, true);
      expect(looked).toBeGreaterThan(400);
      expect(other).toBe(0);
      // It is outlined all the same.
      expect(alike(untouched, seen, false).other).toBeGreaterThan(100);
    }
  },
);

test(
  'what is under the pointer shows its region, where a person asks for regions: where the splat gives it the most',
  proves('region'),
  async ({ room, rooms, move: { scene, blob } }) => {
    const { page } = room;
    const grid = 64;
    const region = regionOf(scene.blobs, blob.id, rooms.manifest.shape.abNorm, grid);
    // Deep inside the region and well outside of it, away from outlines: five cells around are alike.
    const deep = (value: number): Point => {
      const cells = [...region.keys()].filter((at) => {
        const [row, col] = [Math.floor(at / grid), at % grid];
        if (row < 3 || col < 3 || row > grid - 4 || col > grid - 4) return false;
        return [0, -2, 2, -2 * grid, 2 * grid].every((step) => region[at + step] === value);
      });
      const middle = cells[Math.floor(cells.length / 2)]!;
      return { x: ((middle % grid) + 0.5) / grid, y: (Math.floor(middle / grid) + 0.5) / grid };
    };
    const [inside, outside] = [deep(1), deep(0)];
    const showRegions = async (shown: boolean): Promise<void> => {
      await page.getByRole('button', { name: 'View', exact: true }).click();
      await page.getByRole('checkbox', { name: 'Regions' }).setChecked(shown);
      // The menu lies over a part of the picture.
      await page.keyboard.press('Escape');
    };
    await showRegions(true);
    const before = await room.overlayAt(inside);
    const { x, y } = await room.onScreen(blob);
    await page.mouse.move(x, y);
    await expect.poll(async () => (await room.overlayAt(inside))[3]! - before[3]!).toBeGreaterThan(40);
    const beside = await room.overlayAt(outside);
    await page.mouse.move(1, 1);
    await expect.poll(() => room.overlayAt(inside)).toEqual(before);
    expect(await room.overlayAt(outside)).toEqual(beside);
    await showRegions(false);
  },
);

test(
  'a thing that is too faint for an outline is reached by its mark, and a hidden one as well',
  proves('faint', 'key:Shift+b'),
  async ({ room, move: { blob } }) => {
    const { page } = room;
    const { x, y } = await room.onScreen(blob);
    await page.mouse.click(x, y);
    await page.getByLabel('Size', { exact: true }).fill('-1.5');
    await page.getByLabel('Size', { exact: true }).press('Enter');
    await page.mouse.click(1, 400);
    await room.canvas.focus();
    await page.keyboard.press('Escape');
    await page.mouse.click(x, y);
    expect(await room.allSelected()).not.toContain(title(blob.name));

    await page.getByRole('button', { name: 'View', exact: true }).click();
    const slider = page.getByRole('slider', { name: 'Faint things' });
    await slider.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Escape');
    await page.mouse.click(x, y);
    expect(await room.allSelected()).toEqual([title(blob.name)]);

    await room.canvas.focus();
    await page.keyboard.press('Control+Shift+h');
    await page.keyboard.press('Escape');
    await page.mouse.click(x, y);
    expect(await room.allSelected()).toEqual([title(blob.name)]);
    await page.keyboard.press('Shift+b');
    await page.keyboard.press('Escape');
    await page.mouse.click(x, y);
    expect(await room.allSelected()).not.toContain(title(blob.name));
  },
);

test(
  'before and after: while C is held, side by side, and as a difference',
  proves('compare', 'key:c', 'key:Shift+c', 'key:Shift+d'),
  async ({ room, move }) => {
    const { page } = room;
    const before = await room.pixels();
    await room.drawnAfter(() => room.drag(move.blob, move.to));
    const after = await room.pixels();
    expect(difference(before, after, move.is).mean).toBeGreaterThan(8);
    const [whole, half] = ['inset(0px 0% 0px 0px)', 'inset(0px 50% 0px 0px)'];
    const bare = { outlines: false, asked: 0 };
    // The thing is selected: outline, handles and name lie over the picture, but not over what is compared.
    expect(await room.allSelected()).toEqual([title(move.blob.name)]);
    const button = (await page.getByRole('button', { name: 'Before', exact: true }).boundingBox())!;
    await page.mouse.move(button.x + button.width / 2, button.y + button.height / 2);
    const held = [
      [() => page.keyboard.down('c'), () => page.keyboard.up('c')],
      [() => page.mouse.down(), () => page.mouse.up()],
    ] as const;
    for (const [hold, letGo] of held) {
      const first = await firstFrameAfter(page, hold);
      expect(first).toMatchObject(bare);
      expect(difference(first.picture!, before).max).toBeLessThanOrEqual(1);
      const back = await firstFrameAfter(page, letGo);
      expect(back).toMatchObject({ outlines: true, asked: 0 });
      expect(difference(back.picture!, after).max).toBe(0);
    }

    await room.canvas.focus();
    const original = page.getByTestId('original');
    for (const [key, seen] of [
      ['Shift+d', { clip: whole, blend: 'difference' }],
      ['Shift+c', { clip: half, blend: 'normal' }],
    ] as const) {
      const first = await firstFrameAfter(page, () => page.keyboard.press(key));
      expect(first).toMatchObject({ ...bare, ...seen });
      expect(difference(first.original!, before).max).toBeLessThanOrEqual(1);
    }
    const divider = page.getByRole('slider', { name: 'Divider between before and after' });
    await expect(divider).toHaveAttribute('aria-valuenow', '50');
    const handle = (await divider.boundingBox())!;
    const picture = (await room.picture.boundingBox())!;
    await page.mouse.move(handle.x + handle.width / 2, handle.y + 40);
    await page.mouse.down();
    await page.mouse.move(picture.x + picture.width * 0.2, handle.y + 60, { steps: 4 });
    await page.mouse.up();
    await expect(divider).toHaveAttribute('aria-valuenow', '20');
    await divider.press('ArrowRight');
    await expect(divider).toHaveAttribute('aria-valuenow', '21');
    expect(await original.evaluate((element) => getComputedStyle(element).clipPath)).toMatch(/79(\.\d+)?%/);

    await room.canvas.focus();
    await page.keyboard.press('Shift+d');
    await expect(divider).toHaveCount(0);
    await page.keyboard.press('b');
    await page.keyboard.press('Escape');
    /** How bright the screen is at a point of the picture, 0..255. */
    const brightness = async (at: Point): Promise<number> => {
      const { x, y } = await room.onScreen(at);
      const shot = await page.screenshot({ clip: { x: x - 1, y: y - 1, width: 3, height: 3 } });
      const { data, channels, width } = decode(shot);
      const middle = (width + 1) * channels;
      return Math.max(...[0, 1, 2].map((channel) => Number(data[middle + channel])));
    };
    const side = before.side;
    const apart = (at: number): number =>
      Math.max(
        ...[0, 1, 2].map((channel) =>
          Math.abs(before.rgba[at * 4 + channel]! - after.rgba[at * 4 + channel]!),
        ),
      );
    const pixels = [...move.is.keys()];
    const most = pixels.reduce((best, at) => (apart(at) > apart(best) ? at : best), 0);
    const still = pixels.findIndex((at) => move.far[at] === 1);
    const point = (at: number): Point => ({
      x: ((at % side) + 0.5) / side,
      y: (Math.floor(at / side) + 0.5) / side,
    });
    expect(await brightness(point(still))).toBeLessThan(24);
    expect(await brightness(point(most))).toBeGreaterThan(96);
    await page.keyboard.press('b');
    await page.keyboard.press('Shift+d');
    await expect(original).toHaveCount(0);
  },
);
