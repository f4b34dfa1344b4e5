/** What is painted while the hand moves, picture by picture. */
import { expect, test } from './support/fixtures';
import { record, recorded, slowMachine } from './support/frames';
import { grown, ownedBy } from './support/reach';

/** Of a picture of 256 px: further away than this from a thing that is dragged nothing changes. */
const REACH = 48;

test('while a thing is dragged on a slow machine, all that is far from it stays as sharp as it was', async ({
  room,
  rooms,
  move: { scene, blob, to },
}) => {
  const { page } = room;
  const before = await room.pixels();
  const { side } = before;
  const rest = await slowMachine(page, 6);
  await record(room.picture);
  const [start, end] = [await room.onScreen(blob), await room.onScreen(to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.keyboard.down('Control');
  // There and back, for three seconds.
  const steps = 60;
  const places = Array.from(
    { length: steps + 1 },
    (_, step) => (1 - Math.cos((step / steps) * 3 * Math.PI)) / 2,
  );
  for (const part of places) {
    await page.mouse.move(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part);
    await page.waitForTimeout(50);
  }
  await page.mouse.up();
  await page.keyboard.up('Control');
  await rest();
  const after = await room.pixels();
  const frames = await recorded(page);
  expect(frames.length).toBeGreaterThan(8);
  expect(frames.some(({ state }) => state === 'preview')).toBe(true);

  // Wherever the thing has been.
  const near = new Uint8Array(side * side);
  for (let step = 0; step <= 10; step++) {
    const at = {
      x: blob.x + ((to.x - blob.x) * step) / 10,
      y: blob.y + ((to.y - blob.y) * step) / 10,
    };
    const moved = {
      ...scene,
      blobs: scene.blobs.map((one) => (one.id === blob.id ? { ...one, ...at } : one)),
    };
    const visible = scene.blobs.filter(({ hidden }) => !hidden);
    const mask = ownedBy(
      rooms.layout(moved),
      visible.findIndex(({ id }) => id === blob.id),
      side,
    );
    mask.forEach((value, pixel) => {
      if (value) near[pixel] = 1;
    });
  }
  const touched = grown(near, side, Math.round((REACH * side) / 256));
  const far = touched.map((value) => 1 - value);
  expect(far.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(0.2 * side * side);
  const worst = frames.map(({ rgba, at, state }) => {
    let most = 0;
    for (let pixel = 0; pixel < side * side; pixel++) {
      if (!far[pixel]) continue;
      for (let channel = 0; channel < 3; channel++) {
        const value = rgba[pixel * 4 + channel]!;
        const [one, two] = [before.rgba[pixel * 4 + channel]!, after.rgba[pixel * 4 + channel]!];
        most = Math.max(most, Math.min(Math.abs(value - one), Math.abs(value - two)));
      }
    }
    return { at: Math.round(at), state, most };
  });
  expect(worst.filter(({ most }) => most > 2)).toEqual([]);
});
