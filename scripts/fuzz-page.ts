/**
 * `npx tsx scripts/fuzz-page.ts [--count N] [--seed S] [--steps N]`: random sequences of what a person does, in the
 * built page (`npm run build` first) and a real Chromium, with two tabs, two languages and two widths. Whatever was
 * edited has to be found again, each record has to open as what it was, no error may be thrown or logged, and no
 * sentence may be shown in another language than the page's.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type BrowserContext, type Page, chromium } from '@playwright/test';
import type { Manifest } from '../src/convert';
import { type NamedModel, readSceneFile, writeLink } from '../src/scene';
import { RoomPage } from '../tests/e2e/support/room-page';
import { hostFolder } from '../tests/e2e/support/static-server';
import { Random } from '../tests/fuzz/mutations';
import { foreignPieces } from './fuzz-page/languages';
import { DOINGS, type Draw } from './fuzz-page/person';
import { CHROMIUM_FLAGS } from './lib/chromium-flags';
import { numberOption, runScript } from './lib/cli';
import { findChromium } from './setup/chromium.mjs';

/** Milliseconds after which the page has written its address and its record. */
const WRITTEN = 700;

/** A tab, and the links of what undo and redo have to bring back in it. */
interface View {
  readonly page: Page;
  steps: string[];
  at: number;
}

interface Stored {
  readonly records: { id: string; file: string }[];
  /** Links that the histories of records can go back to. */
  readonly links: string[];
}

class Sequence {
  readonly wrong: string[] = [];
  readonly done: string[] = [];
  private readonly views: View[] = [];
  /** Links of edited scenes that were not given up by going on from an earlier one. */
  private readonly mine = new Set<string>();

  constructor(
    private readonly context: BrowserContext,
    private readonly url: string,
    private readonly model: NamedModel,
    private readonly draw: Draw,
  ) {}

  async run(steps: number): Promise<void> {
    await this.newTab(`${this.url}?seed=${1 + this.draw(40)}`);
    const names = Object.keys(DOINGS);
    for (let step = 0; step < steps; step++) {
      const view = this.views[this.draw(this.views.length)]!;
      const choice = this.draw(names.length + 2);
      if (choice < names.length) await this.act(view, names[choice]!);
      else if (choice === names.length) await this.reload(view);
      else if (this.views.length < 2) await this.newTab(this.url);
      await this.look(view.page);
    }
    await this.findAll();
  }

  private async newTab(address: string): Promise<void> {
    this.done.push('new tab');
    const page = await this.context.newPage();
    page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
    page.on('pageerror', (error) => this.wrong.push(`thrown: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.wrong.push(`logged: ${message.text()}`);
    });
    await RoomPage.open(page, address);
    this.views.push({ page, steps: [await this.linkOf(page)], at: 0 });
  }

  private async reload(view: View): Promise<void> {
    this.done.push('reload');
    const before = await this.linkOf(view.page);
    await view.page.reload();
    await new RoomPage(view.page).settle();
    const after = await this.linkOf(view.page);
    if (before && after !== before) this.wrong.push('a reload shows another scene');
  }

  private async act(view: View, name: string): Promise<void> {
    const { kind, does } = DOINGS[name]!;
    const { page } = view;
    const other = this.views.find((each) => each !== view)?.page ?? null;
    await page.bringToFront();
    try {
      await does(page, this.draw, other);
    } catch (error) {
      // In a narrow page much is behind something else.
      this.done.push(`(${name}: ${(error as Error).message.split('\n')[0]})`);
      await page.mouse.up().catch(() => undefined);
      await page.keyboard.press('Escape');
    }
    this.done.push(name);
    if (kind === 'other') return;
    const link = await this.linkOf(page);
    const at = view.steps[view.at];
    if (link === at || !link) return;
    const seen = view.steps.lastIndexOf(link);
    if (kind === 'history') {
      if (seen >= 0) view.at = seen;
      return;
    }
    for (const given of view.steps.splice(view.at + 1)) {
      if (!this.views.some(({ steps }) => steps.includes(given))) this.mine.delete(given);
    }
    view.steps.push(link);
    view.at = view.steps.length - 1;
    if (kind === 'edit') this.mine.add(link);
  }

  /** The link of the scene in the address, empty for a room that nobody has touched. */
  private async linkOf(page: Page): Promise<string> {
    await page.waitForTimeout(WRITTEN);
    return page.evaluate(() => location.hash);
  }

  private async look(page: Page): Promise<void> {
    const { text, language } = await page.evaluate(() => {
      const labels = ['aria-label', 'title', 'placeholder'].flatMap((name) =>
        [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name)),
      );
      const shown = [document.title, document.body.innerText, ...labels].join('\n');
      return { text: shown, language: document.documentElement.lang };
    });
    if (language !== 'en' && language !== 'fr') this.wrong.push(`the language is "${language}"`);
    else
      for (const piece of foreignPieces(text, language)) this.wrong.push(`shown in ${language}: "${piece}"`);
  }

  private readonly linkOfFile = (file: string): string => {
    const content = readSceneFile(file, () => this.model);
    if (content.kind !== 'scene') throw new Error('A record is of another model.');
    return writeLink(content.scene, this.model);
  };

  /** Everything that was edited is kept, and what the saved scenes open is what is kept of it. */
  private async findAll(): Promise<void> {
    for (const { page } of this.views) await page.close();
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.wrong.push(`thrown: ${error.message}`));
    await RoomPage.open(page, this.url);
    const { records, links } = await storedIn(page);
    const kept = new Map(records.map(({ id, file }) => [id, this.linkOfFile(file)]));
    const found = new Set([...links, ...kept.values()]);
    for (const link of this.mine) if (!found.has(link)) this.wrong.push(`lost: ${link}`);
    for (let tries = 0; tries < 2 && records.length > 1; tries++) {
      const before = await page.evaluate(() => (history.state as { scene?: string } | null)?.scene);
      await DOINGS['saved']!.does(page, this.draw, null);
      await new RoomPage(page).settle();
      const link = await this.linkOf(page);
      const id = await page.evaluate(() => (history.state as { scene?: string } | null)?.scene);
      if (id === before || kept.get(id ?? '') !== link)
        this.wrong.push(`record ${id} opens as another scene than it holds, after ${before}`);
    }
    await page.close();
  }
}

function storedIn(page: Page): Promise<Stored> {
  return page.evaluate(async () => {
    const opening = indexedDB.open('blobroom');
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error('The tables do not open.'));
    });
    const transaction = db.transaction(['scenes', 'states']);
    const all = <T>(table: string): Promise<T[]> =>
      new Promise((resolve) => {
        const asked = transaction.objectStore(table).getAll();
        asked.onsuccess = () => resolve(asked.result as T[]);
      });
    const [records, links] = await Promise.all([
      all<{ id: string; file: string }>('scenes'),
      all<string>('states'),
    ]);
    db.close();
    return { records, links };
  });
}

async function defaultModel(): Promise<NamedModel> {
  const manifest = JSON.parse(await readFile('models/default/manifest.json', 'utf8')) as Manifest;
  const names: string[] = [];
  for (const { slot, name } of manifest.blobs) names[slot] = name;
  return { id: manifest.id, name: manifest.name, names, picks: manifest.picks?.count ?? 0 };
}

runScript(async () => {
  const { values } = parseArgs({
    options: { count: { type: 'string' }, seed: { type: 'string' }, steps: { type: 'string' } },
  });
  const count = numberOption('count', values.count, 1, 1e6) ?? 50;
  const first = numberOption('seed', values.seed, 0, 2 ** 31) ?? 1;
  const steps = numberOption('steps', values.steps, 1, 1e4) ?? 12;
  const model = await defaultModel();
  const host = await hostFolder('dist', '/', true, 3_600);
  const executablePath = findChromium();
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: CHROMIUM_FLAGS });
  let wrong = 0;
  const tally = new Map<string, number>();
  try {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    // What runs these scripts wraps their functions in a helper, which the page has to know.
    await context.addInitScript({ content: 'globalThis.__name = (value) => value;' });
    for (let seed = first; seed < first + count; seed++) {
      const random = new Random(seed);
      const sequence = new Sequence(context, host.url, model, (below) => random.below(below));
      try {
        await sequence.run(steps);
      } catch (error) {
        sequence.wrong.push(`the sequence ended: ${(error as Error).message}`);
        for (const page of context.pages()) await page.close();
      }
      for (const done of sequence.done) tally.set(done, (tally.get(done) ?? 0) + 1);
      const found = [...new Set(sequence.wrong)];
      wrong += found.length ? 1 : 0;
      console.log(`${seed}: ${found.length ? 'WRONG' : 'right'}: ${sequence.done.join(', ')}`);
      for (const each of found) console.log(`   ${each.slice(0, 400)}`);
    }
  } finally {
    await browser.close();
    await host.close();
  }
  for (const [name, times] of [...tally].sort((a, b) => b[1] - a[1]))
    console.log(`${String(times).padStart(5)}  ${name}`);
  console.log(wrong ? `${wrong} of ${count} WRONG` : `None of ${count} wrong.`);
  return wrong ? 1 : 0;
});
