/** Chromium by its own protocol. */
import { type Browser, type Page, chromium } from '@playwright/test';
import { CHROMIUM_FLAGS } from '../../../../scripts/lib/chromium-flags';
import type { Driver, Place } from './driver';

class ChromiumDriver implements Driver {
  constructor(
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  async open(address: string): Promise<void> {
    await this.page.goto(address);
  }

  evaluate<Given, Result>(act: (given: Given) => Result | Promise<Result>, given: Given): Promise<Result> {
    return this.page.evaluate(act as (given: unknown) => Promise<Result>, given);
  }

  async move(...places: Place[]): Promise<void> {
    for (const { x, y } of places) await this.page.mouse.move(x, y);
  }

  down = (): Promise<void> => this.page.mouse.down();
  up = (): Promise<void> => this.page.mouse.up();
  press = (keys: string): Promise<void> => this.page.keyboard.press(keys);
  type = (text: string): Promise<void> => this.page.keyboard.type(text);

  async holding(key: string, act: () => Promise<unknown>): Promise<void> {
    await this.page.keyboard.down(key);
    await act();
    await this.page.keyboard.up(key);
  }

  async upload(act: () => Promise<unknown>, file: string): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), act()]);
    await chooser.setFiles(file);
  }

  resize = (width: number, height: number): Promise<void> => this.page.setViewportSize({ width, height });
  close = (): Promise<void> => this.browser.close();
}

export async function driveChromium(executablePath: string): Promise<Driver> {
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  return new ChromiumDriver(browser, await browser.newPage());
}
