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
  startEngine,
} from '../engine';
import { Gallery } from './gallery';
import {
  type LayoutOf,
  type Scene,
  type SceneModel,
  type SceneStore,
  createSceneStore,
  keyOf,
  layoutFromScene,
  sceneFromLayout,
} from '../scene';
import { OriginalPictures } from './originals';
import { savedChoice, saveChoice } from './provider-choice';
import { SeedLayouts } from './seed-layouts';

export interface SessionState {
  readonly progress: LoadProgress | null;
  readonly model: LoadedModel | null;
  readonly gallery: Gallery | null;
  /** One sentence; the document is as it was. */
  readonly failure: string | null;
  /** The engine does not come back by itself any more: `restart` is offered. */
  readonly stopped: boolean;
  /** The engine broke down and starts again by itself. */
  readonly recovering: boolean;
  /** What the person wants to draw with. */
  readonly choice: ProviderChoice;
  /** Milliseconds that the last whole picture took, null before there is one. */
  readonly drawnIn: number | null;
}

export class Session {
  readonly scene: SceneStore = createSceneStore();
  readonly state: StoreApi<SessionState> = createStore<SessionState>()(() => ({
    progress: null,
    model: null,
    gallery: null,
    failure: null,
    stopped: false,
    recovering: false,
    choice: savedChoice(),
    drawnIn: null,
  }));
  /** See EditorContextValue. */
  readonly picture = createStore<{ canvas: HTMLCanvasElement | null; version: number }>(() => ({
    canvas: null,
    version: 0,
  }));
  private readonly engine: Engine;
  private readonly layouts = new SeedLayouts(
    async (seed, truncation) => (await this.engine.sample([seed], truncation))[0]!,
  );
  private canvas: HTMLCanvasElement | null = null;
  private lastPicture: Picture | null = null;
  private newest = 0;
  private comparing = false;
  private painted = 0;
  /** The scene of the newest picture. */
  private drawn: Scene | null = null;
  private readonly originals = new OriginalPictures();
  /** Whether the original is drawn only to keep its picture. */
  private detour = false;
  /** Called with every whole picture of the present scene. */
  onWhole: (picture: Picture) => void = () => undefined;
  private awaited: {
    readonly id: number;
    readonly resolve: (picture: Picture) => void;
    readonly reject: (error: Error) => void;
  } | null = null;

  constructor(
    readonly place: ModelPlace,
    start: typeof startEngine = startEngine,
  ) {
    this.engine = start({
      onProgress: (progress) => this.state.setState({ progress }),
      onPicture: (picture) => this.show(picture),
      onFailure: (failure) => this.state.setState({ failure }),
      onRecovering: () => this.state.setState({ recovering: true, stopped: false, failure: null }),
      onReady: (model) =>
        this.state.setState(({ gallery }) => ({
          model,
          recovering: false,
          gallery: gallery ?? new Gallery(this.engine, sceneModel(model)),
        })),
      onStopped: (failure) => this.state.setState({ failure, stopped: true, recovering: false }),
    });
    this.scene.subscribe((now, before) => {
      if (!now.scene || now.scene === before.scene) return;
      this.comparing = false;
      void this.draw(now.scene);
      if (!before.scene || keyOf(now.scene) !== keyOf(before.scene)) this.showOriginal();
    });
  }

  /**
   * Loads the model and opens the room of a seed, or what is found for the model that was loaded. False when that
   * failed: `failure` says why.
   */
  async open(first: number | ((model: LoadedModel) => Promise<Scene | number>)): Promise<boolean> {
    try {
      await this.engine.load(this.place, this.state.getState().choice);
      const found = typeof first === 'number' ? first : await first(this.state.getState().model!);
      if (typeof found === 'number') await this.openSeed(found, 0);
      else await this.openScene(found);
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  /** Opens the room of a seed; the scene in the store changes when its layout is there. */
  openSeed = async (seed: number, truncation: number): Promise<void> => {
    const { model } = this.state.getState();
    if (!model) return;
    try {
      const layout = await this.layouts.of(seed, truncation);
      const scene = sceneFromLayout(sceneModel(model), layout, seed, truncation);
      this.scene.getState().open(scene);
    } catch (error) {
      this.fail(error);
    }
  };

  /** Opens a scene that came from elsewhere, as a step that can be undone. */
  openScene = async (scene: Scene): Promise<void> => {
    const { model } = this.state.getState();
    if (!model) return;
    const { seed, truncation } = scene;
    const layout = await this.layouts.of(seed, truncation);
    this.scene.getState().open(scene, sceneFromLayout(sceneModel(model), layout, seed, truncation));
  };

  get resolution(): number {
    return this.state.getState().model?.manifest.shape.resolution ?? 256;
  }

  get abNorm(): number {
    return this.state.getState().model?.manifest.shape.abNorm ?? 0.02;
  }

  /** The layouts of every seed that some scenes name. */
  layoutsOf(...scenes: readonly Scene[]): Promise<LayoutOf> {
    return this.layouts.ofScenes(...scenes);
  }

  async layoutOfScene(scene: Scene): Promise<Layout> {
    return layoutFromScene(scene, this.abNorm, await this.layoutsOf(scene));
  }

  /** The whole picture of the document: the one on the screen, or the one that is being drawn. */
  async documentPicture(scene: Scene): Promise<Picture> {
    if (this.drawn !== scene) return this.drawLayout(await this.layoutOfScene(scene), scene.noiseSeed);
    const { lastPicture } = this;
    return lastPicture?.final && lastPicture.id === this.newest ? lastPicture : this.whole(this.newest);
  }

  /** Draws a layout apart from the document, and shows it meanwhile. An edit takes its place. */
  drawLayout(layout: Layout, noiseSeed: number): Promise<Picture> {
    this.newest = this.engine.draw(layout, noiseSeed);
    // What is on the screen then belongs to no scene.
    this.drawn = null;
    return this.whole(this.newest);
  }

  /** Shows the document again, unless it is shown. */
  redraw(): void {
    const { scene } = this.scene.getState();
    if (scene && this.drawn !== scene) void this.draw(scene);
  }

  attachPicture = (canvas: HTMLCanvasElement | null): void => {
    this.canvas = canvas;
    this.picture.setState({ canvas });
    if (this.lastPicture) this.paint(this.lastPicture);
  };

  /** Shows the room as its seed made it, until it is called with false. The document is not touched. */
  compare = (on: boolean): void => {
    const { scene, originals } = this.scene.getState();
    if (!scene || on === this.comparing) return;
    this.comparing = on;
    const original = originals.get(keyOf(scene));
    void this.draw(on && original ? original : scene);
  };

  /** As long as there is a canvas, the room as its seed made it is painted on it. */
  attachOriginal = (canvas: HTMLCanvasElement | null): void => {
    this.originals.attach(canvas);
    this.showOriginal();
  };

  close(): void {
    this.engine.close();
  }

  /** Starts the engine again after it stopped; the newest scene is drawn. */
  restart = (): void => this.engine.restart();

  /** Draws with another provider from now on; the document is not touched. */
  choose = async (choice: ProviderChoice): Promise<void> => {
    saveChoice(choice);
    this.state.setState({ choice, recovering: true, failure: null, stopped: false });
    try {
      await this.engine.load(this.place, choice);
      const { scene } = this.scene.getState();
      if (scene) await this.draw(scene);
    } catch (error) {
      this.fail(error);
    }
  };

  dismissFailure = (): void => this.state.setState({ failure: null });

  /** The whole picture of a drawing that was asked for, when it is there. */
  private whole(id: number): Promise<Picture> {
    this.awaited?.reject(new Error('Another picture was asked for meanwhile: try again.'));
    return new Promise((resolve, reject) => (this.awaited = { id, resolve, reject }));
  }

  private fail(error: unknown): void {
    this.state.setState({
      recovering: false,
      failure: error instanceof Error ? error.message : String(error),
    });
  }

  private async draw(scene: Scene): Promise<void> {
    const { model } = this.state.getState();
    if (!model) return;
    this.awaited?.reject(new Error('The room was edited meanwhile: try again.'));
    this.awaited = null;
    // In the same task as the edit: whoever waits for the picture of an edit never sees the one before it as final.
    if (this.canvas) this.canvas.dataset['state'] = 'preview';
    try {
      let layoutOf = this.layouts.atHand(scene);
      if (!layoutOf) {
        layoutOf = await this.layouts.ofScenes(scene);
        // While the layouts came, the scene may have gone on: only the present one is drawn.
        if (!this.comparing && this.scene.getState().scene !== scene) return;
      }
      const layout = layoutFromScene(scene, model.manifest.shape.abNorm, layoutOf);
      this.newest = this.engine.draw(layout, scene.noiseSeed);
      this.drawn = scene;
    } catch (error) {
      this.fail(error);
    }
  }

  private show(picture: Picture): void {
    if (picture.final && picture.id === this.awaited?.id) {
      this.awaited.resolve(picture);
      this.awaited = null;
    }
    this.lastPicture = picture;
    this.paint(picture);
    if (!picture.final) return;
    this.state.setState({ drawnIn: picture.milliseconds, failure: null });
    if (picture.id !== this.newest) return;
    if (!this.comparing) this.picture.setState(({ version }) => ({ version: version + 1 }));
    this.keepOriginal();
  }

  /** The picture on the screen is whole: it may be an original. */
  private keepOriginal(): void {
    const { originals, scene } = this.scene.getState();
    if (this.drawn && this.drawn === scene && this.lastPicture) this.onWhole(this.lastPicture);
    if (this.canvas && this.drawn && originals.get(keyOf(this.drawn)) === this.drawn)
      this.originals.keep(keyOf(this.drawn), this.canvas);
    this.showOriginal();
  }

  /** Paints the original where somebody looks at it; when its picture is not kept, it is drawn for that once. */
  private showOriginal(): void {
    const { scene, originals, mark } = this.scene.getState();
    if (!scene) return;
    const key = keyOf(scene);
    this.originals.paint(key);
    const original = originals.get(key);
    if (this.originals.lacks(key) && original && original !== scene && !mark && !this.comparing) {
      this.detour = true;
      this.compare(true);
    } else if (this.detour && this.drawn === original && !this.originals.lacks(key)) {
      this.detour = false;
      this.compare(false);
    }
  }

  private paint({ rgba, resolution, final, id }: Picture): void {
    const context = this.canvas?.getContext('2d');
    if (!this.canvas || !context) return;
    const image = new ImageData(rgba, resolution, resolution);
    if (resolution === this.canvas.width) context.putImageData(image, 0, 0);
    else {
      const small = new OffscreenCanvas(resolution, resolution);
      small.getContext('2d')!.putImageData(image, 0, 0);
      context.imageSmoothingQuality = 'high';
      context.drawImage(small, 0, 0, this.canvas.width, this.canvas.height);
    }
    this.canvas.dataset['state'] = final && id === this.newest ? 'final' : 'preview';
    this.canvas.dataset['pictureId'] = String(++this.painted);
  }
}

export function sceneModel({ manifest }: LoadedModel): SceneModel {
  const names: string[] = [];
  for (const { slot, name } of manifest.blobs) names[slot] = name;
  return { id: manifest.id, abNorm: manifest.shape.abNorm, names };
}
