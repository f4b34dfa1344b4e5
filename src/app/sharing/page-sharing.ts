/**
 * Scenes that come and go: the link in the address, the scenes of this device, files and pictures. Joins a session
 * with what is outside; the editor sees the `Sharing` of src/editor/sharing.ts.
 */
import { createStore } from 'zustand/vanilla';
import {
  type ExportedFile,
  FileMaker,
  type Notice,
  type PictureRequest,
  type Received,
  type SceneTitle,
  type Sharing,
  type SharingState,
  type VideoRequest,
  squareOf,
} from '../../editor';
import type { LoadedModel, Rendered } from '../../engine';
import { explain, explanationOf, fault } from '../../faults';
import {
  type NamedModel,
  type Scene,
  type SceneContent,
  type SceneState,
  isEdited,
  isLink,
  readLink,
  readSceneFile,
  timelineOf,
  writeLink,
  writeSceneFile,
} from '../../scene';
import type { Shell } from '../shell';
import type { Opening, Session } from '../session';
import { type Addressed, SceneAddress, linkHere } from './address';
import { FirstScene, namedModel, wantedModel } from './first-scene';
import { writeClipboard } from './clipboard';
import { chooseFiles, download } from './files';
import { receive } from './receiving';
import { Autosave } from './autosave';
import { SceneDatabase, type SceneRecord } from './scene-database';
import { fileNameOf, layersFile, pictureFile, videoFile, videoFormats } from './exported-files';
import { ReplacedNotice } from './replaced-notice';
import { SavedScenes, linkOfRecord } from './saved-scenes';

export class PageSharing implements Sharing {
  readonly state = createStore<SharingState>(() => ({
    notice: null,
    scenes: [],
    deleted: null,
    unkept: false,
  }));
  private readonly database = new SceneDatabase();
  private readonly autosave = new Autosave(this.database, {
    onCopy: (from, to) => this.onCopy(from, to),
    onKept: (kept) => this.onKept(kept),
  });
  private readonly savedScenes = new SavedScenes(
    this.database,
    this.state,
    () => this.session?.scene.getState().record ?? null,
  );
  private readonly replaced = new ReplacedNotice({
    say: (notice) => this.say(notice),
    unsay: (notice) => {
      if (this.state.getState().notice === notice) this.dismiss();
    },
  });
  readonly film = new FileMaker<VideoRequest>(
    (...asked) => videoFile(this.session!, this.fileName(), ...asked),
    (file) => this.download(file),
  );
  private readonly beginning: FirstScene;
  private session: Session | null = null;
  /** Names that records have, of those that were seen. */
  private readonly names = new Map<string, string | null>();
  private readonly place = new SceneAddress(() => this.addressed());
  /** The state that was last handed on to be kept. */
  private settled: SceneState | null = null;
  private removeListeners: () => void = () => undefined;

  constructor(
    private readonly shell: () => Shell,
    firstSeed: () => number,
  ) {
    this.beginning = new FirstScene(this.database, this.autosave, {
      firstSeed,
      read: (reader) => this.read(reader),
      onName: (id, name) => this.names.set(id, name),
    });
    addEventListener('hashchange', () => void this.onHash());
    addEventListener('pagehide', () => this.place.write());
  }

  /** From now on this session's scene is the one that travels. */
  attach(session: Session): void {
    if (session === this.session) return;
    this.removeListeners();
    // The engine that draws its frames goes with the session.
    this.film.stop(explain('filmOfOtherModel'));
    this.session = session;
    this.settled = null;
    let scheduled = false;
    const unsubscribe = session.scene.subscribe(() => {
      if (scheduled) return;
      scheduled = true;
      // After the whole of a step: a store tells of every part of one. Still in the task of the edit.
      queueMicrotask(() => {
        scheduled = false;
        this.onScene();
      });
    });
    session.onWhole = (picture) => void this.keepThumbnail(picture);
    this.removeListeners = unsubscribe;
  }

  /** What a page begins with. */
  first = (model: LoadedModel): Promise<Opening> => this.beginning.first(model);

  wantedModel = wantedModel;

  address = (): string => {
    const { origin, pathname } = location;
    return `${origin}${pathname}${this.link() ?? ''}`;
  };

  copyText = async (text: string): Promise<boolean> => {
    try {
      await writeClipboard(text);
      return true;
    } catch {
      this.say({ key: 'noCopying' });
      return false;
    }
  };

  saveFile = (): void => {
    const now = this.now();
    if (!now) return;
    const text = writeSceneFile(now.scene, now.model);
    this.download({ blob: new Blob([text], { type: 'application/json' }), name: `${this.fileName()}.json` });
  };

  chooseFile = (): void => chooseFiles((files) => void this.receive({ files, text: '' }));

  receive = (received: Received): Promise<void> =>
    receive(received, {
      shell: this.shell(),
      say: this.say,
      open: (read, request) => this.openContent(() => read(this.modelOf()), undefined, request),
      nextNumber: () => this.session?.nextNumber(),
    });

  makePicture = async (request: PictureRequest): Promise<ExportedFile> => {
    const now = this.now();
    if (!now) throw fault('noRoomYet');
    return pictureFile(this.session!, now, request, this.fileName());
  };

  copyPicture = async (request: PictureRequest = { kind: 'picture', scale: 1 }): Promise<void> => {
    try {
      const file = this.makePicture(request).then(({ blob }) => blob);
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': file })]);
      this.say({ key: 'copiedPicture' });
    } catch {
      this.say({ key: 'noClipboard' });
    }
  };

  makeLayers: Sharing['makeLayers'] = (request, onProgress, signal) =>
    layersFile(this.session!, request, this.fileName(), onProgress, signal);

  videoFormats = () => videoFormats(this.session?.resolution ?? 256);

  download = download;

  refreshScenes = (): Promise<void> => this.savedScenes.refresh();
  openScene = async (id: string): Promise<void> => {
    const wanted = this.session?.request();
    const record = await this.database.get(id);
    if (record) await this.openRecord(record, wanted);
    else await this.refreshScenes();
  };
  duplicateScene = (id: string): Promise<void> => this.savedScenes.duplicate(id);
  deleteScene = (id: string): Promise<void> => this.savedScenes.delete(id);
  undeleteScene = (): Promise<void> => this.savedScenes.undelete();
  renameScene = (id: string, name: string): Promise<void> => {
    this.names.set(id, name);
    return this.savedScenes.rename(id, name);
  };

  dismiss = (): void => this.state.setState({ notice: null });

  say = (notice: Notice): void => this.state.setState({ notice });

  private now(): { scene: Scene; model: NamedModel } | null {
    const scene = this.session?.scene.getState().scene;
    const model = this.session?.state.getState().model;
    return scene && model ? { scene, model: namedModel(model) } : null;
  }

  private link(): string | null {
    const now = this.now();
    return now && writeLink(now.scene, now.model);
  }

  private modelOf(): (id: string) => NamedModel | null {
    const model = this.now()?.model;
    return (id) => (model?.id === id ? model : null);
  }

  private fileName(): string {
    const { record, scene } = this.session?.scene.getState() ?? {};
    return fileNameOf(this.names.get(record ?? '') ?? null, scene?.seed ?? 0);
  }

  /** The scene that a reader found, if it is of the open model; otherwise null, and the page says why. */
  private read(reader: () => SceneContent): Scene | null {
    let content: SceneContent;
    try {
      content = reader();
    } catch (error) {
      this.say({ key: 'fault', explanation: explanationOf(error) });
      return null;
    }
    if (content.kind === 'scene') return content.scene;
    const { id, name } = content;
    this.say({
      key: 'otherModel',
      values: { id, name },
      action: { key: 'openModel', run: () => void this.openModel(id, reader) },
    });
    return null;
  }

  /** Opens a model and then what was read for it; where the model is not on this device, asks for it. */
  private async openModel(id: string, reader: () => SceneContent): Promise<void> {
    this.dismiss();
    const opened = await this.shell().openModel(id);
    if (opened) await this.openContent(reader);
  }

  /** @returns whether it was opened */
  private async openContent(
    reader: () => SceneContent,
    record?: SceneRecord,
    request = (session: Session): (() => boolean) => session.request(),
  ): Promise<boolean> {
    // The model may be another one by the time that this is called again.
    const scene = this.read(reader);
    const { session } = this;
    if (!scene || !session) return false;
    const wanted = request(session);
    if (!wanted()) return false;
    this.dismiss();
    try {
      const opened = await session.openScene(scene, record?.id, wanted);
      if (opened && record) this.autosave.opened(record.id, record.updated);
      return opened;
    } catch (error) {
      this.say({ key: 'fault', explanation: explanationOf(error) });
      return false;
    }
  }

  private async openRecord(record: SceneRecord, wanted?: () => boolean): Promise<void> {
    this.names.set(record.id, record.name);
    await this.openContent(
      () => readSceneFile(record.file, this.modelOf()),
      record,
      wanted && (() => wanted),
    );
  }

  private titleOf({ record, scene }: Pick<SceneState, 'record' | 'scene'>): SceneTitle {
    return { name: this.names.get(record) ?? null, seed: scene?.seed ?? 0 };
  }

  private onCopy(from: string, to: string): void {
    this.names.set(to, this.names.get(from) ?? null);
    this.session?.scene.getState().renameRecord(from, to);
    this.say({ key: 'copyOfTab' });
  }

  private onKept(kept: boolean): void {
    if (!kept) this.say({ key: 'notSaved' });
    if (this.state.getState().unkept === kept) this.state.setState({ unkept: !kept });
  }

  private async onHash(): Promise<void> {
    const hash = linkHere();
    if (this.place.says(hash)) return;
    if (isLink(hash)) await this.follow(hash);
    // Damaged or not, the address is the present scene's again.
    this.place.rewrite();
  }

  private async follow(hash: string): Promise<void> {
    const wanted = this.session?.request();
    // Going back in the browser comes to the record that was there, if it still is what the link says.
    const own = (history.state as { scene?: unknown } | null)?.scene;
    const record = typeof own === 'string' ? await this.database.get(own).catch(() => undefined) : undefined;
    const model = this.now()?.model;
    if (record && model && linkOfRecord(record, model) === hash) await this.openRecord(record, wanted);
    else await this.openContent(() => readLink(hash, this.modelOf()), undefined, wanted && (() => wanted));
  }

  private onScene(): void {
    const store = this.session!.scene;
    const state = store.getState();
    const [timeline, now, before] = [timelineOf(state), this.now(), this.settled];
    if (!timeline || !now || state.mark) return;
    if (state.scene === before?.scene && state.record === before.record) return;
    this.settled = state;
    if (before)
      this.replaced.onScene(store, before, state, this.autosave.has(before.record), this.titleOf(before));
    this.autosave.keep({ timeline, model: now.model, edited: isEdited(state) });
    this.place.follow();
  }

  /** What the address is to say; null as long as it is not the scene's to say. */
  private addressed(): Addressed | null {
    const state = this.session?.scene.getState();
    const link = this.link();
    if (!state || !link || this.settled === null) return null;
    // A room that nobody has touched is its seed.
    if (state.past.length === 0 && state.future.length === 0 && !isLink(linkHere())) return null;
    return { record: state.record, link };
  }

  private async keepThumbnail({ resolution, rgba }: Rendered): Promise<void> {
    const { record, scene } = this.session!.scene.getState();
    const { thumbnailOf } = await import('./pictures');
    const thumbnail = await thumbnailOf(squareOf(rgba, resolution));
    const now = this.session!.scene.getState();
    // What the picture shows may be history by now, or another record's.
    if (now.record !== record || now.scene !== scene || !this.autosave.has(record)) return;
    await this.database.putThumbnail(record, thumbnail).catch(() => undefined);
  }
}
