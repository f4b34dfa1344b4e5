/**
 * Scenes that come and go: the link in the address, the scenes of this device, files and pictures. Joins a session
 * with what is outside; the editor sees the `Travel` of src/editor/travel.ts.
 */
import { createStore } from 'zustand/vanilla';
import { randomId } from '../../blobgan';
import type {
  MadeFile,
  Notice,
  PictureRequest,
  Received,
  Travel,
  TravelState,
  VideoRequest,
} from '../../editor';
import { type LoadedModel, type Rendered, listModels } from '../../engine';
import { fault, toldOf } from '../../faults';
import {
  type NamedModel,
  type Scene,
  type SceneContent,
  isLink,
  readLink,
  readSceneFile,
  writeLink,
  writeSceneFile,
} from '../../scene';
import { engineChoices } from '../engine-choices';
import type { Shell } from '../shell';
import { type Session, sceneModel } from '../session';
import { addressWith, linkHere } from './address';
import { writeClipboard } from './clipboard';
import { fileNameOf, pictureFile, videoFile, videoFormats } from './made-files';
import { chooseFiles, download, readFiles, readText } from './files';
import { Claim, Library, type SceneRecord } from './library';
import { Shelf } from './shelf';

/** Milliseconds between two new addresses: browsers refuse to be told of one too often. */
const BETWEEN_ADDRESSES = 300;

function namedModel(model: LoadedModel): NamedModel {
  const { id, names } = sceneModel(model);
  return { id, names, name: model.manifest.name, picks: model.manifest.picks?.count ?? 0 };
}

export class PageTravel implements Travel {
  readonly state = createStore<TravelState>(() => ({ notice: null, scenes: [], deleted: null }));
  private readonly library = new Library();
  private readonly claim = new Claim();
  private readonly shelf = new Shelf(
    this.library,
    this.state,
    () => this.record.id,
    (record) => this.openContent(() => readSceneFile(record.file, this.modelOf()), record),
  );
  private session: Session | null = null;
  /** Which scene of this device this tab writes. */
  private record: { id: string; name: string | null } = { id: randomId(), name: null };
  private written = '';
  private saved: Scene | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private removeListeners: () => void = () => undefined;

  constructor(
    private readonly shell: () => Shell,
    private readonly firstSeed: () => number,
  ) {
    addEventListener('hashchange', () => void this.onHash());
    addEventListener('pagehide', () => this.writeAddress());
  }

  /** From now on this session's scene is the one that travels. */
  attach(session: Session): void {
    if (session === this.session) return;
    this.removeListeners();
    if (this.session) this.record = { id: randomId(), name: null };
    this.session = session;
    this.saved = null;
    let scheduled = false;
    const unsubscribe = session.scene.subscribe(() => {
      if (scheduled) return;
      scheduled = true;
      // After the whole of a step: a store tells of every part of one.
      queueMicrotask(() => {
        scheduled = false;
        this.onScene();
      });
    });
    session.onWhole = (picture) => void this.keepThumbnail(picture);
    this.removeListeners = unsubscribe;
  }

  /** What a page begins with: the link, the scene that this tab had, the last one of this device, or a seed's room. */
  first = async (model: LoadedModel): Promise<Scene | number> => {
    const named = namedModel(model);
    const own = (history.state as { scene?: unknown } | null)?.scene;
    const asksForSeed = new URLSearchParams(location.search).has('seed');
    const records = await this.library.all().catch(() => []);
    const before = typeof own === 'string' ? records.find(({ id }) => id === own) : undefined;
    if (isLink(linkHere()) || before) {
      const scene = this.read(() =>
        before
          ? readSceneFile(before.file, (id) => (id === named.id ? named : null))
          : readLink(linkHere(), (id) => (id === named.id ? named : null)),
      );
      if (!scene) return this.firstSeed();
      if (before) await this.take(before);
      return scene;
    }
    const latest = records.find((record) => record.model === named.id);
    if (asksForSeed || !latest) return this.firstSeed();
    const scene = this.read(() => readSceneFile(latest.file, (id) => (id === named.id ? named : null)));
    if (!scene) return this.firstSeed();
    await this.take(latest);
    return scene;
  };

  /** The stored model that the link wants, or without a link the one that was open last; null for the page's own. */
  wantedModel = async (): Promise<string | null> => {
    if (!isLink(linkHere())) return engineChoices.getState().model;
    try {
      const content = readLink(linkHere(), () => null);
      const stored = await listModels();
      return content.kind === 'other-model' && stored.some(({ manifest }) => manifest.id === content.id)
        ? content.id
        : null;
    } catch {
      // What is wrong with the link is told when it is read for its model.
      return null;
    }
  };

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

  /** Opens the scene in the files, hands them on as checkpoints, or says what they are. */
  private async openFiles(files: readonly File[]): Promise<void> {
    const arrival = await readFiles(files);
    if (arrival.kind === 'checkpoints') return void this.shell().convert(arrival.files);
    if (arrival.kind === 'foreign') {
      const { file, is, format } = arrival;
      this.say({ key: 'foreignFile', values: { file, kind: is, format } });
      return;
    }
    const { file, read, others } = arrival;
    await this.openContent(() => read(this.modelOf()));
    if (others && !this.state.getState().notice) this.say({ key: 'openedOne', values: { file } });
  }

  receive = async ({ files, text }: Received): Promise<void> => {
    if (this.shell().state.getState().busy) return this.say({ key: 'busy' });
    if (files.length) return this.openFiles(files);
    if (!text.trim()) return;
    const read = readText(text);
    if (read) await this.openContent(() => read(this.modelOf()));
    else this.say({ key: 'noSceneInText' });
  };

  makePicture = async (request: PictureRequest): Promise<MadeFile> => {
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

  videoFormats = () => videoFormats(this.session?.resolution ?? 256);

  makeVideo = (
    request: VideoRequest,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<MadeFile> => videoFile(this.session!, request, this.fileName(), onProgress, signal);

  download = download;

  refreshScenes = (): Promise<void> => this.shelf.refresh();
  openScene = (id: string): Promise<void> => this.shelf.open(id);
  duplicateScene = (id: string): Promise<void> => this.shelf.duplicate(id);
  deleteScene = (id: string): Promise<void> => this.shelf.delete(id);
  undeleteScene = (): Promise<void> => this.shelf.undelete();
  renameScene = (id: string, name: string): Promise<void> => {
    if (id === this.record.id) this.record = { ...this.record, name };
    return this.shelf.rename(id, name);
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
    return fileNameOf(this.record.name, this.session?.scene.getState().scene?.seed ?? 0);
  }

  /** What a reader found, when it is a scene of the open model; else the person is told. */
  private read(reader: () => SceneContent): Scene | null {
    let content: SceneContent;
    try {
      content = reader();
    } catch (error) {
      this.say({ key: 'said', told: toldOf(error) });
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

  private async openContent(reader: () => SceneContent, record?: SceneRecord): Promise<void> {
    // The model may be another one by the time that this is called again.
    const scene = this.read(reader);
    if (!scene || !this.session) return;
    this.dismiss();
    if (record) await this.take(record);
    else this.record = { id: randomId(), name: null };
    try {
      await this.session.openScene(scene);
    } catch (error) {
      this.say({ key: 'said', told: toldOf(error) });
    }
  }

  /** Makes a scene of this device this tab's own, or a copy of it when another tab has it. */
  private async take({ id, name }: Pick<SceneRecord, 'id' | 'name'>): Promise<void> {
    if (await this.claim.take(id)) this.record = { id, name };
    else {
      this.record = { id: randomId(), name };
      this.say({ key: 'copyOfTab' });
    }
  }

  private async onHash(): Promise<void> {
    const hash = linkHere();
    if (!isLink(hash) || hash === this.written) return;
    await this.openContent(() => readLink(hash, this.modelOf()));
    // Damaged or not, the address is the present scene's again.
    this.written = '';
    this.writeAddress();
  }

  private onScene(): void {
    const state = this.session?.scene.getState();
    if (!state?.scene || state.mark || state.scene === this.saved) return;
    // A room that nobody has touched is its seed: there is nothing to keep yet.
    const untouched = state.past.length === 0 && state.future.length === 0;
    if (untouched && this.saved === null) {
      this.saved = state.scene;
      return;
    }
    this.saved = state.scene;
    void this.save();
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.writeAddress();
    }, BETWEEN_ADDRESSES);
  }

  private writeAddress(): void {
    const link = this.link();
    if (!link || this.saved === null || link === this.written) return;
    const state = this.session!.scene.getState();
    if (state.past.length === 0 && state.future.length === 0 && !isLink(linkHere())) return;
    this.written = link;
    history.replaceState({ scene: this.record.id }, '', addressWith(link));
  }

  private async save(): Promise<void> {
    const now = this.now();
    if (!now) return;
    const { id, name } = this.record;
    const file = writeSceneFile(now.scene, now.model, 0);
    const fields = { seed: now.scene.seed, model: now.scene.model, updated: Date.now(), file };
    try {
      if (await this.library.get(id)) await this.library.change(id, fields);
      else {
        void this.claim.take(id);
        await this.library.put({ id, name, thumbnail: null, ...fields });
      }
    } catch {
      this.say({ key: 'notSaved' });
    }
  }

  private async keepThumbnail({ resolution, rgba }: Rendered): Promise<void> {
    if (!this.session?.scene.getState().past.length) return;
    const { id } = this.record;
    const { thumbnailOf } = await import('./pictures');
    const thumbnail = await thumbnailOf({ width: resolution, height: resolution, rgba });
    await this.library.change(id, { thumbnail }).catch(() => undefined);
  }
}
