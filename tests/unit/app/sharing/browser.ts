/**
 * A browser with tabs for the page without its canvas: what a page finds around it (its address and history, locks, the
 * tables of this device) stands in for the real thing, the session has an engine that samples the fixtures' rooms.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { AsyncLocalStorage } from 'node:async_hooks';
import { Session } from '../../../../src/app/session';
import type { Shell } from '../../../../src/app/shell';
import { SceneDatabase } from '../../../../src/app/sharing/scene-database';
import { namedModel } from '../../../../src/app/sharing/first-scene';
import { PageSharing } from '../../../../src/app/sharing/page-sharing';
import type { Layout } from '../../../../src/blobgan';
import type { Engine, EngineEvents, LoadedModel } from '../../../../src/engine';
import { type Scene, moveBy, readSceneFile } from '../../../../src/scene';
import { MODEL, layoutOf } from '../../scene/fixtures';

const LOADED = {
  manifest: {
    id: MODEL.id,
    name: 'Fixtures',
    blobs: MODEL.names.map((name, slot) => ({ slot, name })),
    shape: { abNorm: MODEL.abNorm, resolution: 8 },
  },
} as unknown as LoadedModel;

export const NAMED = namedModel(LOADED);

/** The room that a first visit opens on. */
export const FIRST_SEED = 1;

interface Entry {
  hash: string;
  state: unknown;
}

const [ORIGIN, PATHNAME] = ['https://rooms.example', '/'];

/** Each tab's code finds its own page in the globals. */
const here = new AsyncLocalStorage<Tab>();
const tabHere = (): Tab => here.getStore()!;

function provide(name: string, get: () => unknown): void {
  Object.defineProperty(globalThis, name, { configurable: true, get });
}

provide('location', () => tabHere().location);
provide('history', () => tabHere().history);
provide('navigator', () => ({ locks: tabHere().browser.locksOf(tabHere()) }));
provide('indexedDB', () => tabHere().browser.indexedDB);
provide(
  'addEventListener',
  () => (type: string, listener: () => void) => tabHere().listeners.push({ type, listener }),
);

/** So many turns of the event loop are more than anything here waits. */
const TURNS = 60;

export async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export class Browser {
  readonly indexedDB = new IDBFactory();
  readonly tabs: Tab[] = [];
  private readonly locks = new Map<string, Tab>();
  private library: SceneDatabase | null = null;

  /** @param hasLocks false for a page that is not served securely */
  constructor(private readonly hasLocks = true) {}

  async open(hash = ''): Promise<Tab> {
    const tab = new Tab(this, [{ hash, state: null }]);
    this.tabs.push(tab);
    await tab.load();
    return tab;
  }

  /** The scene of a record, as it lies on this device. */
  async sceneOf(id: string): Promise<Scene> {
    const content = readSceneFile((await this.in((library) => library.get(id)))!.file, () => NAMED);
    if (content.kind !== 'scene') throw new Error('It is a scene of another model.');
    return content.scene;
  }

  /** A tab that goes back to a record, as one does that had it before. */
  async openRecord(id: string): Promise<Tab> {
    const tab = new Tab(this, [{ hash: '', state: { scene: id } }]);
    await tab.load();
    tab.close();
    return tab;
  }

  /** A tab that has loaded no page yet. */
  tab(): Tab {
    return new Tab(this, [{ hash: '', state: null }]);
  }

  private in<T>(use: (library: SceneDatabase) => Promise<T>): Promise<T> {
    return this.tab().in(() => use((this.library ??= new SceneDatabase())));
  }

  locksOf(tab: Tab): unknown {
    const request = async (
      name: string,
      _: unknown,
      hold: (lock: object | null) => Promise<void> | null | undefined,
    ): Promise<void> => {
      // Asking another process.
      await new Promise((resolve) => setImmediate(resolve));
      if (tab.gone || this.locks.has(name)) {
        await hold(null);
        return;
      }
      this.locks.set(name, tab);
      try {
        await hold({});
      } finally {
        if (this.locks.get(name) === tab) this.locks.delete(name);
      }
    };
    return this.hasLocks ? { request } : undefined;
  }

  release(tab: Tab): void {
    for (const [name, holder] of this.locks) if (holder === tab) this.locks.delete(name);
  }
}

export class Tab {
  gone = false;
  listeners: { type: string; listener: () => void }[] = [];
  session!: Session;
  sharing!: PageSharing;
  private at: number;
  /** Layouts come when they are let through; null lets all through at once. */
  private waiting: (() => void)[] | null = null;

  constructor(
    readonly browser: Browser,
    private readonly entries: Entry[],
    at = entries.length - 1,
  ) {
    this.at = at;
  }

  get location() {
    const { hash } = this.entries[this.at]!;
    return { hash, origin: ORIGIN, pathname: PATHNAME, search: '', href: `${ORIGIN}${PATHNAME}${hash}` };
  }

  get history() {
    return {
      state: this.entries[this.at]!.state,
      replaceState: (state: unknown, _: string, address: string) => {
        const { hash } = new URL(address, ORIGIN);
        this.entries[this.at] = { hash, state: structuredClone(state) };
      },
    };
  }

  get state() {
    return this.session.scene.getState();
  }

  get scene(): Scene {
    return this.state.scene!;
  }

  get record(): string {
    return this.state.record;
  }

  /** Runs code of this page. */
  in<T>(code: () => T): T {
    return here.run(this, code);
  }

  async load(): Promise<void> {
    await this.in(async () => {
      const sharing: PageSharing = new PageSharing(
        () => ({ openModel: () => Promise.resolve(false) }) as unknown as Shell,
        () => FIRST_SEED,
      );
      const session = new Session({ kind: 'stored', id: MODEL.id }, (events) => this.engine(events));
      Object.assign(this, { sharing, session });
      sharing.attach(session);
      await session.open(sharing.first);
    });
    await settle();
  }

  private engine(events: EngineEvents): Engine {
    let drawn = 0;
    const engine = {
      load: () => {
        events.onReady(LOADED);
        return Promise.resolve(LOADED);
      },
      sample: async (seeds: readonly number[]): Promise<Layout[]> => {
        if (this.waiting) await new Promise<void>((go) => this.waiting!.push(go));
        return seeds.map((seed) => layoutOf(seed));
      },
      draw: () => ++drawn,
      render: () => new Promise(() => undefined),
      close: () => undefined,
    };
    return engine as unknown as Engine;
  }

  /** From now on rooms are sampled only when they are let through. */
  hold(): void {
    this.waiting = [];
  }

  async letThrough(index: number): Promise<void> {
    this.waiting![index]!();
    await settle();
  }

  /** Moves the bed; no two such edits make the same scene. */
  edit(x: number, y: number): void {
    this.in(() =>
      this.state.edit('move', (scene) =>
        moveBy(scene, new Set(['slot-1']), x - scene.blobs[1]!.x, y - scene.blobs[1]!.y),
      ),
    );
  }

  seed(seed: number, truncation = 0): Promise<void> {
    return this.in(() => this.session.openSeed(seed, truncation));
  }

  undo(): void {
    this.in(() => this.state.undo());
  }

  redo(): void {
    this.in(() => this.state.redo());
  }

  jumpTo(steps: number): void {
    this.in(() => this.state.jumpTo(steps));
  }

  /** The saved scenes, as their dialog shows them. */
  async cards() {
    await this.in(() => this.sharing.refreshScenes());
    return this.sharing.state.getState().scenes;
  }

  openCard(id: string): Promise<void> {
    return this.in(() => this.sharing.openScene(id));
  }

  /** A link is pasted into the address, or followed. */
  async follow(hash: string): Promise<void> {
    if (hash === this.location.hash) return;
    this.entries.splice(this.at + 1, Infinity, { hash, state: null });
    await this.go(1);
  }

  /** Back and forward in the browser. */
  async go(way: 1 | -1): Promise<void> {
    const before = this.location.hash;
    if (!this.entries[this.at + way]) return;
    this.at += way;
    if (this.location.hash !== before) this.explain('hashchange');
    await settle();
  }

  async reload(): Promise<void> {
    this.close();
    this.gone = false;
    await this.load();
  }

  close(): void {
    this.explain('pagehide');
    this.listeners = [];
    this.gone = true;
    this.browser.release(this);
  }

  /** A second tab with the history of this one, as browsers make it. */
  async duplicate(): Promise<Tab> {
    const tab = new Tab(this.browser, structuredClone(this.entries), this.at);
    this.browser.tabs.push(tab);
    await tab.load();
    return tab;
  }

  private explain(type: string): void {
    for (const { type: asked, listener } of [...this.listeners]) if (asked === type) this.in(listener);
  }
}
