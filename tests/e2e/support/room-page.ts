/** The page as a person uses it: what is on the screen, the mouse, the keys. Nothing of its insides. */
import { type Locator, type Page, expect } from '@playwright/test';
import type { Picture } from './pixels';

/** Compiling on a slow machine takes its time; a test that waits this long has failed. */
const PATIENCE = 90_000;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export class RoomPage {
  readonly picture: Locator;
  readonly canvas: Locator;
  readonly things: Locator;
  readonly seed: Locator;

  constructor(readonly page: Page) {
    this.picture = page.getByTestId('picture');
    this.canvas = page.getByRole('application');
    this.things = page.getByRole('region', { name: 'Things' }).getByRole('listitem');
    this.seed = page.getByLabel('Seed');
  }

  /** Opens the page and waits for its first whole picture. */
  static async open(page: Page, address = '/'): Promise<RoomPage> {
    const room = new RoomPage(page);
    await page.goto(address);
    await room.settle();
    return room;
  }

  /** Waits until the picture on the screen is the whole picture of the newest scene. */
  async settle(): Promise<void> {
    await expect(this.picture).toHaveAttribute('data-state', 'final', { timeout: PATIENCE });
  }

  /** Does something that asks for another picture, and waits until that one is whole. */
  async drawnAfter(act: () => Promise<unknown>): Promise<void> {
    const before = await this.picture.getAttribute('data-picture-id');
    await act();
    await expect(this.picture).not.toHaveAttribute('data-picture-id', before ?? '', { timeout: PATIENCE });
    await this.settle();
  }

  /** The pixels of the visible canvas: the model's own, which CSS scales. */
  async pixels(): Promise<Picture> {
    const { side, base64 } = await this.picture.evaluate(async (element) => {
      const canvas = element as HTMLCanvasElement;
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
      const url = await new Promise<string>((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result as string);
        reader.readAsDataURL(new Blob([data]));
      });
      return { side: width, base64: url.slice(url.indexOf(',') + 1) };
    });
    return { side, rgba: Buffer.from(base64, 'base64') };
  }

  /** Where a point of the picture (0..1) is on the screen. */
  async onScreen({ x, y }: Point): Promise<Point> {
    const box = (await this.picture.boundingBox())!;
    return { x: box.x + x * box.width, y: box.y + y * box.height };
  }

  /**
   * Presses at one point of the picture and moves to another in steps; the button stays down.
   * @param snaps whether what is dragged snaps: Ctrl keeps it from that
   */
  async press(from: Point, to: Point, steps: number, snaps = false): Promise<void> {
    const start = await this.onScreen(from);
    const end = await this.onScreen(to);
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    if (!snaps) await this.page.keyboard.down('Control');
    await this.page.mouse.move(end.x, end.y, { steps });
    if (!snaps) await this.page.keyboard.up('Control');
  }

  async drag(from: Point, to: Point, steps = 12, snaps = false): Promise<void> {
    await this.press(from, to, steps, snaps);
    await this.page.mouse.up();
  }

  /** Names in the list of things, the front one first. */
  async names(): Promise<string[]> {
    return this.things.locator('button:first-child').allTextContents();
  }

  /** Row of a thing; names in the list may differ in their first letter's case. */
  thing(name: string): Locator {
    return this.things.filter({ has: this.page.getByRole('button', { name, exact: true }) });
  }

  /** The name in the row that is selected, null when none is. */
  async selected(): Promise<string | null> {
    const row = this.things.locator('button[aria-pressed="true"]:first-child');
    return (await row.count()) ? row.first().textContent() : null;
  }
}
