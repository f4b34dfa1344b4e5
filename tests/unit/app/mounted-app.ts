/** The whole page over a fake engine: its components, its documents and this device's tables, in a DOM without a layout. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { vi } from 'vitest';
import { App } from '../../../src/app/App';
import { Session } from '../../../src/app/session';
import { namedModel } from '../../../src/app/sharing/first-scene';
import { PageSharing } from '../../../src/app/sharing/page-sharing';
import { Shell, type ShellServices } from '../../../src/app/shell';
import type { LoadedModel } from '../../../src/engine';
import { i18n } from '../../../src/editor/i18n';
import { FakeEngine, MODEL as FAKE } from './fake-engine';

/** A manifest with all that the page shows of one. */
const MODEL = {
  ...FAKE,
  manifest: { ...FAKE.manifest, layout: { bytes: 0 }, stages: [] },
} as unknown as LoadedModel;

export const NAMED = namedModel(MODEL);
export const FIRST_SEED = 1;

/** What a drop or a paste carries. */
export interface Carried {
  readonly files?: readonly File[];
  readonly data?: Readonly<Record<string, string>>;
}

/** So many turns of the event loop are more than anything here waits. */
const TURNS = 40;

/** Does something, and waits until nothing more comes of it. */
export const settle = (does: () => unknown = () => undefined): Promise<void> =>
  act(async () => {
    void does();
    for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
  });

export class MountedApp {
  readonly convert = vi.fn<ShellServices['convert']>(async () => MODEL.manifest);
  readonly engine = new FakeEngine();
  readonly sharing: PageSharing = new PageSharing(
    () => this.shell,
    () => FIRST_SEED,
  );
  readonly shell: Shell;
  private readonly root = createRoot(document.body.appendChild(document.createElement('div')));

  private constructor() {
    this.engine.load.mockImplementation(async () => {
      this.engine.events.onReady(MODEL);
      return MODEL;
    });
    this.shell = new Shell(this.sharing.first, null, {
      defaultPlace: { kind: 'url', manifestUrl: 'https://example.test/manifest.json' },
      createSession: (place) => new Session(place, this.engine.start),
      listModels: async () => [],
      deleteModel: async () => undefined,
      convert: this.convert,
      findPageModel: async () => null,
    });
    this.sharing.attach(this.shell.state.getState().session);
    this.shell.state.subscribe(({ session }) => this.sharing.attach(session));
  }

  /** A first visit. */
  static async open(): Promise<MountedApp> {
    (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
    globalThis.indexedDB = new IDBFactory();
    history.replaceState(null, '', '/');
    // A page that is gone by now may still write its address.
    vi.spyOn(history, 'replaceState').mockImplementation(() => undefined);
    // Which the DOM that stands in for a browser does not have.
    HTMLElement.prototype.hidePopover ??= () => undefined;
    const app = new MountedApp();
    const { shell, sharing } = app;
    await act(() => app.root.render(createElement(App, { shell, sharing })));
    await settle();
    return app;
  }

  async close(): Promise<void> {
    await act(() => this.root.unmount());
    document.body.replaceChildren();
    await i18n.changeLanguage('en');
  }

  get session(): Session {
    return this.shell.state.getState().session;
  }

  get seed(): number {
    return this.session.scene.getState().scene!.seed;
  }

  /** What a person is told, in the page or in the dialog that lies over it. */
  get notice(): string | null {
    return document.querySelector('[data-testid=sharing-notice] span')?.textContent ?? null;
  }

  get dialog(): HTMLDialogElement | null {
    return document.querySelector('dialog');
  }

  /** Moves the first thing. */
  async edit(): Promise<void> {
    const { edit } = this.session.scene.getState();
    await act(() =>
      edit('move', (scene) => ({
        ...scene,
        blobs: scene.blobs.map((blob, index) => (index ? blob : { ...blob, x: blob.x + 1 / 64 })),
      })),
    );
    await settle();
  }

  async drop({ files = [], data = {} }: Carried): Promise<void> {
    const types = [...Object.keys(data), ...(files.length ? ['Files'] : [])];
    const dataTransfer = { types, files, getData: (type: string) => data[type] ?? '' };
    await this.fire('drop', { dataTransfer });
  }

  async paste({ files = [], data = {} }: Carried): Promise<void> {
    await this.fire('paste', { clipboardData: { files, getData: (type: string) => data[type] ?? '' } });
  }

  /** Chooses files in the dialog of models. */
  async choose(...files: readonly File[]): Promise<void> {
    await settle(() => this.shell.showModels(true));
    const input = document.querySelector<HTMLInputElement>('[data-testid=checkpoint-input]')!;
    Object.defineProperty(input, 'files', { configurable: true, value: files });
    await act(() => void input.dispatchEvent(new Event('change', { bubbles: true })));
    await settle();
  }

  /** @returns whether the browser would ask before it leaves the page */
  asksBeforeLeaving(): boolean {
    const event = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  }

  private async fire(type: string, fields: object): Promise<void> {
    const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), fields);
    await act(() => void document.body.dispatchEvent(event));
    await settle();
  }
}
