/** The strip of variants under the picture, by mouse and keyboard. */
import { takeFromRoom } from '../../src/scene';
import { proves } from './features';
import { expect, test } from './support/fixtures';
import { difference } from './support/pixels';

test(
  'variants of what is selected are drawn on a strip when nothing else is to be done, taken by a key, taken back in one step',
  proves('variants', 'key:1', 'key:2', 'key:9', 'key:Shift+v'),
  async ({ room, rooms, move: { scene, blob: thing } }) => {
    const { page } = room;
    const before = await room.pixels();
    const { x, y } = await room.onScreen(thing);
    await page.mouse.click(x, y);
    const strip = page.getByRole('region', { name: 'Variants' });
    const tiles = strip.locator('.tile');
    const tools = page.getByRole('toolbar', { name: 'Tools' });
    const toolsAt = await tools.boundingBox();
    await page.keyboard.press('1');
    try {
      await expect(tiles).toHaveCount(8);
      // What the pointer may be on stays where it is, and the picture is above the strip.
      expect(await tools.boundingBox()).toEqual(toolsAt);
      const [picture, lies] = [(await room.picture.boundingBox())!, (await strip.boundingBox())!];
      expect(picture.y + picture.height).toBeLessThanOrEqual(lies.y);
      expect(lies.y + lies.height).toBeLessThanOrEqual(toolsAt!.y);
      await expect(strip.locator('.crop:not(.waiting)')).toHaveCount(8, { timeout: 90_000 });
      const shown = await strip
        .locator('.crop')
        .evaluateAll((crops) => crops.map((crop) => (crop as HTMLElement).style.backgroundImage));
      expect(new Set(shown).size).toBe(8);

      // While the hand moves, none is asked for, and nothing moves.
      await page.evaluate(() => {
        const asked: string[] = [];
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function (this: Worker, ...message: [never]) {
          asked.push((message[0] as { type: string }).type);
          postMessage.apply(this, message);
        };
        Object.assign(window, { asked, restore: () => (Worker.prototype.postMessage = postMessage) });
      });
      const boxes = () =>
        tiles.evaluateAll((all) => all.map((each) => JSON.stringify(each.getBoundingClientRect())));
      const places = await boxes();
      await room.press(thing, { x: thing.x - 0.1, y: thing.y }, 12);
      const asked = await page.evaluate(() => {
        const { asked, restore } = window as unknown as { asked: string[]; restore: () => void };
        restore();
        return asked;
      });
      expect(asked).toContain('draw');
      expect(asked).not.toContain('thumbnail');
      expect(await boxes()).toEqual(places);
      await page.keyboard.press('Escape');
      await page.mouse.up();
      await room.settle();

      await room.drawnAfter(() => page.keyboard.press('2'));
      const from = (await tiles.nth(1).getAttribute('aria-label'))!;
      const seed = Number(/Room (\d+)/.exec(from)![1]);
      // Its layout is needed.
      await rooms.scene(seed);
      const target = { ids: new Set([thing.id]), background: false };
      const taken = { style: true, feature: false };
      const expected = takeFromRoom(scene, target, { seed, truncation: 0 }, taken);
      expect(difference(await room.pixels(), await rooms.draw(expected)).max).toBeLessThanOrEqual(1);
      await expect(tiles.nth(1)).toHaveAttribute('aria-pressed', 'true');
      await room.drawnAfter(() => page.keyboard.press('Control+z'));
      expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);

      await page.keyboard.press('9');
      await expect(tiles.first()).toBeEnabled();
      await expect.poll(() => tiles.nth(1).getAttribute('aria-label')).toMatch(/Room \d+/);
      expect(await tiles.nth(1).getAttribute('aria-label')).not.toBe(from);
    } finally {
      await page.keyboard.press('Shift+v');
    }
    await expect(strip).toHaveCount(0);
  },
);
