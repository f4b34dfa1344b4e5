/** WebKit's own browser by the W3C's WebDriver (https://www.w3.org/TR/webdriver2/), on a screen that nobody sees. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { expect } from '@playwright/test';
import type { Driver, Place } from './driver';

/** Code points that stand for keys without a character, as the standard has them. */
const KEYS: Readonly<Record<string, string>> = {
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
};

/** The name under which the standard hands out elements. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** Milliseconds that something in the page may take. */
const PATIENCE = 120_000;

/** What the driver was started with, and is ended with. */
interface Started {
  readonly address: string;
  readonly end: () => void;
}

type Action = Readonly<Record<string, unknown>>;

async function ask<Result>(method: string, address: string, body?: object): Promise<Result> {
  const response = await fetch(address, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { value: Result & { error?: string; message?: string } };
  if (!response.ok) throw new Error(`WebDriver: ${value.error}: ${value.message}`);
  return value;
}

class WebkitDriver implements Driver {
  /** Of the browser's window, beyond the page. */
  private around: { width: number; height: number } | null = null;

  constructor(
    private readonly session: string,
    private readonly end: () => void,
  ) {}

  private ask<Result>(method: string, path: string, body?: object): Promise<Result> {
    return ask<Result>(method, this.session + path, body);
  }

  async open(url: string): Promise<void> {
    await this.ask('POST', '/url', { url });
  }

  async evaluate<Given, Result>(
    act: (given: Given) => Result | Promise<Result>,
    given: Given,
  ): Promise<Result> {
    // As text: the driver stumbles over some values.
    const script = `const [given, answer] = arguments;
      const say = (what) => answer(JSON.stringify(what));
      Promise.resolve().then(() => (${act})(given)).then((value) => say({ value }), (error) => say({ error: String(error) }));`;
    const args = [given ?? null];
    const text = await this.ask<string>('POST', '/execute/async', { script, args });
    const answer = JSON.parse(text) as { readonly value: Result; readonly error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  }

  private async mouse(...actions: Action[]): Promise<void> {
    const source = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions };
    await this.ask('POST', '/actions', { actions: [source] });
  }

  async move(...places: Place[]): Promise<void> {
    const moves = places.map(({ x, y }) => ({
      type: 'pointerMove',
      duration: 0,
      origin: 'viewport',
      x: Math.round(x),
      y: Math.round(y),
    }));
    for (const move of moves) await this.mouse(move);
  }

  down = (): Promise<void> => this.mouse({ type: 'pointerDown', button: 0 });
  up = (): Promise<void> => this.mouse({ type: 'pointerUp', button: 0 });

  private async keyboard(...actions: Action[]): Promise<void> {
    await this.ask('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  async press(keys: string): Promise<void> {
    const values = keys.split(/(?<=.)\+/).map((key) => KEYS[key] ?? key);
    const down = values.map((value) => ({ type: 'keyDown', value }));
    const up = values.reverse().map((value) => ({ type: 'keyUp', value }));
    await this.keyboard(...down, ...up);
  }

  async holding(key: string, act: () => Promise<unknown>): Promise<void> {
    const value = KEYS[key] ?? key;
    await this.keyboard({ type: 'keyDown', value });
    await act();
    await this.keyboard({ type: 'keyUp', value });
  }

  async type(text: string): Promise<void> {
    for (const character of text) await this.press(character);
  }

  async upload(act: () => Promise<unknown>, file: string): Promise<void> {
    // A field that asks for files opens a window of the system's, which nobody could answer.
    await this.evaluate(() => {
      HTMLInputElement.prototype.click = function () {
        this.dataset['asked'] = '';
        document.body.append(this);
      };
    }, null);
    await act();
    const using = 'css selector';
    const value = 'input[data-asked]';
    await expect.poll(() => this.ask<unknown[]>('POST', '/elements', { using, value })).toHaveLength(1);
    const element = await this.ask<Record<string, string>>('POST', '/element', { using, value });
    await this.ask('POST', `/element/${element[ELEMENT]}/value`, { text: file });
    await this.evaluate(() => document.querySelector('input[data-asked]')!.remove(), null);
  }

  async resize(width: number, height: number): Promise<void> {
    const inner = (): Promise<{ width: number; height: number }> =>
      this.evaluate(() => ({ width: innerWidth, height: innerHeight }), null);
    if (!this.around) {
      const outer = await this.ask<{ width: number; height: number }>('GET', '/window/rect');
      const { width: w, height: h } = await inner();
      this.around = { width: outer.width - w, height: outer.height - h };
    }
    const { around } = this;
    await this.ask('POST', '/window/rect', { width: width + around.width, height: height + around.height });
    await expect.poll(async () => (await inner()).height).toBe(height);
  }

  async close(): Promise<void> {
    await ask('DELETE', this.session).catch(() => undefined);
    this.end();
  }
}

/** The first line that a program writes. */
function firstLine(program: ChildProcess, stream: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface(stream).once('line', resolve);
    program.once('exit', () => reject(new Error(`${program.spawnfile} ended before it was ready.`)));
    program.once('error', reject);
  });
}

/** Starts a screen and WebKit's driver on it. */
async function start(programs: { readonly driver: string; readonly screen: string }): Promise<Started> {
  const options = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const screen = spawn(programs.screen, options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const display = await firstLine(screen, screen.stdio[3] as Readable);
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const driver = spawn(programs.driver, [`--port=${port}`, '--host=127.0.0.1'], {
    // No bus of a desktop is there to be asked for anything.
    env: { ...process.env, DISPLAY: `:${display}`, NO_AT_BRIDGE: '1', LC_ALL: 'C.UTF-8', LANGUAGE: 'en' },
    stdio: 'ignore',
  });
  const address = `http://127.0.0.1:${port}`;
  const end = (): void => {
    driver.kill();
    screen.kill();
  };
  try {
    await expect.poll(() => ask('GET', `${address}/status`).catch(() => null)).not.toBeNull();
  } catch (error) {
    end();
    throw error;
  }
  return { address, end };
}

export async function driveWebkit(programs: {
  readonly driver: string;
  readonly browser: string;
  readonly screen: string;
}): Promise<Driver> {
  const { address, end } = await start(programs);
  try {
    const browserOptions = { binary: programs.browser, args: ['--automation'] };
    const { sessionId } = await ask<{ sessionId: string }>('POST', `${address}/session`, {
      capabilities: {
        alwaysMatch: {
          browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': browserOptions,
          timeouts: { script: PATIENCE, pageLoad: PATIENCE },
        },
      },
    });
    return new WebkitDriver(`${address}/session/${sessionId}`, end);
  } catch (error) {
    end();
    throw error;
  }
}
