/** Handles: what a drag of each makes of a blob, seen in the picture. */
import { blobFromEllipse } from '../../src/blobgan';
import { type HandleKind, handlesOf, outlineOf } from '../../src/editor/canvas/geometry';
import { type Blob, snapScene } from '../../src/scene';
import { proves } from './features';
import { expect, test } from './support/fixtures';
import { type Move, type NodeRooms, withBlob } from './support/node-rooms';
import { type Picture, difference } from './support/pixels';
import type { Point, RoomPage } from './support/room-page';

/** A room with one blob under the hand. */
class Shaping {
  private constructor(
    readonly room: RoomPage,
    private readonly rooms: NodeRooms,
    private readonly move: Move,
  ) {}

  /** Selects the blob by a click in its middle. */
  static async start(room: RoomPage, rooms: NodeRooms, move: Move): Promise<Shaping> {
    const middle = await room.onScreen(move.blob);
    await room.page.mouse.click(middle.x, middle.y);
    expect((await room.selected())?.toLowerCase()).toBe(move.blob.name.toLowerCase());
    return new Shaping(room, rooms, move);
  }

  /**
   * Drags a handle of the blob, away from its middle and round it.
   * @param blob the blob as it is now
   * @param times how many times as far from the middle the handle ends
   * @param turn radians round the middle
   */
  async drag(kind: HandleKind, blob: Blob, times: number, turn = 0): Promise<void> {
    const { width } = (await this.room.picture.boundingBox())!;
    const outline = outlineOf(blob, this.rooms.manifest.shape.abNorm);
    const handles = handlesOf(outline, { left: 0, top: 0, side: width });
    const { at } = handles.find((handle) => handle.kind === kind)!;
    const from = { x: at.x / width, y: at.y / width };
    const dx = (from.x - blob.x) * times;
    const dy = (from.y - blob.y) * times;
    const to: Point = {
      x: blob.x + dx * Math.cos(turn) - dy * Math.sin(turn),
      y: blob.y + dx * Math.sin(turn) + dy * Math.cos(turn),
    };
    await this.room.drawnAfter(() => this.room.drag(from, to));
  }

  /** The picture must be Node's drawing of the room with the blob as expected, and another than before. */
  async expectDrawn(blob: Blob, before: Picture): Promise<void> {
    const drawn = await this.rooms.draw(snapScene(withBlob(this.move.scene, blob.id, blob)));
    const now = await this.room.pixels();
    // The mouse may leave a number on the next line of the document's grid: that is seen, but hardly.
    const beside = difference(now, drawn);
    expect(beside.max).toBeLessThanOrEqual(3);
    expect(beside.mean).toBeLessThan(0.1);
    expect(difference(now, before).max).toBeGreaterThan(8);
  }
}

test(
  'a corner makes the blob larger: the area grows, aspect and angle stay',
  proves('resize'),
  async ({ room, rooms, move }) => {
    const { page } = room;
    const shaping = await Shaping.start(room, rooms, move);
    const before = await shaping.room.pixels();
    await shaping.drag('size', move.blob, 1.3);
    await shaping.expectDrawn({ ...move.blob, size: move.blob.size * 1.3 ** 2 }, before);
    await shaping.room.drawnAfter(() => page.keyboard.press('Control+z'));
    expect(difference(await shaping.room.pixels(), before).max).toBeLessThanOrEqual(1);
  },
);

test(
  'a side stretches one axis and leaves the other; the handle outside turns, with Shift in steps',
  proves('rotate'),
  async ({ room, rooms, move }) => {
    const { page } = room;
    const { abNorm } = rooms.manifest.shape;
    const outline = outlineOf(move.blob, abNorm);
    const shaping = await Shaping.start(room, rooms, move);
    const before = await shaping.room.pixels();

    await shaping.drag('stretch-major', move.blob, 1.4);
    const longer = { ...outline, semiMajor: outline.semiMajor * 1.4 };
    const stretched = { ...move.blob, ...blobFromEllipse(longer, abNorm) };
    await shaping.expectDrawn(stretched, before);

    // Stretched first, because a round blob would look the same after any turn.
    const upright = await shaping.room.pixels();
    const turn = Math.PI / 3;
    const step = Math.PI / 12;
    await page.keyboard.down('Shift');
    await shaping.drag('rotate', stretched, 1, turn);
    await page.keyboard.up('Shift');
    const angle = Math.round((stretched.angle + turn) / step) * step;
    await shaping.expectDrawn({ ...stretched, angle }, upright);
  },
);

test(
  'B hides the outlines and brings them back; the picture stays',
  proves('outlines', 'key:b'),
  async ({ room }) => {
    const { page } = room;
    /** Pixels of the overlay that are painted. */
    const painted = (): Promise<number> =>
      page.locator('.overlay canvas').evaluate((element) => {
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
  },
);
