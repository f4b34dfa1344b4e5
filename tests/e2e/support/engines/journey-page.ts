/** The page as a person sees it and uses it, over what every engine's driver can do. */
import { expect } from '@playwright/test';
import type { Picture } from '../pixels';
import type { Driver, Place } from './driver';

/** Compiling on a slow machine takes its time; what takes this long has failed. */
const PATIENCE = { timeout: 90_000 };

/** What is looked for by the name that a person reads or hears. */
interface Wanted {
  readonly name: string;
  /** Selector of what it is in. */
  readonly within?: string;
}

export class JourneyPage {
  constructor(readonly driver: Driver) {}

  async open(address: string): Promise<void> {
    await this.driver.open(address);
    await this.settle();
  }

  /** An attribute of the first element that a selector finds; null without either. */
  attribute(selector: string, name: string): Promise<string | null> {
    return this.driver.evaluate(
      ([selector, name]) => document.querySelector(selector)?.getAttribute(name) ?? null,
      [selector, name] as const,
    );
  }

  /** What can be read in the elements that a selector finds. */
  texts(selector: string): Promise<string[]> {
    return this.driver.evaluate(
      (selector) =>
        [...document.querySelectorAll<HTMLElement>(selector)].map((element) => element.innerText.trim()),
      selector,
    );
  }

  /** Waits until the picture on the screen is the whole picture of the newest scene. */
  async settle(): Promise<void> {
    const state = (): Promise<string | null> => this.attribute('[data-testid=picture]', 'data-state');
    await expect.poll(state, PATIENCE).toBe('final');
  }

  /** Does something that asks for another picture, and waits until that one is whole. */
  async drawnAfter(act: () => Promise<unknown>): Promise<void> {
    const drawn = (): Promise<string | null> => this.attribute('[data-testid=picture]', 'data-picture-id');
    const before = await drawn();
    await act();
    await expect.poll(drawn, PATIENCE).not.toBe(before);
    await this.settle();
  }

  /** The pixels of the picture, as the model drew them. */
  async pixels(): Promise<Picture> {
    await this.settle();
    const { side, url } = await this.driver.evaluate(async () => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=picture]')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const url = await new Promise<string>((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result as string);
        reader.readAsDataURL(new Blob([data as Uint8ClampedArray<ArrayBuffer>]));
      });
      return { side: canvas.width, url };
    }, null);
    return { side, rgba: Buffer.from(url.slice(url.indexOf(',') + 1), 'base64') };
  }

  /** The middle of what has this name and can be pressed, null while there is none. */
  private middleOf({ name, within = 'body' }: Wanted): Promise<Place | null> {
    return this.driver.evaluate(
      ([name, within]) => {
        const found = [
          ...document.querySelectorAll<HTMLElement>(`${within} :is(button, [role=option], summary)`),
        ].find(
          (element) =>
            (element.getAttribute('aria-label') ?? element.innerText).trim() === name &&
            element.getClientRects().length > 0 &&
            !(element as HTMLButtonElement).disabled,
        );
        if (!found) return null;
        found.scrollIntoView({ block: 'nearest' });
        const { left, top, width, height } = found.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 };
      },
      [name, within] as const,
    );
  }

  async click(name: string, within?: string): Promise<void> {
    const wanted = { name, ...(within && { within }) };
    let place: Place | null = null;
    await expect.poll(async () => (place = await this.middleOf(wanted)), { message: name }).not.toBeNull();
    await this.driver.move(place!);
    await this.driver.down();
    await this.driver.up();
  }

  /** Picks a command by its name, with the keyboard alone. */
  async command(name: string): Promise<void> {
    await this.driver.press('Control+Shift+p');
    await expect.poll(() => this.attribute('dialog[open] input', 'role')).toBe('combobox');
    await this.driver.type(name);
    await expect.poll(() => this.texts('dialog[open] [aria-selected=true] span')).toContain(name);
    await this.driver.press('Enter');
  }

  /** Waits for a dialog by its name. */
  async dialog(name: string): Promise<void> {
    await expect.poll(() => this.attribute('dialog[open]', 'aria-label')).toBe(name);
  }

  async closeDialog(): Promise<void> {
    await this.driver.press('Escape');
    await expect.poll(() => this.attribute('dialog[open]', 'aria-label')).toBeNull();
  }

  /** Gives the focus to what a selector finds, as a person's Tab or click would. */
  async focus(selector: string): Promise<void> {
    await this.driver.evaluate(
      (selector) => document.querySelector<HTMLElement>(selector)!.focus(),
      selector,
    );
  }

  async pressOnCanvas(...keys: string[]): Promise<void> {
    await this.focus('.canvas');
    for (const key of keys) await this.driver.press(key);
  }

  /** Where a point of the picture (0..1) is on the screen. */
  private onScreen({ x, y }: Place): Promise<Place> {
    return this.driver.evaluate(
      ({ x, y }) => {
        const box = document.querySelector('[data-testid=picture]')!.getBoundingClientRect();
        return { x: box.left + x * box.width, y: box.top + y * box.height };
      },
      { x, y },
    );
  }

  /** The point of the picture at the whole pixel of the screen nearest to a point. */
  async onPixel(point: Place): Promise<Place> {
    const { x, y } = await this.onScreen(point);
    return this.driver.evaluate(
      ({ x, y }) => {
        const box = document.querySelector('[data-testid=picture]')!.getBoundingClientRect();
        return { x: (x - box.left) / box.width, y: (y - box.top) / box.height };
      },
      { x: Math.round(x), y: Math.round(y) },
    );
  }

  /** Carries what is at one point of the picture to another, without snapping. */
  async drag(from: Place, to: Place): Promise<void> {
    const [start, end] = [await this.onScreen(from), await this.onScreen(to)];
    const on = (part: number): Place => ({
      x: start.x + (end.x - start.x) * part,
      y: start.y + (end.y - start.y) * part,
    });
    await this.driver.move(start);
    await this.driver.down();
    await this.driver.holding('Control', () => this.driver.move(on(0.3), on(0.7), end));
    await this.driver.up();
  }

  /** Does what gives a person a file: its name and bytes, as the page hands them to the browser. */
  async saved(act: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> {
    await this.driver.evaluate(() => {
      const watch = window as unknown as {
        made?: Blob;
        savedFile?: { name: string; url: string } | null;
        reader?: FileReader;
      };
      watch.savedFile = null;
      const make = URL.createObjectURL;
      URL.createObjectURL = (object) => {
        if (object instanceof Blob) watch.made = object;
        return make.call(URL, object);
      };
      const { click } = HTMLAnchorElement.prototype;
      HTMLAnchorElement.prototype.click = function () {
        URL.createObjectURL = make;
        HTMLAnchorElement.prototype.click = click;
        // Held by the page: nobody else would while it reads.
        const reader = (watch.reader = new FileReader());
        const name = this.download;
        reader.onload = () => (watch.savedFile = { name, url: reader.result as string });
        reader.readAsDataURL(watch.made!);
      };
    }, null);
    await act();
    type Saved = { readonly name: string; readonly url: string } | null;
    const read = (): Promise<Saved> =>
      this.driver.evaluate(() => (window as unknown as { savedFile: Saved }).savedFile, null);
    await expect.poll(read, PATIENCE).not.toBeNull();
    const { name, url } = (await read())!;
    return { name, bytes: Buffer.from(url.slice(url.indexOf(',') + 1), 'base64') };
  }

  /** Drops a file on the page. */
  drop(name: string, type: string, bytes: Buffer): Promise<void> {
    return this.driver.evaluate(
      ({ name, type, base64 }) => {
        const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([data], name, { type }));
        document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
      },
      { name, type, base64: bytes.toString('base64') },
    );
  }
}
