/** What a thing is told to look like, and the light of the room: by mouse and keyboard, on the model that comes with the page. */
import { type NamedModel, readLink } from '../../src/scene';
import { proves } from './features';
import { expect, test } from './support/fixtures';
import { type Picture, difference } from './support/pixels';

test.use({ seed: 34 });

/** The mean colour of a square around a point of the picture. */
function colourAround({ side, rgba }: Picture, { x, y }: { x: number; y: number }, reach: number): number[] {
  const sums = [0, 0, 0];
  let count = 0;
  for (let row = Math.round((y - reach) * side); row < (y + reach) * side; row++)
    for (let column = Math.round((x - reach) * side); column < (x + reach) * side; column++) {
      for (const channel of [0, 1, 2]) sums[channel]! += rgba[(row * side + column) * 4 + channel]!;
      count++;
    }
  return sums.map((sum) => sum / count);
}

test(
  'a bed is given a colour that is typed, drawn live while a slider is dragged, turned by a key, and goes into the link; the light of the room is another',
  proves('look', 'keyboard'),
  async ({ room, rooms }) => {
    const { page } = room;
    const scene = await rooms.scene(34);
    const bed = scene.blobs.find(({ name }) => name === 'bed')!;
    const corner = { x: 0.94, y: 0.06 };
    const before = await room.pixels();
    const { x, y } = await room.onScreen(bed);
    await page.mouse.click(x, y);
    await page.getByText('Look', { exact: true }).click();
    try {
      const hex = page.getByLabel('Colour, hexadecimal');
      await hex.fill('#c02030');
      await room.drawnAfter(() => hex.press('Enter'));
      const red = await room.pixels();
      const [r, g, b] = colourAround(red, bed, 0.05);
      expect(r! - Math.max(g!, b!)).toBeGreaterThan(60);
      const far = (of: Picture) => colourAround(of, corner, 0.04);
      far(red).forEach((value, channel) => expect(Math.abs(value - far(before)[channel]!)).toBeLessThan(3));

      // Whoever gets the link sees the same.
      const { id, blobs, name } = rooms.manifest;
      const model: NamedModel = { id, name, picks: 0, names: blobs.map((each) => each.name) };
      await expect.poll(() => new URL(page.url()).hash).toMatch(/^#s=3\./);
      const read = readLink(new URL(page.url()).hash, () => model);
      const told = read.kind === 'scene' ? read.scene.blobs.filter(({ changes }) => changes) : [];
      expect(told.map((each) => [each.id, each.changes])).toEqual([[bed.id, { colour: '#c02030' }]]);

      // Drawn while the hand moves, and one step in the end.
      const hue = page.getByLabel('Hue');
      const track = (await hue.boundingBox())!;
      const at = (part: number) => [track.x + part * track.width, track.y + track.height / 2] as const;
      await page.mouse.move(...at(0.97));
      await page.mouse.down();
      await room.drawnAfter(() => page.mouse.move(...at(0.62), { steps: 6 }));
      const blue = colourAround(await room.pixels(), bed, 0.05);
      expect(blue[2]! - blue[0]!).toBeGreaterThan(40);
      await page.mouse.up();
      await room.canvas.focus();
      await room.drawnAfter(() => page.keyboard.press('Control+z'));
      expect(difference(await room.pixels(), red).max).toBeLessThanOrEqual(1);

      const dial = page.getByRole('slider', { name: 'Facing' });
      await dial.focus();
      await room.drawnAfter(() => page.keyboard.press('Shift+ArrowRight'));
      expect(difference(await room.pixels(), red).max).toBeGreaterThan(10);
      await room.drawnAfter(() => page.getByRole('button', { name: 'Look as it came' }).click());
      expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);

      // Small pictures of what else there is come when there is time.
      const patterns = page.getByRole('list', { name: 'Pattern', exact: true });
      await expect(patterns.locator('.crop:not(.waiting)')).toHaveCount(3, { timeout: 60_000 });

      const night = page.getByRole('group', { name: 'Light', exact: true }).getByText('Night');
      await room.drawnAfter(() => night.click());
      const dark = await room.pixels();
      expect(far(before)[0]! - far(dark)[0]!).toBeGreaterThan(10);

      // The room's own colours, dealt in another way, and back.
      await room.drawnAfter(() =>
        page.getByRole('group', { name: 'Light', exact: true }).getByText('Own').click(),
      );
      await page.locator('.left summary').click();
      await expect(page.locator('.roles .swatch')).not.toHaveCount(0);
      await room.drawnAfter(() => page.getByRole('button', { name: 'Shuffle' }).click());
      expect(difference(await room.pixels(), before).max).toBeGreaterThan(20);
      await room.canvas.focus();
      await room.drawnAfter(() => page.keyboard.press('Control+z'));
      expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);
      await page.locator('.left summary').click();
    } finally {
      // The page is shared.
      await page.getByText('Shape', { exact: true }).click();
    }
  },
);

test('on a phone a finger gives a bed a colour, sees it while the colours are open, and takes it back', async ({
  phone,
  rooms,
}) => {
  const { page } = phone;
  await phone.startOver(34);
  const bed = (await rooms.scene(34)).blobs.find(({ name }) => name === 'bed')!;
  const before = await phone.pixels();
  const { x, y } = await phone.onScreen(bed);
  await page.touchscreen.tap(x, y);
  await page.getByText('Look', { exact: true }).tap();
  try {
    const hex = page.getByLabel('Colour, hexadecimal');
    await hex.tap();
    await hex.fill('#c02030');
    await phone.drawnAfter(() => hex.press('Enter'));
    const [r, g, b] = colourAround(await phone.pixels(), bed, 0.05);
    expect(r! - Math.max(g!, b!)).toBeGreaterThan(60);
    // What is changed is seen while it is changed.
    await expect(hex).toBeInViewport({ ratio: 1 });
    await expect(phone.picture).toBeInViewport({ ratio: 0.95 });
    await phone.drawnAfter(() => page.getByRole('button', { name: 'Undo' }).tap());
    expect(difference(await phone.pixels(), before).max).toBeLessThanOrEqual(1);
  } finally {
    // The phone is shared, and remembers what was looked at.
    await page.getByText('Shape', { exact: true }).tap();
  }
});
