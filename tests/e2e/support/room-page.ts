/** The page as a person uses it: what is on the screen, the mouse, the keys. Nothing of its insides. */
import { type Locator, type Page, expect } from '@playwright/test';
import { bytesIn } from './page-bytes';
import type { Picture } from './pixels';

/** Compiling on a slow machine takes its time; a test that waits this long has failed. */
const PATIENCE = 90_000;

/** Milliseconds: a little more than what the page waits for before it tells what was done. */
const QUIET = 300;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Numbers {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly aspect: number;
  readonly angle: number;
}

async function namesOf(options: Locator): Promise<string[]> {
  const labels = await options.evaluateAll((all) => all.map((option) => option.getAttribute('aria-label')));
  return labels.map((label) => label!.split(',')[0]!);
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

  /** On a page that other tests have used: the room as its seed made it, nothing selected, the view at home. */
  async startOver(seed: number): Promise<void> {
    const { page } = this;
    await this.canvas.focus();
    for (const key of ['Escape', 'Escape', 'v', 'Control+0']) await page.keyboard.press(key);
    await page.mouse.move(1, 1);
    const panel = await this.showRooms();
    // First: a room that was edited, and gives way, is kept and told of.
    const reset = page.getByRole('button', { name: 'Reset', exact: true });
    if (await reset.isEnabled()) await reset.click();
    await this.settle();
    // One after the other: each opens a room with what the present one has of the other.
    const truncation = page.getByLabel('Truncation');
    if (Number(await truncation.inputValue()) !== 0) {
      await truncation.focus();
      await this.drawnAfter(() => page.keyboard.press('Home'));
    }
    if ((await this.seed.inputValue()) !== String(seed)) {
      await this.seed.fill(String(seed));
      await this.drawnAfter(() => this.seed.press('Enter'));
    }
    // A phone has the picture and one panel.
    if (panel && page.viewportSize()!.width < 600) await this.panelButton(panel).click();
    const dismiss = page.getByTestId('sharing-notice').getByRole('button', { name: 'Dismiss' });
    if (await dismiss.isVisible()) await dismiss.click();
    await this.canvas.focus();
    await this.settle();
    // What was done until here is told to assistive technology as one, and not together with what comes.
    await page.waitForTimeout(QUIET);
  }

  private panelButton(name: string): Locator {
    return this.page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name, exact: true });
  }

  /** Opens the panel that has the seed. Answers the name of the panel that gave way to it, null when none did. */
  private async showRooms(): Promise<string | null> {
    const open = this.page.getByRole('navigation', { name: 'Panels' }).locator('[aria-expanded=true]');
    const before = (await open.count()) ? (await open.innerText()).trim() : null;
    if (before === 'Rooms') return null;
    await this.panelButton('Rooms').click();
    return before;
  }

  /**
   * The numbers of the one selected blob, from what the inspector shows: x and y in per cent, the angle in degrees. Aspect
   * and angle are those of the longer axis, as documents have them.
   */
  async numbers(): Promise<Numbers> {
    const read = async (label: string): Promise<number> =>
      Number((await this.page.getByLabel(label, { exact: true }).inputValue()).replace(',', '.'));
    const place = { x: await read('X'), y: await read('Y'), size: await read('Size') };
    const [aspect, angle] = [await read('Aspect'), await read('Angle')];
    if (aspect >= 1) return { ...place, aspect, angle };
    return { ...place, aspect: 1 / aspect, angle: angle > 0 ? angle - 90 : angle + 90 };
  }

  /** What assistive technology finds on the canvas, the front thing first. */
  get options(): Locator {
    return this.canvas.getByRole('option');
  }

  /** Names of all things, as the canvas tells them to assistive technology, the front one first. */
  async order(): Promise<string[]> {
    return namesOf(this.options);
  }

  /** Names of all that is selected, the front one first. */
  async allSelected(): Promise<string[]> {
    return namesOf(this.canvas.locator('[role=option][aria-selected=true]'));
  }

  /** A painted pixel (RGBA) of what lies over the picture, at a point of the picture. */
  async overlayAt(at: Point): Promise<number[]> {
    const { x, y } = await this.onScreen(at);
    return this.canvas.locator('.overlay canvas').evaluate(
      (element, point) => {
        const canvas = element as HTMLCanvasElement;
        const box = canvas.getBoundingClientRect();
        const scale = canvas.width / box.width;
        const [left, top] = [(point.x - box.left) * scale, (point.y - box.top) * scale];
        return [...canvas.getContext('2d')!.getImageData(Math.round(left), Math.round(top), 1, 1).data];
      },
      { x, y },
    );
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

  /**
   * The pixels of a visible canvas, the picture's (once it is whole) or its original's: the model's own, which CSS
   * scales.
   */
  async pixels(which: 'picture' | 'original' = 'picture'): Promise<Picture> {
    if (which === 'picture') await this.settle();
    const image = await this.page.getByTestId(which).evaluateHandle((element) => {
      const canvas = element as HTMLCanvasElement;
      const { width, height } = canvas;
      return canvas.getContext('2d')!.getImageData(0, 0, width, height) as ImageData & {
        readonly data: Uint8ClampedArray<ArrayBuffer>;
      };
    });
    const side = await image.evaluate(({ width }) => width);
    return { side, rgba: await bytesIn(image) };
  }

  /** Where a point of the picture (0..1) is on the screen. */
  async onScreen({ x, y }: Point): Promise<Point> {
    const box = (await this.picture.boundingBox())!;
    return { x: box.x + x * box.width, y: box.y + y * box.height };
  }

  /**
   * The point of the picture at the whole pixel of the screen nearest to a point: what a drag from there to another such
   * point does can be told to the last step of the documents' grid.
   */
  async onPixel(point: Point): Promise<Point> {
    const { x, y } = await this.onScreen(point);
    const box = (await this.picture.boundingBox())!;
    return { x: (Math.round(x) - box.x) / box.width, y: (Math.round(y) - box.y) / box.height };
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
