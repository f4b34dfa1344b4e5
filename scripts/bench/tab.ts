/** The built page in headless Chromium, measured from outside: the engine's own messages and what is painted. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { constants, brotliCompressSync } from 'node:zlib';
import { type Browser, type BrowserServer, type Page, chromium } from '@playwright/test';
import type { Layout } from '../../src/blobgan';
import { RoomPage } from '../../tests/e2e/support/room-page';
import { type StaticHost, hostFolder } from '../../tests/e2e/support/static-server';
import { CHROMIUM_FLAGS } from '../lib/chromium-flags';
import { findChromium } from '../setup/chromium.mjs';

export interface Drawn {
  /** Milliseconds from the message that asks to the first picture, and to the whole one. */
  readonly first: number;
  readonly whole: number;
  /** Of `whole`: milliseconds in which sessions ran. */
  readonly running: number;
  /** Milliseconds of each stage. */
  readonly stages: readonly number[];
}

/** Runs in the page before its own code: keeps hold of the engine's worker. */
function holdEngine(): void {
  const Original = Worker;
  window.Worker = class extends Original {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name === 'engine') (window as unknown as { engine: Worker }).engine = this;
    }
  };
}

type Numbers = Record<string, number[]>;

/** Runs in the page: asks the engine's worker for a drawing, as the page does, and waits for its pictures. */
async function drawInPage([count, arrays]: readonly [number, Numbers]): Promise<Drawn> {
  const { engine } = window as unknown as { engine: Worker };
  const floats = Object.fromEntries(
    Object.entries(arrays).map(([name, values]) => [name, Float32Array.from(values)]),
  );
  const holder = window as unknown as { benchId?: number };
  const id = (holder.benchId = (holder.benchId ?? -1) - 1);
  return new Promise((resolve) => {
    let first = 0;
    const start = performance.now();
    const hear = ({ data }: MessageEvent): void => {
      if (data.type !== 'picture' || data.id !== id) return;
      const now = performance.now() - start;
      first ||= now;
      if (!data.final) return;
      engine.removeEventListener('message', hear);
      resolve({ first, whole: now, running: data.running, stages: data.stages });
    };
    engine.addEventListener('message', hear);
    engine.postMessage({ type: 'draw', id, layout: { count, ...floats }, noiseSeed: 1 });
  });
}

export class Tab {
  private constructor(
    private readonly server: BrowserServer,
    private readonly browser: Browser,
    private readonly host: StaticHost,
    private readonly folder: string,
  ) {}

  /** @param folder the built page, with the model that is measured as its default one */
  static async start(folder: string): Promise<Tab> {
    const executablePath = findChromium();
    if (!executablePath) throw new Error('There is no Chromium: install one, or set CHROMIUM_PATH.');
    const server = await chromium.launchServer({ executablePath, args: CHROMIUM_FLAGS });
    const browser = await chromium.connect(server.wsEndpoint());
    return new Tab(server, browser, await hostFolder(folder, '/', true, 3_600), folder);
  }

  /** A visit with an empty cache, and a second one: milliseconds to the whole picture, and what was fetched. */
  async visits(seed: number): Promise<{ room: RoomPage; cold: number; warm: number; files: string[] }> {
    const context = await this.browser.newContext();
    const page = await context.newPage();
    // What runs these scripts wraps their functions in a helper, which the page has to know.
    await page.addInitScript({ content: 'globalThis.__name = (value) => value;' });
    await page.addInitScript(holdEngine);
    const files = new Set<string>();
    page.on('response', (response) => {
      if (response.ok()) files.add(new URL(response.url()).pathname);
    });
    const timed = async (go: () => Promise<unknown>): Promise<number> => {
      const start = performance.now();
      await go();
      await new RoomPage(page).settle();
      return performance.now() - start;
    };
    const cold = await timed(() => page.goto(`${this.host.url}?seed=${seed}`));
    const warm = await timed(() => page.reload());
    await this.rested(page);
    return { room: new RoomPage(page), cold, warm, files: [...files] };
  }

  /** Small pictures are drawn in quiet moments, and what is measured here must not wait for one. */
  async rested(page: Page): Promise<void> {
    await page.waitForFunction(() => document.querySelector('.crop.waiting') === null, null, {
      timeout: 120_000,
    });
    await page.waitForTimeout(1_000);
  }

  /** Bytes of fetched files over the wire, compressed as a host would that compresses well. */
  wireBytes(files: readonly string[]): number {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
    return files.reduce((sum, file) => {
      const bytes = readFileSync(path.join(this.folder, file.endsWith('/') ? `${file}index.html` : file));
      return sum + brotliCompressSync(bytes, { params }).length;
    }, 0);
  }

  async draw(page: Page, { count, ...arrays }: Layout): Promise<Drawn> {
    const plain = Object.fromEntries(
      Object.entries(arrays as Record<string, Float32Array>).map(([name, values]) => [name, [...values]]),
    );
    return page.evaluate(drawInPage, [count, plain] as const);
  }

  /** Bytes of memory that all of the browser's processes hold. */
  memory(): number {
    const children = new Map<number, number[]>();
    const sizes = new Map<number, number>();
    for (const pid of processes()) {
      const status = readStatus(pid);
      if (!status) continue;
      children.set(status.parent, [...(children.get(status.parent) ?? []), pid]);
      sizes.set(pid, status.bytes);
    }
    const sum = (pid: number): number =>
      (sizes.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0);
    return sum(this.server.process().pid!);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
    await this.host.close();
  }
}

const processes = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

function readStatus(pid: number): { parent: number; bytes: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const number = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]);
    return { parent: number('PPid'), bytes: number('VmRSS') * 1024 || 0 };
  } catch {
    return null;
  }
}
