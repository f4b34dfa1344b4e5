/** What the canvas shows over the picture and beside it: regions, faint things, before and after. */
import { decode } from 'fast-png';
import { regionOf } from '../../src/editor/canvas/picking';
import { proves } from './features';
import { expect, test } from './support/fixtures';
import { difference } from './support/pixels';
import type { Point } from './support/room-page';

const title = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

test(
  'what is under the pointer shows its region: where the splat gives it the most',
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
    const before = await room.overlayAt(inside);
    const { x, y } = await room.onScreen(blob);
    await page.mouse.move(x, y);
    await expect.poll(async () => (await room.overlayAt(inside))[3]! - before[3]!).toBeGreaterThan(40);
    const beside = await room.overlayAt(outside);
    await page.mouse.move(1, 1);
    await expect.poll(() => room.overlayAt(inside)).toEqual(before);
    expect(await room.overlayAt(outside)).toEqual(beside);
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
    await room.drawnAfter(() => page.keyboard.down('c'));
    expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);
    await room.drawnAfter(() => page.keyboard.up('c'));
    expect(difference(await room.pixels(), after).max).toBeLessThanOrEqual(1);

    await page.keyboard.press('Shift+c');
    const original = page.getByTestId('original');
    await expect(original).toHaveAttribute('data-state', 'final');
    expect(difference(await room.pixels('original'), before).max).toBeLessThanOrEqual(1);
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
