/** Handles: what a drag of each makes of a blob, seen in the picture. */
import { frameOf, withSide } from '../../src/editor/canvas/frame';
import { type HandleKind, handlesOf } from '../../src/editor/canvas/handles';
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
   * @param held while the button is down, at the end of the way
   */
  async drag(
    kind: HandleKind,
    blob: Blob,
    times: number,
    turn = 0,
    held?: (hand: Point) => Promise<void>,
  ): Promise<void> {
    const { width } = (await this.room.picture.boundingBox())!;
    const frame = frameOf(blob, this.rooms.manifest.shape.abNorm);
    const handles = handlesOf(frame, { left: 0, top: 0, side: width });
    const start = handles.find((handle) => handle.kind === kind)!.at;
    const from = { x: start.x / width, y: start.y / width };
    const dx = (from.x - blob.x) * times;
    const dy = (from.y - blob.y) * times;
    const at = (part: number): Point => ({
      x: blob.x + dx * Math.cos(part * turn) - dy * Math.sin(part * turn),
      y: blob.y + dx * Math.sin(part * turn) + dy * Math.cos(part * turn),
    });
    const { room } = this;
    await room.drawnAfter(async () => {
      if (!held) return room.drag(from, at(1));
      await room.press(from, at(0.2), 4);
      for (let part = 0.25; part <= 1; part += 0.05) {
        const { x, y } = await room.onScreen(at(part));
        await room.page.mouse.move(x, y);
      }
      await held(at(1));
      await room.page.mouse.up();
    });
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
    const frame = frameOf(move.blob, abNorm);
    const shaping = await Shaping.start(room, rooms, move);
    const before = await shaping.room.pixels();

    await shaping.drag('width', move.blob, 1.4);
    const stretched = { ...move.blob, ...withSide(frame, 'width', frame.semiWidth * 1.4, abNorm) };
    await shaping.expectDrawn(stretched, before);

    // Stretched first, because a round blob would look the same after any turn.
    const wide = await shaping.room.pixels();
    const step = Math.PI / 12;
    const { angle } = frameOf(stretched, abNorm);
    // Far past a quarter turn, onto a step.
    const turn = 7 * step + Math.round(angle / step) * step - angle;
    await page.keyboard.down('Shift');
    await shaping.drag('rotate', stretched, 1, turn, async (hand) => {
      // What the hand has taken hold of is under it: white, as handles are.
      await expect.poll(() => room.overlayAt(hand)).toEqual([255, 255, 255, 255]);
    });
    await page.keyboard.up('Shift');
    await shaping.expectDrawn({ ...stretched, angle: stretched.angle + turn }, wide);
    // At rest it is told as upright as it can be: the quarter turn is another aspect.
    const told = async (label: string): Promise<number> =>
      Number(await page.getByLabel(label, { exact: true }).inputValue());
    const folded = frameOf({ ...stretched, angle: stretched.angle + turn }, abNorm);
    expect(Math.abs(await told('Angle'))).toBeLessThanOrEqual(45);
    expect(await told('Angle')).toBeCloseTo((folded.angle * 180) / Math.PI, 0);
    expect(await told('Aspect')).toBeCloseTo(folded.aspect, 1);
    expect(await told('Width')).toBeCloseTo(200 * folded.semiWidth, 0);
    expect(await told('Height')).toBeCloseTo(200 * folded.semiHeight, 0);

    // Its name goes out of the way of the tools, wherever it is.
    await page.getByLabel('Y', { exact: true }).fill('98');
    await room.drawnAfter(() => page.getByLabel('Y', { exact: true }).press('Enter'));
    const tools = (await page.getByRole('toolbar', { name: 'Tools' }).boundingBox())!;
    const lowest = (): Promise<number> =>
      room.canvas.locator('.overlay canvas').evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        const tag = [35, 96, 224, 255];
        let row = -1;
        for (let at = 0; at < data.length; at += 4)
          if (tag.every((value, channel) => data[at + channel] === value))
            row = Math.floor(at / 4 / canvas.width);
        const { top, height } = canvas.getBoundingClientRect();
        return top + (row / canvas.height) * height;
      });
    expect(await lowest()).toBeGreaterThan(tools.y - 300);
    expect(await lowest()).toBeLessThan(tools.y);
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
