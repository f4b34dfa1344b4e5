/**
 * Joins the document and the engine: whenever the scene changes, its layout is drawn; whenever a seed is asked
 * for, the layout network makes its room. No React.
 */
import { type StoreApi, createStore } from 'zustand/vanilla';
import type { Layout } from '../blobgan';
import {
  type Engine,
  type LoadProgress,
  type LoadedModel,
  type ModelPlace,
  type Picture,
  type ProviderChoice,
  type Rendered,
  startEngine,
} from '../engine';
import { type Comparison, type Pixels, flushingDrafts, squareOf } from '../editor';
import { type Explanation, explanationOf } from '../faults';
import { engineChoices } from './engine-choices';
import { SeedRoomRenderer, urlOf } from './seed-rooms';
import {
  type Origin,
  type RoomKind,
  type Scene,
  type SceneStore,
  type Timeline,
  createSceneStore,
  originKeyOf,
  layoutFromScene,
  sceneFromLayout,
} from '../scene';
import { OriginalPictures } from './original-pictures';
import { PicturePainter, type paintPicture } from './picture-painter';
import { sceneModel } from './scene-model';
import { SceneVectors } from './scene-vectors';
import { SmallPictures } from './small-pictures';

export interface SessionState {
  readonly progress: LoadProgress | null;
  readonly model: LoadedModel | null;
  readonly seedRooms: SeedRoomRenderer | null;
  /** Shown to the person; the document has not changed. */
  readonly failure: Explanation | null;
  /** The engine does not come back by itself any more: `restart` is offered. */
  readonly stopped: boolean;
  /** The engine broke down and starts again by itself. */
  readonly recovering: boolean;
  /** Milliseconds that the last whole picture took, null before there is one. */
  readonly drawnIn: number | null;
}

/** What to begin with: a seed, a scene and the id that it is kept as, or all steps of a page that was left. */
export type Opening = number | { readonly scene: Scene; readonly record?: string } | Timeline;

/** Side of the pictures of steps, in pixels: they are shown at half of it, or at all of it on a fine screen. */
const STEP_SIDE = 64;

export class Session {
  readonly scene: SceneStore = flushingDrafts(createSceneStore());
  readonly state: StoreApi<SessionState> = createStore<SessionState>()(() => ({
    progress: null,
    model: null,
    seedRooms: null,
    failure: null,
    stopped: false,
    recovering: false,
    drawnIn: null,
  }));
  readonly painter: PicturePainter;
  private readonly originals: OriginalPictures;
  private readonly engine: Engine;
  /** Small pictures of documents, drawn when nothing else is to be done. */
  readonly smallPictures = new SmallPictures((scene, signal) => this.drawSmall(scene, STEP_SIDE, signal));
  readonly vectors = new SceneVectors(() => this.engine);
  /** What was handed to the engine last, and its whole picture once that is there. */
  private drawing: { readonly scene: Scene; readonly id: number; whole: Rendered | null } | null = null;
  readonly comparison: StoreApi<Comparison> = createStore(() => ({ held: false, ready: false }));
  /** Drawings have numbers, in the order in which they were asked for. */
  private turn = 0;
  private drawnTurn = 0;
  /** Whatever may become another document has a number, in the order in which a person asked for it. */
  private asked = 0;
  /** The number of the newest that was to be opened. */
  private newest = 0;
  /** Called with every whole picture of the present scene. */
  onWhole: (picture: Rendered) => void = () => undefined;

  constructor(
    readonly place: ModelPlace,
    start: typeof startEngine = startEngine,
    paint?: typeof paintPicture,
  ) {
    this.painter = new PicturePainter(paint);
    this.originals = new OriginalPictures((scene) => this.renderScene(scene), paint);
    this.originals.state.subscribe(({ picture }) => {
      this.comparison.setState({ ready: picture !== null });
      this.showHeld();
    });
    this.engine = start({
      onProgress: (progress) => this.state.setState({ progress }),
      onPicture: (picture) => this.show(picture),
      onFailure: (failure) => this.state.setState({ failure }),
      onRecovering: () => this.state.setState({ recovering: true, stopped: false, failure: null }),
      onReady: (model) =>
        this.state.setState(({ seedRooms }) => ({
          model,
          recovering: false,
          seedRooms:
            seedRooms ?? new SeedRoomRenderer(this.engine, sceneModel(model), urlOf, this.vectors.layouts),
        })),
      onStopped: (failure) => this.state.setState({ failure, stopped: true, recovering: false }),
    });
    this.scene.subscribe((now, before) => {
      if (!now.scene || now.scene === before.scene) return;
      this.compare(false);
      void this.draw(now.scene);
      const original = this.originalOf(now.scene);
      this.originals.show(original);
      if (!original) void this.findOriginal(now.scene);
    });
  }

  /**
   * Loads the model and opens the room of a seed, or what is found for the model that was loaded. False when that
   * failed: `failure` says why.
   */
  async open(first: number | ((model: LoadedModel) => Promise<Opening>)): Promise<boolean> {
    try {
      await this.engine.load(this.place, engineChoices.getState().provider);
      const found = typeof first === 'number' ? first : await first(this.state.getState().model!);
      if (typeof found === 'number') await this.openSeed(found, 0);
      else if ('labels' in found) this.scene.getState().restore(found);
      else await this.openScene(found.scene, found.record);
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  /** Opens the room of a seed; the scene in the store changes when its layout is there. */
  openSeed = (seed: number, truncation: number): Promise<void> => this.openRoom(() => seed, truncation);

  /**
   * Opens the room of a seed that nobody chose.
   * @param kind that it is to be of, null for any
   */
  openNewRoom = (kind: RoomKind | null, truncation: number): Promise<void> =>
    this.openRoom((names) => this.vectors.layouts.someSeed(kind, truncation, names), truncation);

  /** @param find finds the seed, for the model that is there */
  private async openRoom(
    find: (slotNames: readonly string[]) => number | Promise<number>,
    truncation: number,
  ): Promise<void> {
    const wanted = this.request();
    try {
      const { model } = this.state.getState();
      const found = find(model ? sceneModel(model).names : []);
      // A seed that is known is asked for in the same task, so that requests keep their order.
      const seed = typeof found === 'number' ? found : await found;
      const scene = await this.roomOf({ seed, truncation });
      if (scene && wanted()) this.scene.getState().open(scene);
    } catch (error) {
      this.fail(error);
    }
  }

  /**
   * Opens a scene that came from elsewhere, as a step that can be undone.
   * @param record the id that it is kept as, if it is
   * @param wanted from `request`, when the person asked for it before it was found
   * @returns whether it was opened
   */
  openScene = async (scene: Scene, record?: string, wanted = this.request()): Promise<boolean> => {
    const original = await this.roomOf(scene);
    if (!original || !wanted()) return false;
    this.scene.getState().open(scene, { original, ...(record && { record }) });
    return true;
  };

  /**
   * A person asks for another document, which takes a moment to come. A gesture in progress is taken back.
   * @param number from `nextNumber`, where it was asked for before it was known to be one
   * @returns whether it is still wanted: not when another one was asked for since, or when there was an edit
   */
  request(number = this.nextNumber()): () => boolean {
    if (number < this.newest) return () => false;
    this.newest = number;
    this.scene.getState().cancel();
    const { scene } = this.scene.getState();
    return () => {
      const now = this.scene.getState();
      return number === this.newest && now.scene === scene && !now.mark;
    };
  }

  /** A person brings something that may turn out to be another document. */
  nextNumber(): number {
    return ++this.asked;
  }

  /** A room as its seed made it, null before there is a model. */
  roomOf = async ({ seed, truncation }: Origin): Promise<Scene | null> => {
    const { model } = this.state.getState();
    if (!model) return null;
    const layout = await this.vectors.layouts.of(seed, truncation);
    return sceneFromLayout(sceneModel(model), layout, seed, truncation);
  };

  /** The address of a small picture of a scene; see Engine.thumbnail. */
  smallPicture = async (scene: Scene, side: number, signal: AbortSignal): Promise<string> =>
    urlOf(await this.drawSmall(scene, side, signal));

  private async drawSmall(scene: Scene, side: number, signal: AbortSignal): Promise<Pixels> {
    const layout = await this.layoutOfScene(scene);
    // The noise is of no weight at this size, and that of seed 0 is made only once for all of them.
    const { rgba, resolution } = await this.engine.thumbnail(layout, 0, side, signal);
    return squareOf(rgba, resolution);
  }

  /** Finds what the seed of a scene made, where it was not opened together with that: after going back. */
  private async findOriginal(scene: Scene): Promise<void> {
    try {
      const original = await this.roomOf(scene);
      if (!original) return;
      this.scene.getState().keepOriginal(original);
      // While it was made, the document may have gone on to another room.
      if (this.scene.getState().scene === scene) this.originals.show(original);
      // So that it can be shown at once when it is wanted.
      this.originals.of(original).catch(() => undefined);
    } catch (error) {
      this.fail(error);
    }
  }

  get resolution(): number {
    return this.state.getState().model?.manifest.shape.resolution ?? 256;
  }

  get abNorm(): number {
    return this.state.getState().model?.manifest.shape.abNorm ?? 0.02;
  }

  async layoutOfScene(scene: Scene): Promise<Layout> {
    return layoutFromScene(scene, this.abNorm, ...(await this.vectors.ofScenes(scene)));
  }

  /** The whole picture of a scene: the one on the screen where it is that scene's. */
  async renderScene(scene: Scene): Promise<Rendered> {
    if (this.drawing?.scene === scene && this.drawing.whole) return this.drawing.whole;
    return this.render(await this.layoutOfScene(scene), scene.noiseSeed);
  }

  /** Draws a layout apart from the document; see Engine.render. */
  render(...request: Parameters<Engine['render']>): Promise<Rendered> {
    return this.engine.render(...request);
  }

  /**
   * Shows the room as its seed made it, until it is called with false: at once where its picture is there, else as soon
   * as it comes. The document is not touched.
   */
  compare = (held: boolean): void => {
    if (held === this.comparison.getState().held) return;
    this.comparison.setState({ held });
    this.showHeld();
    const { scene } = this.scene.getState();
    const original = scene && this.originalOf(scene);
    if (held && original) this.originals.of(original).catch((error: unknown) => this.fail(error));
  };

  private showHeld(): void {
    const { held } = this.comparison.getState();
    this.painter.showInstead(held ? this.originals.state.getState().picture : null);
  }

  /** As long as there is a canvas, the room as its seed made it is painted on it. */
  attachOriginal = (canvas: HTMLCanvasElement | null): void => this.originals.attach(canvas);

  close(): void {
    this.engine.close();
  }

  /** Starts the engine again after it stopped; the newest scene is drawn. */
  restart = (): void => this.engine.restart();

  /** Draws with another provider from now on; the document is not touched. */
  choose = async (choice: ProviderChoice): Promise<void> => {
    engineChoices.setState({ provider: choice });
    this.state.setState({ recovering: true, failure: null, stopped: false });
    try {
      await this.engine.load(this.place, choice);
      const { scene } = this.scene.getState();
      if (scene) await this.draw(scene);
    } catch (error) {
      this.fail(error);
    }
  };

  dismissFailure = (): void => this.state.setState({ failure: null });

  /** The scene as its seed made it. */
  private originalOf(scene: Scene): Scene | null {
    return this.scene.getState().originals.get(originKeyOf(scene)) ?? null;
  }

  private fail(error: unknown): void {
    this.state.setState({ recovering: false, failure: explanationOf(error) });
  }

  private async draw(scene: Scene): Promise<void> {
    const { model } = this.state.getState();
    if (!model) return;
    // In the same task as the edit: whoever waits for the picture of an edit never sees the one before it as final.
    this.painter.markOutdated();
    const turn = ++this.turn;
    const { record } = this.scene.getState();
    try {
      const vectors = this.vectors.atHand(scene) ?? (await this.vectors.inTurn(scene));
      // While they came, the document may have gone on: to a newer picture of it, or to another room. A copy is the same scene.
      const now = this.scene.getState();
      if (!vectors || this.drawnTurn > turn || (now.record !== record && now.scene !== scene)) return;
      this.drawnTurn = turn;
      const layout = layoutFromScene(scene, model.manifest.shape.abNorm, ...vectors);
      this.drawing = { scene, id: this.engine.draw(layout, scene.noiseSeed), whole: null };
    } catch (error) {
      this.fail(error);
    }
  }

  private show(picture: Picture): void {
    const { drawing } = this;
    const whole = picture.final && picture.id === drawing?.id;
    this.painter.show(picture, whole);
    if (picture.final) this.state.setState({ drawnIn: picture.milliseconds, failure: null });
    if (!whole) return;
    drawing.whole = picture;
    const { scene } = this.scene.getState();
    if (drawing.scene === scene) this.onWhole(picture);
    const original = this.originalOf(drawing.scene);
    if (original === drawing.scene) this.originals.keep(original, picture);
    // So that it can be shown at once when it is wanted.
    else if (original) this.originals.of(original).catch(() => undefined);
  }
}
