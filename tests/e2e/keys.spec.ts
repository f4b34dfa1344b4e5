/** Everything by the keyboard alone, and what a screen reader hears of it. */
import type { Page } from '@playwright/test';
import { proves } from './features';
import { expect, test } from './support/fixtures';
import { difference } from './support/pixels';
import { RoomPage } from './support/room-page';

const titled = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Selects a thing with Tab, as many times as it takes. */
async function tabTo(room: RoomPage, name: string): Promise<void> {
  await room.canvas.focus();
  await room.page.keyboard.press('Escape');
  const count = await room.options.count();
  for (let n = 0; n < count; n++) {
    await room.page.keyboard.press('Tab');
    if ((await room.allSelected())[0] === titled(name)) return;
  }
  throw new Error(`Tab never came to ${name}.`);
}

const said = (page: Page) => page.getByTestId('announcement');

test(
  'Tab and Shift+Tab go through the things, front to back and back again, each described, and leave at both ends',
  proves('screen-reader', 'key:Tab', 'key:Shift+Tab'),
  async ({ room, move: { scene } }) => {
    const { page } = room;
    const shown = [...scene.blobs].reverse().filter((blob) => !blob.hidden);
    await expect(room.options).toHaveCount(scene.blobs.length);
    for (const blob of shown.slice(0, 3)) {
      await page.keyboard.press('Tab');
      expect(await room.allSelected()).toEqual([titled(blob.name)]);
      const active = await room.canvas.getAttribute('aria-activedescendant');
      const place = `${titled(blob.name)}, ${Math.round(blob.x * 100)} % from the left, ${Math.round(blob.y * 100)} % from the top`;
      await expect(page.locator(`[id="${active}"]`)).toHaveAttribute('aria-label', new RegExp(`^${place}`));
      await expect(said(page)).toHaveText(new RegExp(`^${place}, \\d+ % wide, \\d+ % high`));
    }
    await expect(said(page)).toHaveAttribute('aria-live', 'polite');
    for (const blob of shown.slice(3)) {
      await page.keyboard.press('Tab');
      expect(await room.allSelected()).toEqual([titled(blob.name)]);
    }
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect(room.canvas).not.toBeFocused();
    await room.canvas.focus();
    await page.keyboard.press('Escape');
    for (const blob of shown.slice(0, 3)) {
      await page.keyboard.press('Tab');
      expect(await room.allSelected()).toEqual([titled(blob.name)]);
    }
    for (let back = 0; back < 3; back++) await page.keyboard.press('Shift+Tab');
    expect(await room.allSelected()).toEqual([]);
    // One more goes on to the page before the canvas: nobody is trapped.
    await expect(room.canvas).not.toBeFocused();
  },
);

test(
  'arrows nudge, with Shift ten times as far; presses that follow each other are one step',
  proves(
    'move',
    'screen-reader',
    'key:ArrowLeft',
    'key:ArrowRight',
    'key:ArrowUp',
    'key:ArrowDown',
    'key:Shift+ArrowRight',
  ),
  async ({ room, move: { blob } }) => {
    const { page } = room;
    await tabTo(room, blob.name);
    const before = await room.numbers();
    for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'ArrowLeft'])
      await page.keyboard.press(key);
    for (const key of ['ArrowUp', 'Shift+ArrowUp', 'ArrowDown']) await page.keyboard.press(key);
    const after = await room.numbers();
    expect(after.x - before.x).toBeCloseTo((11 / 256) * 100, 0);
    expect(before.y - after.y).toBeCloseTo((10 / 256) * 100, 0);
    // What is shown is rounded, and rounded again here: one per cent more or less is the same place.
    const place = new RegExp(`^${titled(blob.name)}: (\\d+) % from the left`);
    await expect(said(page)).toHaveText(place);
    const told = Number(place.exec((await said(page).textContent())!)![1]);
    expect(Math.abs(told - after.x)).toBeLessThanOrEqual(1);
    await page.keyboard.press('Control+z');
    expect(await room.numbers()).toEqual(before);
  },
);

test(
  'size, aspect and angle change without a pointer',
  proves('resize', 'rotate', 'keyboard'),
  async ({ room, move: { blob } }) => {
    const { page } = room;
    await tabTo(room, blob.name);
    const before = await room.numbers();
    await page.keyboard.press('=');
    const larger = await room.numbers();
    expect(larger.size).toBeCloseTo(before.size * 1.05 ** 2, 1);
    await page.keyboard.press('-');
    expect((await room.numbers()).size).toBeCloseTo(before.size, 1);
    await page.keyboard.press('Shift+L');
    await page.keyboard.press('o');
    expect((await room.numbers()).aspect).toBeCloseTo(before.aspect * 1.05 ** 4, 1);
    await page.keyboard.press('Shift+Period');
    await page.keyboard.press(',');
    const turned = (await room.numbers()).angle - before.angle - 14;
    expect(Math.abs(turned - 180 * Math.round(turned / 180))).toBeLessThan(0.2);
    await expect(said(page)).toHaveText(/turned to/);
  },
);

test(
  'Ctrl+A, D, C, X and V; what was copied goes into another room',
  proves('duplicate', 'key:Mod+a', 'key:Mod+d', 'key:Mod+c', 'key:Mod+x', 'key:Mod+v'),
  async ({ room, move: { blob, scene } }) => {
    const { page } = room;
    const names = await room.order();
    await page.keyboard.press('Control+a');
    expect(await room.allSelected()).toHaveLength(scene.blobs.filter((one) => !one.locked).length);
    await tabTo(room, blob.name);
    const original = await room.numbers();
    await page.keyboard.press('Control+d');
    const [copy, ...more] = (await room.order()).filter((name) => !names.includes(name));
    expect([copy, more.length]).toEqual([expect.stringMatching(/ \d+$/), 0]);
    expect((await room.numbers()).x).toBeCloseTo(original.x + 4, 0);
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+x');
    expect(await room.order()).toEqual(names);
    await page.keyboard.press('Control+v');
    expect((await room.order())[0]).toBe(copy);

    const seed = await room.seed.inputValue();
    await page.keyboard.press('r');
    await expect(room.seed).not.toHaveValue(seed);
    const others = await room.order();
    await room.canvas.focus();
    await room.drawnAfter(() => page.keyboard.press('Control+v'));
    const [pasted, ...rest] = await room.order();
    expect(rest).toEqual(others);
    expect(others).not.toContain(pasted);
    expect(pasted).toMatch(new RegExp(`^${titled(blob.name).replace(/ \d+$/, '')} \\d+$`));
    expect((await room.numbers()).size).toBeCloseTo(original.size, 1);
  },
);

test(
  'Ctrl+Alt+C and Ctrl+Alt+V carry a style from one thing to another: the picture changes, the shape does not',
  proves('copy-style', 'key:Mod+Alt+c', 'key:Mod+Alt+v'),
  async ({ room, move: { blob, scene } }) => {
    const { page } = room;
    const other = [...scene.blobs].reverse().find((one) => one !== blob && !one.locked)!;
    const before = await room.pixels();
    await tabTo(room, other.name);
    await page.keyboard.press('Control+Alt+c');
    await tabTo(room, blob.name);
    const shape = await room.numbers();
    await room.drawnAfter(() => page.keyboard.press('Control+Alt+v'));
    expect(difference(await room.pixels(), before).max).toBeGreaterThan(2);
    expect(await room.numbers()).toEqual(shape);
    await expect(said(page)).toHaveText(`${titled(blob.name)} restyled`);
  },
);

test(
  '] and [ change the depth by a step, with Shift to the end',
  proves('depth', 'key:]', 'key:[', 'key:Shift+]', 'key:Shift+['),
  async ({ room, move: { scene } }) => {
    const { page } = room;
    const [back, , front] = [scene.blobs.at(-3)!, scene.blobs.at(-2)!, scene.blobs.at(-1)!];
    const names = await room.order();
    await tabTo(room, back.name);
    await page.keyboard.press(']');
    expect((await room.order())[1]).toBe(titled(back.name));
    await page.keyboard.press('Shift+BracketRight');
    expect((await room.order())[0]).toBe(titled(back.name));
    await page.keyboard.press('[');
    expect((await room.order()).slice(0, 2)).toEqual([titled(front.name), titled(back.name)]);
    await page.keyboard.press('Shift+BracketLeft');
    expect((await room.order()).at(-1)).toBe(titled(back.name));
    await expect(said(page)).toHaveText(
      `${titled(back.name)}: ${names.length} of ${names.length} from the front`,
    );
    for (let step = 0; step < 4; step++) await page.keyboard.press('Control+z');
    expect(await room.order()).toEqual(names);
  },
);

test(
  'Ctrl+Shift+H hides and shows, Ctrl+Shift+L locks and unlocks: a locked thing stays where it is',
  proves('hide', 'lock', 'key:Mod+Shift+h', 'key:Mod+Shift+l'),
  async ({ room, move: { blob } }) => {
    const { page } = room;
    await tabTo(room, blob.name);
    const before = await room.pixels();
    const shape = await room.numbers();
    await room.drawnAfter(() => page.keyboard.press('Control+Shift+h'));
    await expect(said(page)).toHaveText(`${titled(blob.name)} hidden`);
    expect(difference(await room.pixels(), before).max).toBeGreaterThan(8);
    await room.drawnAfter(() => page.keyboard.press('Control+Shift+h'));
    expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);
    await page.keyboard.press('Control+Shift+l');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Delete');
    expect(await room.numbers()).toEqual(shape);
    await expect(said(page)).toHaveText(new RegExp(`${titled(blob.name)} locked$`));
    await page.keyboard.press('Control+Shift+l');
    await page.keyboard.press('ArrowLeft');
    expect((await room.numbers()).x).toBeLessThan(shape.x);
  },
);

test(
  'undo after a deletion brings order and selection back; Ctrl+Y and Ctrl+Shift+Z do it again',
  proves('delete', 'undo', 'screen-reader', 'key:Delete', 'key:Mod+z', 'key:Mod+Shift+z', 'key:Mod+y'),
  async ({ room, move: { blob } }) => {
    const { page } = room;
    const names = await room.order();
    await tabTo(room, blob.name);
    await page.keyboard.press('Delete');
    const without = await room.order();
    expect(without).toHaveLength(names.length - 1);
    // What comes and goes within a moment is not told.
    await expect(said(page)).toHaveText(`${titled(blob.name)} removed`);
    await page.keyboard.press('Control+z');
    expect(await room.order()).toEqual(names);
    expect(await room.allSelected()).toEqual([titled(blob.name)]);
    await expect(said(page)).toHaveText('Taken back: Delete');
    await page.keyboard.press('Control+y');
    expect(await room.order()).toEqual(without);
    await page.keyboard.press('Control+z');
    await expect(said(page)).toHaveText('Taken back: Delete');
    await page.keyboard.press('Control+Shift+z');
    expect(await room.order()).toEqual(without);
    await expect(said(page)).toHaveText('Done again: Delete');
  },
);

test(
  'the view: Ctrl +, - and 0, Shift+1 for all of it, Shift+2 for what is selected, V and H',
  proves('view', 'key:v', 'key:h', 'key:Mod+=', 'key:Mod+-', 'key:Mod+0', 'key:Shift+1', 'key:Shift+2'),
  async ({ room, move: { blob } }) => {
    const { page } = room;
    const box = async () => (await room.picture.boundingBox())!;
    const home = await box();
    await page.keyboard.press('Control+Equal');
    await expect.poll(async () => (await box()).width).toBeCloseTo(home.width * 1.25, 0);
    await page.keyboard.press('Control+Minus');
    await page.keyboard.press('Control+Minus');
    await expect.poll(async () => (await box()).width).toBeCloseTo(home.width / 1.25, 0);
    await page.keyboard.press('Control+0');
    await expect.poll(box).toEqual(home);
    await tabTo(room, blob.name);
    await page.keyboard.press('Shift+Digit2');
    await expect.poll(async () => (await box()).width).toBeGreaterThan(home.width * 1.2);
    const near = await box();
    const stage = (await room.canvas.boundingBox())!;
    const middle = { x: near.x + blob.x * near.width, y: near.y + blob.y * near.height };
    expect(Math.abs(middle.x - (stage.x + stage.width / 2))).toBeLessThan(24);
    expect(Math.abs(middle.y - (stage.y + stage.height / 2))).toBeLessThan(24);
    await page.keyboard.press('Shift+Digit1');
    await expect.poll(box).toEqual(home);
    await page.keyboard.press('h');
    await expect(page.getByRole('button', { name: 'Hand', exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await page.keyboard.press('v');
    await expect(page.getByRole('button', { name: 'Select', exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
  },
);

test(
  '? opens the list of keys; Ctrl+/ and Ctrl+Shift+P open the commands, which run by a few letters',
  proves('commands', 'key:Mod+Shift+p', 'key:Mod+/', 'key:?'),
  async ({ room, move: { blob } }) => {
    const { page } = room;
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toContainText('Duplicate');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await tabTo(room, blob.name);
    const count = (await room.order()).length;
    for (const key of ['Control+/', 'Control+Shift+p']) {
      await page.keyboard.press(key);
      await page.getByRole('combobox').fill('dupl');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await room.canvas.focus();
    }
    expect(await room.order()).toHaveLength(count + 2);
  },
);

test.describe('on a Mac', () => {
  test.use({
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0',
  });

  test(
    'Cmd stands for Ctrl, is written so, and Ctrl itself does nothing',
    proves('mac'),
    async ({ page }) => {
      await page.goto('/?seed=1');
      const room = new RoomPage(page);
      await expect(room.options).not.toHaveCount(0, { timeout: 90_000 });
      const names = await room.order();
      await expect(page.getByRole('button', { name: 'Undo' })).toHaveAttribute('title', 'Undo (⌘ Z)');
      await room.canvas.focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Meta+d');
      expect(await room.order()).toHaveLength(names.length + 1);
      await page.keyboard.press('Control+z');
      expect(await room.order()).toHaveLength(names.length + 1);
      await page.keyboard.press('Meta+z');
      expect(await room.order()).toEqual(names);
    },
  );
});
