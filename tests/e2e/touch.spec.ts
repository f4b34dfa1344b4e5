/** A phone: fingers move, scale and turn blobs, the page stays where it is, targets are large enough for a fingertip. */
import type { CDPSession } from '@playwright/test';
import { proves } from './features';
import { expect, test } from './support/fixtures';
import { withMoved } from './support/node-rooms';
import { difference } from './support/pixels';
import type { Point, RoomPage } from './support/room-page';

/** Fingers from some points of the picture to others, as the browser's own input. */
async function swipe(room: RoomPage, from: readonly Point[], to: readonly Point[]): Promise<void> {
  const session: CDPSession = await room.page.context().newCDPSession(room.page);
  const onScreen = (points: readonly Point[]) => Promise.all(points.map((point) => room.onScreen(point)));
  const [start, end] = [await onScreen(from), await onScreen(to)];
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map((at, id) => ({ ...at, id })) });
  await send('touchStart', start);
  for (let step = 1; step <= 10; step++) {
    await send(
      'touchMove',
      start.map(({ x, y }, at) => ({
        x: x + ((end[at]!.x - x) * step) / 10,
        y: y + ((end[at]!.y - y) * step) / 10,
      })),
    );
  }
  await send('touchEnd', []);
  await session.detach();
}

test(
  'a finger moves a blob there and, now that it is selected, back again',
  proves('finger'),
  async ({ phone, rooms, move }) => {
    await phone.startOver(move.scene.seed);
    const before = await phone.pixels();
    const [from, to] = [await phone.onPixel(move.blob), await phone.onPixel(move.to)];
    await phone.drawnAfter(() => swipe(phone, [from], [to]));
    const moved = await rooms.draw(withMoved(move.scene, move.blob, from, to));
    expect(difference(await phone.pixels(), moved).max).toBeLessThanOrEqual(1);
    await phone.drawnAfter(() => swipe(phone, [to], [from]));
    expect(difference(await phone.pixels(), before).max).toBeLessThanOrEqual(1);
    expect(await phone.page.evaluate(() => window.scrollY + document.documentElement.scrollTop)).toBe(0);
  },
);

test(
  'two fingers on a selected blob scale and turn it; elsewhere they move the view',
  proves('two-fingers'),
  async ({ phone, move }) => {
    const { x, y, size, angle, aspect } = move.blob;
    await phone.startOver(move.scene.seed);
    const middle = await phone.onScreen(move.blob);
    await phone.page.touchscreen.tap(middle.x, middle.y);
    expect(await phone.allSelected()).toHaveLength(1);
    const home = (await phone.picture.boundingBox())!;
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const reach = 0.08;
    await swipe(
      phone,
      [
        { x: x - reach, y },
        { x: x + reach, y },
      ],
      [
        { x: x - reach * 1.3 * c, y: y - reach * 1.3 * s },
        { x: x + reach * 1.3 * c, y: y + reach * 1.3 * s },
      ],
    );
    const after = await phone.numbers();
    expect(after.size).toBeCloseTo(size * 1.3 ** 2, 1);
    expect(after.aspect).toBeCloseTo(aspect, 1);
    const turned = after.angle - (angle * 180) / Math.PI - 30;
    expect(Math.abs(turned - 180 * Math.round(turned / 180))).toBeLessThan(0.5);
    expect((await phone.picture.boundingBox())!).toEqual(home);

    const corner = [
      { x: 0.05, y: 0.05 },
      { x: 0.2, y: 0.05 },
    ];
    await swipe(phone, corner, [corner[0]!, { x: 0.35, y: 0.05 }]);
    const zoomed = (await phone.picture.boundingBox())!;
    expect(zoomed.width / home.width).toBeCloseTo(2, 1);
    expect(await phone.numbers()).toEqual(after);
  },
);

test('the first steps are for fingers, and are as high whichever of them is shown: nothing moves when one is done', async ({
  phone,
  move,
}) => {
  const { page } = phone;
  await phone.startOver(move.scene.seed);
  const steps = page.getByRole('region', { name: 'First steps' });
  await expect(steps.getByText('Tap Rooms, then New room')).toBeAttached();
  // So narrow that some of them take two lines.
  await page.setViewportSize({ width: 300, height: 844 });
  const { heights, texts } = await steps.evaluate((section) => {
    const items = [...section.querySelectorAll('li')];
    const learnt = items.map((item) => item.classList.contains('learnt'));
    const showing = (isLearnt: (at: number) => boolean): void =>
      items.forEach((item, at) => item.classList.toggle('learnt', isLearnt(at)));
    const each = [0, 1, 2, 3].map((done) => {
      showing((at) => at < done);
      return { height: section.getBoundingClientRect().height, text: (section as HTMLElement).innerText };
    });
    showing((at) => learnt[at]!);
    return { heights: each.map(({ height }) => height), texts: each.map(({ text }) => text.trim()) };
  });
  await page.setViewportSize({ width: 390, height: 844 });
  expect(new Set(heights).size).toBe(1);
  expect(new Set(texts.slice(0, 3)).size).toBe(3);
  expect(texts.every((text) => text.length > 0)).toBe(true);
  await phone.settle();
});

test('taps take a variant, and take it back', proves('variants'), async ({ phone, move }) => {
  await phone.startOver(move.scene.seed);
  const { page } = phone;
  const before = await phone.pixels();
  const { x, y } = await phone.onScreen(move.blob);
  await page.touchscreen.tap(x, y);
  await page.getByRole('button', { name: 'Variants on or off' }).tap();
  const tile = page.getByRole('button', { name: /^Variant 2, as in Room/ });
  await phone.drawnAfter(() => tile.tap());
  expect(difference(await phone.pixels(), before).max).toBeGreaterThan(8);
  await phone.drawnAfter(() => page.getByRole('button', { name: 'Undo' }).tap());
  expect(difference(await phone.pixels(), before).max).toBeLessThanOrEqual(1);
  const strip = page.getByRole('region', { name: 'Variants' });
  await strip.getByRole('button', { name: 'Variants on or off' }).tap();
  await expect(strip).toHaveCount(0);
});

test('a finger that rests opens the menu of what is under it', proves('menu'), async ({ phone, move }) => {
  const { page } = phone;
  await phone.startOver(move.scene.seed);
  const at = await phone.onScreen(move.blob);
  const session = await page.context().newCDPSession(page);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  const entry = page.getByRole('menuitem', { name: /^Duplicate/ });
  await expect(entry).toBeVisible();
  // Nobody has keys here.
  await expect(page.locator('[role=menu] kbd:visible')).toHaveCount(0);
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
  const count = (await phone.order()).length;
  await entry.tap();
  expect(await phone.order()).toHaveLength(count + 1);
});

test(
  'the picture is whole on the screen, nothing sticks out sideways, every button fits a fingertip',
  proves('fingertip'),
  async ({ phone, move }) => {
    const { page } = phone;
    await phone.startOver(move.scene.seed);
    const box = (await phone.picture.boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    expect(box.y + box.height).toBeLessThanOrEqual(844);
    // As wide as the screen.
    expect(box.width).toBeGreaterThanOrEqual(386);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole('button', { name: 'View', exact: true }).tap();
    const targets = await page.locator('button:visible, input:visible, label:has(input):visible').all();
    expect(targets.length).toBeGreaterThan(8);
    const small: string[] = [];
    for (const target of targets) {
      // A checkbox or a choice is as large as the label around it: that is what a finger hits.
      if (await target.evaluate((element) => element.matches('label > input'))) continue;
      const { width, height } = (await target.boundingBox())!;
      if (Math.min(width, height) < 44)
        small.push(`${await target.evaluate((e) => e.outerHTML.slice(0, 60))} ${width}x${height}`);
    }
    expect(small).toEqual([]);
    await page.getByRole('button', { name: 'View', exact: true }).tap();
  },
);

test('a notice leaves the panels’ buttons free, and a saved scene can be read and renamed in its row', async ({
  phone,
  move,
}) => {
  const { page } = phone;
  await phone.startOver(move.scene.seed);
  await phone.things.first().locator('button').first().tap();
  await page.keyboard.press('ArrowRight');
  await phone.settle();
  await phone.canvas.focus();
  // The edited scene gives way to another room.
  await page.keyboard.press('r');
  const notice = page.getByTestId('sharing-notice');
  await expect(notice).toBeVisible();
  const panels = (await page.getByRole('navigation', { name: 'Panels' }).boundingBox())!;
  const box = (await notice.boundingBox())!;
  expect(box.y + box.height).toBeLessThanOrEqual(panels.y);
  await page.keyboard.press('Control+Shift+o');
  const name = page.getByTestId('scene-card').first().getByRole('textbox');
  expect((await name.boundingBox())!.width).toBeGreaterThan(150);
  await page.keyboard.press('Escape');
  await notice.getByRole('button', { name: 'Dismiss' }).tap();
  await expect(notice).toHaveCount(0);
});
