/** The canvas under a mouse: what each drag, click and turn of the wheel makes of the document and of the view. */
import { groupHandlesOf } from '../../src/editor/canvas/handles';
import type { Blob } from '../../src/scene';
import { proves } from './features';
import { expect, test } from './support/fixtures';
import { difference } from './support/pixels';
import type { Point } from './support/room-page';

const title = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** A point at which nothing that can be moved lies: a corner of the ceiling, which is locked. */
const FREE: Point = { x: 0.01, y: 0.01 };

test(
  'a drag snaps to the middle of the picture and shows a line; with Ctrl it goes where the pointer goes',
  proves('snap'),
  async ({ room, move: { blob } }) => {
    const { page } = room;
    const { width } = (await room.picture.boundingBox())!;
    // Handles and outlines may lie on a part of it.
    const pink = async (): Promise<number> => {
      const heights = [0.04, 0.2, 0.35, 0.5, 0.65, 0.8, 0.96];
      const pixels = await Promise.all(heights.map((y) => room.overlayAt({ x: 0.5, y })));
      return Math.max(...pixels.map(([red, green]) => red! - green!));
    };
    // A little beside the middle. Another thing may be nearer than the middle from some places, and is snapped to instead.
    let beside = { x: 0.5, y: blob.y };
    let line = 0;
    for (const pixels of [2, -2, 1, -1]) {
      beside = { x: 0.5 + pixels / width, y: blob.y };
      await room.press(blob, beside, 6, true);
      if ((line = await pink()) > 60) break;
      await page.keyboard.press('Escape');
      await page.mouse.up();
    }
    expect(line, 'a pink line through the picture').toBeGreaterThan(60);
    await page.mouse.up();
    expect((await room.numbers()).x).toBe(50);
    expect(await pink()).toBeLessThan(line);
    await page.keyboard.press('Control+z');
    await room.drag(blob, beside);
    expect((await room.numbers()).x).toBeCloseTo(beside.x * 100, 0);
    expect((await room.numbers()).x).not.toBe(50);
  },
);

test(
  'Shift keeps a drag on one axis; Alt drags a copy, and one step takes it away',
  proves('drag-copy'),
  async ({ room, move: { blob, to } }) => {
    const { page } = room;
    const names = await room.order();
    const aside = { x: blob.x + 0.1, y: blob.y + 0.03 };
    await page.keyboard.down('Shift');
    await room.drag(blob, aside);
    await page.keyboard.up('Shift');
    const along = await room.numbers();
    expect(along.x).toBeCloseTo(aside.x * 100, 0);
    expect(Math.abs(along.y - blob.y * 100)).toBeLessThan(0.1);
    await page.keyboard.press('Control+z');
    await room.settle();

    const before = await room.pixels();
    await page.keyboard.down('Alt');
    await room.drawnAfter(() => room.drag(blob, to));
    await page.keyboard.up('Alt');
    const copied = await room.order();
    const own = copied.filter((name) => !names.includes(name));
    expect(own, 'a name of its own').toEqual([expect.stringMatching(/ \d+$/)]);
    expect(copied).toHaveLength(names.length + 1);
    expect(await room.numbers()).toMatchObject({ size: expect.closeTo(blob.size, 1) });
    await room.drawnAfter(() => page.keyboard.press('Control+z'));
    expect(await room.order()).toEqual(names);
    expect(difference(await room.pixels(), before).max).toBeLessThanOrEqual(1);
  },
);

test(
  'a marquee selects what it holds; Shift-click adds and takes away; Escape takes the marquee back',
  proves('select', 'cancel'),
  async ({ room, move: { scene, blob } }) => {
    const { page } = room;
    const free = scene.blobs.filter((other) => !other.locked);
    const inside = free.filter(
      (other) => other.x < 0.98 && other.y < 0.98 && other.x > 0.01 && other.y > 0.01,
    );
    await room.drag(FREE, { x: 0.98, y: 0.98 });
    expect((await room.allSelected()).sort()).toEqual(inside.map(({ name }) => title(name)).sort());

    const middle = await room.onScreen(blob);
    await page.keyboard.down('Shift');
    await page.mouse.click(middle.x, middle.y);
    expect(await room.allSelected()).toHaveLength(inside.length - 1);
    expect(await room.allSelected()).not.toContain(title(blob.name));
    await page.mouse.click(middle.x, middle.y);
    await page.keyboard.up('Shift');
    expect(await room.allSelected()).toHaveLength(inside.length);

    await room.press(FREE, { x: 0.02, y: 0.02 }, 4);
    await expect.poll(() => room.allSelected()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(await room.allSelected()).toHaveLength(inside.length);
    await page.keyboard.press('Escape');
    expect(await room.allSelected()).toEqual([]);
  },
);

test(
  'several are moved, scaled and turned as one, each a step; grouped, a click selects them and a double click goes into them',
  proves('group', 'arrange', 'key:Mod+g', 'key:Mod+Shift+g'),
  async ({ room, rooms, move: { scene, blob } }) => {
    const { page } = room;
    const { abNorm } = rooms.manifest.shape;
    /** Another thing that can be pressed in its middle: its row in the list serves as well. */
    const other = scene.blobs.find((one) => one !== blob && !one.locked && one.size > 0.5)!;
    const select = async (): Promise<void> => {
      await room.thing(blob.name).getByRole('button').first().click();
      await room
        .thing(other.name)
        .getByRole('button')
        .first()
        .click({ modifiers: ['Shift'] });
      expect(await room.allSelected()).toHaveLength(2);
    };
    const numbersOf = async (one: Blob): Promise<Awaited<ReturnType<typeof room.numbers>>> => {
      await room.thing(one.name).getByRole('button').first().click();
      return room.numbers();
    };
    const { width } = (await room.picture.boundingBox())!;
    const view = { left: 0, top: 0, side: width };
    const group = groupHandlesOf([blob, other], abNorm, view);
    const at = (kind: 'size' | 'rotate'): Point => {
      const handles = group.handles.filter((handle) => handle.kind === kind);
      // The corner that is farthest inside the picture.
      const far = ({ at: { x, y } }: { at: Point }): number =>
        Math.max(Math.abs(x - width / 2), Math.abs(y - width / 2));
      const { at: found } = handles.sort((a, b) => far(a) - far(b))[0]!;
      return { x: found.x / width, y: found.y / width };
    };
    const { middle } = group;

    await select();
    await room.drag(blob, { x: blob.x + 0.05, y: blob.y + 0.04 });
    expect((await numbersOf(other)).x).toBeCloseTo((other.x + 0.05) * 100, 0);
    expect((await numbersOf(blob)).y).toBeCloseTo((blob.y + 0.04) * 100, 0);
    await page.keyboard.press('Control+z');

    await select();
    const corner = at('size');
    await room.drag(corner, {
      x: middle.x + (corner.x - middle.x) * 0.8,
      y: middle.y + (corner.y - middle.y) * 0.8,
    });
    const smaller = await numbersOf(other);
    expect(smaller.size).toBeCloseTo(other.size * 0.64, 0);
    expect(smaller.x).toBeCloseTo((middle.x + (other.x - middle.x) * 0.8) * 100, 0);
    await page.keyboard.press('Control+z');

    await select();
    const knob = at('rotate');
    const turn = (50 * Math.PI) / 180;
    const [dx, dy] = [knob.x - middle.x, knob.y - middle.y];
    await page.keyboard.down('Shift');
    await room.drag(knob, {
      x: middle.x + dx * Math.cos(turn) - dy * Math.sin(turn),
      y: middle.y + dx * Math.sin(turn) + dy * Math.cos(turn),
    });
    await page.keyboard.up('Shift');
    const step = (45 * Math.PI) / 180;
    const turned = await numbersOf(other);
    const [ox, oy] = [other.x - middle.x, other.y - middle.y];
    expect(turned.x).toBeCloseTo((middle.x + ox * Math.cos(step) - oy * Math.sin(step)) * 100, 0);
    const swept = turned.angle - (other.angle * 180) / Math.PI - 45;
    expect(Math.abs(swept - 180 * Math.round(swept / 180))).toBeLessThan(0.2);
    await page.keyboard.press('Control+z');
    expect((await numbersOf(other)).x).toBeCloseTo(other.x * 100, 0);
    expect((await numbersOf(other)).size).toBeCloseTo(other.size, 1);

    const pair = [blob, other].map(({ name }) => title(name)).sort();
    const there = await room.onScreen(blob);
    await select();
    await page.getByRole('toolbar', { name: 'Arrange' }).getByRole('button', { name: 'Align left' }).click();
    await page.keyboard.press('Control+g');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+g');
    await page.keyboard.press('Escape');
    await page.mouse.click(there.x, there.y);
    expect((await room.allSelected()).sort()).toEqual(pair);
    await page.mouse.dblclick(there.x, there.y);
    expect(await room.allSelected()).toEqual([title(blob.name)]);
    await page.keyboard.press('Control+Shift+g');
    await page.keyboard.press('Escape');
    await page.mouse.click(there.x, there.y);
    expect(await room.allSelected()).toEqual([title(blob.name)]);
  },
);

test(
  'the view pans by wheel, wheel-drag, Space-drag and hand, and zooms about the pointer',
  proves('view'),
  async ({ room }) => {
    const { page } = room;
    const before = await room.pixels();
    const box = async () => (await room.picture.boundingBox())!;
    const home = await box();
    const at = { x: home.x + home.width * 0.3, y: home.y + home.height * 0.4 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.wheel(30, 50);
    await expect.poll(box).toMatchObject({ x: home.x - 30, y: home.y - 50, width: home.width });
    await page.keyboard.press('Control+0');
    await expect.poll(box).toEqual(home);

    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await expect.poll(async () => (await box()).width).toBeGreaterThan(home.width * 1.5);
    const zoomed = await box();
    expect(Math.abs((at.x - zoomed.x) / zoomed.width - 0.3)).toBeLessThan(0.005);
    expect(Math.abs((at.y - zoomed.y) / zoomed.height - 0.4)).toBeLessThan(0.005);
    await page.keyboard.press('Control+0');

    const drag = async (button: 'left' | 'middle'): Promise<void> => {
      await page.mouse.move(at.x, at.y);
      await page.mouse.down({ button });
      await page.mouse.move(at.x + 40, at.y + 25, { steps: 4 });
      await page.mouse.up({ button });
      await expect.poll(box).toMatchObject({ x: home.x + 40, y: home.y + 25 });
      await page.keyboard.press('Control+0');
      await expect.poll(box).toEqual(home);
    };
    await drag('middle');
    await page.keyboard.down('Space');
    await drag('left');
    await page.keyboard.up('Space');
    await page.keyboard.press('h');
    await drag('left');
    await page.keyboard.press('v');
    expect(await room.allSelected()).toEqual([]);
    expect(difference(await room.pixels(), before).max).toBe(0);
  },
);

test(
  'a right click opens the menu of what is under it: Duplicate, Hide and Delete are done to that thing',
  proves('menu'),
  async ({ room, move: { blob } }) => {
    const { page } = room;
    const names = await room.order();
    const { x, y } = await room.onScreen(blob);
    const choose = async (entry: RegExp): Promise<void> => {
      await page.mouse.click(x, y, { button: 'right' });
      await page.getByRole('menuitem', { name: entry }).click();
      await expect(page.getByRole('menu')).toHaveCount(0);
    };
    await choose(/^Duplicate/);
    const added = (await room.order()).filter((name) => !names.includes(name));
    // The copy is of the thing under the pointer, under a name of its own.
    expect(added).toEqual([
      expect.stringMatching(new RegExp(`^${title(blob.name).replace(/ \d+$/, '')} \\d+$`)),
    ]);
    await page.keyboard.press('Control+z');
    expect(await room.order()).toEqual(names);
    await choose(/^Hide/);
    await expect(page.getByTestId('announcement')).toHaveText(`${title(blob.name)} hidden`);
    await page.keyboard.press('Control+z');
    await choose(/^Delete/);
    expect(await room.order()).toHaveLength(names.length - 1);
    await expect(page.getByTestId('announcement')).toHaveText(`${title(blob.name)} removed`);
  },
);
