/** The editor without React and without a browser: a person's hands on the stores. */
import { createStore } from 'zustand/vanilla';
import { ACTIONS, type Action, actionNamed } from '../../../src/editor/actions/actions';
import type { KeyPress } from '../../../src/editor/actions/chords';
import type { Focus } from '../../../src/editor/actions/focus';
import { pressKey, releaseKey } from '../../../src/editor/actions/keys';
import type { ActionContext } from '../../../src/editor/actions/types';
import { type Point, type View, toCanvas, viewOf } from '../../../src/editor/canvas/geometry';
import type { PointerInput } from '../../../src/editor/canvas/pointer-input';
import { Pointers } from '../../../src/editor/canvas/pointers';
import { NO_STANDS, type Stands } from '../../../src/editor/canvas/standing';
import type { Comparison } from '../../../src/editor/context';
import { flushingDrafts } from '../../../src/editor/drafts';
import type { Sharing } from '../../../src/editor/sharing';
import { createUiStore } from '../../../src/editor/ui';
import { randomSeed } from '../../../src/blobgan';
import {
  type Blob,
  type Origin,
  type RoomKind,
  type Scene,
  createSceneStore,
  sceneFromLayout,
} from '../../../src/scene';
import { MODEL, layoutOf } from '../scene/fixtures';

/** Nothing has the focus. */
const CANVAS: Focus = { onCanvas: true, cover: null, uses: () => false };

type Modifiers = Partial<Pick<PointerInput, 'shift' | 'alt' | 'mod' | 'button' | 'buttons' | 'type' | 'id'>>;

export class TestEditor {
  /** Only what a test moves on moves on. */
  clock = 0;
  /** Rooms that were asked for. */
  readonly asked: { seed: number; truncation: number }[] = [];
  /** The kind of the newest room that was asked for by chance. */
  kindAsked: RoomKind | null = null;
  /** The room as it came: its picture is there, unless a test says otherwise. */
  readonly comparison = createStore<Comparison>(() => ({ held: false, ready: true }));
  readonly store = flushingDrafts(createSceneStore(() => this.clock));
  readonly ui = createUiStore();
  /** What takes scenes elsewhere: nowhere, unless a test says where. */
  readonly sharing: Sharing | null;
  readonly pointers: Pointers;

  constructor(
    scene: Scene = sceneFromLayout(MODEL, layoutOf(7), 7, 0),
    sharing: Partial<Sharing> | null = null,
    stands: Stands = NO_STANDS,
  ) {
    this.sharing = sharing as Sharing | null;
    this.pointers = new Pointers(this.store, this.ui, MODEL.abNorm, this.sharing, stands);
    this.ui.setState({ size: { width: 1000, height: 800 } });
    this.store.getState().open(scene);
  }

  get scene(): Scene {
    return this.store.getState().scene!;
  }

  get selected(): string[] {
    return [...this.store.getState().selection];
  }

  /** The steps that can be taken back, by name, the oldest first. */
  get steps(): string[] {
    return this.store.getState().past.map(({ label }) => label);
  }

  get view(): View {
    const { size, camera } = this.ui.getState();
    return viewOf(size, camera);
  }

  /** As many rooms as the fixtures tell apart. */
  readonly roomOf = async ({ seed, truncation }: Origin): Promise<Scene> =>
    sceneFromLayout(MODEL, layoutOf(seed), seed, truncation);

  /** Small pictures that were asked for and not withdrawn; `comes` has one arrive. */
  readonly pictures: {
    readonly scene: Scene;
    readonly signal: AbortSignal;
    readonly comes: (url: string) => void;
  }[] = [];
  readonly smallPicture = (scene: Scene, _side: number, signal: AbortSignal): Promise<string> =>
    new Promise((comes, refuse) => {
      this.pictures.push({ scene, signal, comes });
      signal.addEventListener('abort', () => refuse(signal.reason as Error));
    });

  get comparing(): boolean {
    return this.comparison.getState().held;
  }

  blob(id: string): Blob {
    const found = this.scene.blobs.find((blob) => blob.id === id);
    if (!found) throw new Error(`There is no blob ${id}.`);
    return found;
  }

  contextNow = (): ActionContext => ({
    state: this.store.getState(),
    ui: this.ui,
    abNorm: MODEL.abNorm,
    slotNames: MODEL.names,
    openSeed: (seed, truncation) => {
      this.asked.push({ seed, truncation });
      // As many rooms as the fixtures tell apart.
      this.store
        .getState()
        .open(sceneFromLayout(MODEL, layoutOf((seed % 5) + 1), (seed % 5) + 1, truncation));
    },
    openNewRoom: (kind, truncation) => {
      this.kindAsked = kind;
      this.contextNow().openSeed(randomSeed(), truncation);
    },
    sharing: this.sharing,
    compare: (held) => this.comparison.setState({ held }),
  });

  /** @returns whether there was something to do */
  run(action: string | Action): boolean {
    const { enabled, run } = typeof action === 'string' ? actionNamed(action) : action;
    const context = this.contextNow();
    if (!enabled(context)) return false;
    run(context);
    return true;
  }

  /** @returns whether the key was used up */
  key(key: string, modifiers: Partial<KeyPress> = {}, focus: Focus = CANVAS): boolean {
    const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
    return pressKey({ ...none, ...modifiers, key }, this.contextNow, focus);
  }

  keyUp(key: string, { code }: Pick<KeyPress, 'code'> = {}): void {
    releaseKey({ key, ...(code !== undefined && { code }) }, this.contextNow());
  }

  private input(at: Point, modifiers: Modifiers): PointerInput {
    return {
      id: 1,
      type: 'mouse',
      button: 0,
      shift: false,
      alt: false,
      mod: false,
      ...modifiers,
      at: toCanvas(this.view, at),
      page: at,
    };
  }

  /** All points are picture units. */
  down(at: Point, modifiers: Modifiers = {}): void {
    this.pointers.down(this.input(at, modifiers));
  }

  move(at: Point, modifiers: Modifiers = {}): void {
    this.pointers.move(this.input(at, modifiers));
  }

  up(at: Point, modifiers: Modifiers = {}): void {
    this.pointers.up(this.input(at, modifiers));
  }

  click(at: Point, modifiers: Modifiers = {}): void {
    this.down(at, modifiers);
    this.up(at, modifiers);
  }

  doubleClick(at: Point): void {
    this.click(at);
    this.click(at);
    this.pointers.doubleClick(toCanvas(this.view, at));
  }

  /** Without snapping, unless `mod` is given. */
  drag(from: Point, to: Point, modifiers: Modifiers = {}): void {
    const all = { mod: this.ui.getState().snap, ...modifiers };
    this.down(from, all);
    for (const part of [0.25, 0.5, 0.75, 1])
      this.move({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }, all);
    this.up(to, all);
  }

  /** Two fingers from one pair of points to another. */
  pinch(from: readonly [Point, Point], to: readonly [Point, Point]): void {
    from.forEach((at, id) => this.down(at, { id, type: 'touch' }));
    for (const part of [0.5, 1]) {
      // Where the fingers are is told on the canvas, which a pan moves under them.
      from.forEach((at, id) =>
        this.move(
          { x: at.x + (to[id]!.x - at.x) * part, y: at.y + (to[id]!.y - at.y) * part },
          { id, type: 'touch' },
        ),
      );
    }
    to.forEach((at, id) => this.up(at, { id, type: 'touch' }));
  }
}

export { ACTIONS };
