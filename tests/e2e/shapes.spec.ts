/** Handles: what a drag of each makes of a blob, seen in the picture. */
import { expect, test } from '@playwright/test';
import { blobFromEllipse } from '../../src/blobgan';
import { type HandleKind, handlesOf, outlineOf } from '../../src/editor/canvas/geometry';
import type { Blob } from '../../src/scene';
import { type Move, NodeRooms, findMove, withBlob } from './support/node-rooms';
import { difference } from './support/pixels';
import { type Point, RoomPage } from './support/room-page';

let rooms: NodeRooms;
let move: Move;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  rooms = await NodeRooms.load();
  move = await findMove(rooms);
});

/** Where a handle of the blob is, in the picture. */
async function handleOf(room: RoomPage, kind: HandleKind): Promise<Point> {
  const { width } = (await room.picture.boundingBox())!;
  const view = { left: 0, top: 0, side: width };
  const handle = handlesOf(outlineOf(move.blob, rooms.manifest.shape.abNorm), view).find(
    (candidate) => candidate.kind === kind,
  )!;
  return { x: handle.at.x / width, y: handle.at.y / width };
}

/** The point `times` as far from the blob's middle, in the direction of another one turned by `turn`. */
function fromMiddle(point: Point, times: number, turn = 0): Point {
  const dx = (point.x - move.blob.x) * times;
  const dy = (point.y - move.blob.y) * times;
  return {
    x: move.blob.x + dx * Math.cos(turn) - dy * Math.sin(turn),
    y: move.blob.y + dx * Math.sin(turn) + dy * Math.cos(turn),
  };
}

/** Selects the blob, drags a handle of it, and holds the picture against Node's drawing of what is expected. */
async function check(
  room: RoomPage,
  kind: HandleKind,
  target: (handle: Point) => Point,
  expected: Partial<Blob>,
  held?: string,
): Promise<void> {
  const before = await room.pixels();
  const middle = await room.onScreen(move.blob);
  await room.page.mouse.click(middle.x, middle.y);
  expect((await room.selected())?.toLowerCase()).toBe(move.blob.name.toLowerCase());
  const handle = await handleOf(room, kind);
  if (held) await room.page.keyboard.down(held);
  await room.drawnAfter(() => room.drag(handle, target(handle)));
  if (held) await room.page.keyboard.up(held);
  const after = await room.pixels();
  const scene = withBlob(move.scene, move.blob.id, expected);
  expect(difference(after, await rooms.draw(scene)).max).toBeLessThanOrEqual(1);
  expect(difference(before, after).max).toBeGreaterThan(8);
  await room.drawnAfter(() => room.page.keyboard.press('Control+z'));
  expect(difference(await room.pixels(), before).max).toBe(0);
}

test('a corner makes the blob larger: the area grows, aspect and angle stay', async ({ page }) => {
  const room = await RoomPage.open(page, `/?seed=${move.scene.seed}`);
  await check(room, 'size', (handle) => fromMiddle(handle, 1.3), { size: move.blob.size * 1.3 ** 2 });
});

test('a side stretches one axis and leaves the other', async ({ page }) => {
  const room = await RoomPage.open(page, `/?seed=${move.scene.seed}`);
  const { abNorm } = rooms.manifest.shape;
  const ellipse = outlineOf(move.blob, abNorm);
  await check(
    room,
    'stretch-major',
    (handle) => fromMiddle(handle, 1.4),
    blobFromEllipse({ ...ellipse, semiMajor: ellipse.semiMajor * 1.4 }, abNorm),
  );
});

test('the handle outside turns the blob, with Shift in steps of 15 degrees', async ({ page }) => {
  const room = await RoomPage.open(page, `/?seed=${move.scene.seed}`);
  const { aspect, angle } = move.blob;
  // A blob that is nearly round hardly changes by turning: it is stretched first, by the same hand.
  const { abNorm } = rooms.manifest.shape;
  const ellipse = outlineOf(move.blob, abNorm);
  test.skip(aspect > 4, 'The blob is too thin for this drag to end on the picture.');
  const stretched = blobFromEllipse({ ...ellipse, semiMajor: ellipse.semiMajor * 1.4 }, abNorm);
  const middle = await room.onScreen(move.blob);
  await page.mouse.click(middle.x, middle.y);
  const side = await handleOf(room, 'stretch-major');
  await room.drawnAfter(() => room.drag(side, fromMiddle(side, 1.4)));
  const before = await room.pixels();
  const handle = await handleOf(room, 'rotate');
  const turn = Math.PI / 3;
  const step = Math.PI / 12;
  await page.keyboard.down('Shift');
  await room.drawnAfter(() => room.drag(handle, fromMiddle(handle, 1, turn)));
  await page.keyboard.up('Shift');
  const after = await room.pixels();
  const turned = { ...stretched, angle: Math.round((angle + turn) / step) * step };
  const drawn = await rooms.draw(withBlob(move.scene, move.blob.id, turned));
  expect(difference(after, drawn).max).toBeLessThanOrEqual(1);
  expect(difference(before, after).max).toBeGreaterThan(8);
});

test('B hides the outlines and brings them back; the picture stays', async ({ page }) => {
  const room = await RoomPage.open(page, `/?seed=${move.scene.seed}`);
  /** Pixels of the overlay that are painted. */
  const painted = (): Promise<number> =>
    page.locator('canvas:not([data-testid])').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, at) => at % 4 === 3 && value > 0).length;
    });
  const before = await room.pixels();
  const outlines = page.getByRole('checkbox', { name: 'Outlines' });
  await expect(outlines).toBeChecked();
  await expect.poll(painted).toBeGreaterThan(500);
  await room.canvas.focus();
  await page.keyboard.press('b');
  await expect(outlines).not.toBeChecked();
  await expect.poll(painted).toBe(0);
  await page.keyboard.press('b');
  await expect.poll(painted).toBeGreaterThan(500);
  expect(difference(await room.pixels(), before).max).toBe(0);
});
