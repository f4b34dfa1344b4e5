/**
 * Which model is open, and how another one comes: opened from this device, or converted from a checkpoint that a
 * person brings. A model that fails to open leaves the one before as it is.
 */
import { type StoreApi, createStore } from 'zustand/vanilla';
import { type ModelPlace, type StoredModel, convertInTab, deleteModel, listModels } from '../engine';
import { type Explanation, fault, explanationOf } from '../faults';
import type { CheckpointFiles } from './checkpoint-files';
import { engineChoices } from './engine-choices';
import { defaultPlace, findPageModel, placeKey, storedIdOf } from './model-places';
import { Session } from './session';

/** What the first session begins with. */
type Opening = Parameters<Session['open']>[0];

export interface ShellState {
  readonly session: Session;
  readonly models: readonly StoredModel[];
  /** Why no models are kept on this device, null where they are. */
  readonly unkept: Explanation | null;
  readonly dialog: boolean;
  /** A conversion, or a model that is being opened. */
  readonly busy: { readonly what: string; readonly fraction: number | null } | null;
  /** Shown to the person. */
  readonly failure: Explanation | null;
}

const nameOf = (file: File): string => file.name.replace(/\.(ckpt|pt|pth)$/i, '');

/** What the shell works with; tests stand in for it. */
export interface ShellServices {
  /** Where the model lies that the page opens on. */
  readonly defaultPlace: ModelPlace;
  readonly createSession: (place: ModelPlace) => Session;
  readonly listModels: typeof listModels;
  readonly deleteModel: typeof deleteModel;
  readonly convert: typeof convertInTab;
  /** Where a model lies that comes with the page, null for others. */
  readonly findPageModel: typeof findPageModel;
}

const pageServices = (): ShellServices => ({
  defaultPlace: defaultPlace(),
  createSession: (place) => new Session(place),
  listModels,
  deleteModel,
  convert: convertInTab,
  findPageModel,
});

export class Shell {
  readonly state: StoreApi<ShellState>;
  private abort: AbortController | null = null;

  /** @param wanted the model to begin with, null for the one that the page opens on */
  constructor(
    first: Opening,
    wanted: ModelPlace | null = null,
    private readonly services: ShellServices = pageServices(),
  ) {
    const session = services.createSession(wanted ?? services.defaultPlace);
    this.state = createStore<ShellState>()(() => ({
      session,
      models: [],
      unkept: null,
      dialog: false,
      busy: null,
      failure: null,
    }));
    void this.start(session, first);
  }

  /** Opens the first session. Without the model that was open last, the page's own one is better than nothing. */
  private async start(session: Session, first: Opening): Promise<void> {
    if ((await session.open(first)) || this.isDefault(session.place)) return;
    const { failure } = session.state.getState();
    engineChoices.setState({ model: null });
    session.close();
    const instead = this.services.createSession(this.services.defaultPlace);
    this.state.setState({ session: instead, dialog: true, failure });
    await Promise.all([this.refresh(), instead.open(first)]);
  }

  showModels = (dialog: boolean): void => {
    this.state.setState({ dialog, failure: null });
    if (dialog) void this.refresh();
  };

  cancel = (): void => this.abort?.abort(new DOMException('Cancelled', 'AbortError'));

  /** @param place of the model, null for the one that the page opens on */
  open = async (place: ModelPlace | null): Promise<boolean> => {
    const before = this.state.getState().session;
    const session = this.services.createSession(place ?? this.services.defaultPlace);
    this.state.setState({ busy: { what: 'open', fraction: null }, failure: null });
    const opened = await session.open(before.scene.getState().scene?.seed ?? 0);
    this.state.setState({ busy: null });
    if (opened) {
      before.close();
      engineChoices.setState({ model: storedIdOf(session.place) });
      this.state.setState({ session, dialog: false });
    } else {
      session.close();
      this.state.setState({ failure: session.state.getState().failure });
    }
    return opened;
  };

  /** Opens the model of an id, when it is on this device or comes with the page; else asks for its checkpoint. */
  openModel = async (id: string): Promise<boolean> => {
    await this.refresh();
    if (this.state.getState().models.some(({ manifest }) => manifest.id === id))
      return this.open({ kind: 'stored', id });
    const place = await this.services.findPageModel(id);
    if (place) return this.open(place);
    this.showModels(true);
    return false;
  };

  remove = async (id: string): Promise<void> => {
    await this.services.deleteModel(id).catch((error: unknown) => this.fail(error));
    await this.refresh();
  };

  /** Converts a checkpoint, with what goes with it, and opens the model. */
  convert = async ({ checkpoint, meanLatent, picks }: CheckpointFiles): Promise<void> => {
    this.state.setState({ dialog: true, failure: null });
    if (!checkpoint) {
      this.fail(fault('checkpointMissing', { file: (meanLatent ?? picks)?.name ?? '' }));
      return;
    }
    this.abort = new AbortController();
    this.state.setState({ busy: { what: 'convert', fraction: 0 } });
    try {
      const manifest = await this.services.convert(
        { checkpoint, meanLatent, picks, name: nameOf(checkpoint) },
        (_, fraction) => this.state.setState({ busy: { what: 'convert', fraction } }),
        this.abort.signal,
      );
      await this.open({ kind: 'stored', id: manifest.id });
    } catch (error) {
      if (!this.abort.signal.aborted) this.fail(error);
    } finally {
      this.state.setState({ busy: null });
      // Also clears what a cancelled conversion left.
      await this.refresh();
    }
  };

  /** Whether this is the model that the page opens on. */
  isDefault(place: ModelPlace): boolean {
    return placeKey(place) === placeKey(this.services.defaultPlace);
  }

  private fail(error: unknown): void {
    this.state.setState({ failure: explanationOf(error) });
  }

  private async refresh(): Promise<void> {
    try {
      this.state.setState({ models: await this.services.listModels(), unkept: null });
    } catch (error) {
      // The default one works all the same.
      this.state.setState({ models: [], unkept: explanationOf(error) });
    }
  }
}
