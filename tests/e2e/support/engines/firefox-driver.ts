/** The system's Firefox, as its makers ship it, by WebDriver BiDi. */
import puppeteer, { type Browser, type KeyInput, type Page } from 'puppeteer-core';
import type { Driver, Place } from './driver';

/** Milliseconds: compiling on a slow machine takes its time. */
const PATIENCE = 120_000;

class FirefoxDriver implements Driver {
  constructor(
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  async open(address: string): Promise<void> {
    await this.page.goto(address, { waitUntil: 'domcontentloaded' });
  }

  evaluate<Given, Result>(act: (given: Given) => Result | Promise<Result>, given: Given): Promise<Result> {
    return this.page.evaluate(act as (given: unknown) => Promise<Result>, given);
  }

  async move(...places: Place[]): Promise<void> {
    for (const { x, y } of places) await this.page.mouse.move(x, y);
  }

  down = (): Promise<void> => this.page.mouse.down();
  up = (): Promise<void> => this.page.mouse.up();
  type = (text: string): Promise<void> => this.page.keyboard.type(text);

  async press(keys: string): Promise<void> {
    const all = keys.split('+') as KeyInput[];
    for (const key of all) await this.page.keyboard.down(key);
    for (const key of all.reverse()) await this.page.keyboard.up(key);
  }

  async holding(key: string, act: () => Promise<unknown>): Promise<void> {
    await this.page.keyboard.down(key as KeyInput);
    await act();
    await this.page.keyboard.up(key as KeyInput);
  }

  async upload(act: () => Promise<unknown>, file: string): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForFileChooser(), act()]);
    await chooser.accept([file]);
  }

  resize = (width: number, height: number): Promise<void> => this.page.setViewport({ width, height });
  close = (): Promise<void> => this.browser.close();
}

export async function driveFirefox(executablePath: string): Promise<Driver> {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  return new FirefoxDriver(browser, page);
}
