/**
 * The open scene, its selection and its history. Framework-free: React reads it through `useStore`, tests drive
 * it as it is.
 *
 * A gesture begins with a mark. Everything until its end is one step, computed from the document at the mark so
 * that nothing drifts; cancelling goes back to the mark.
 */
import { type StoreApi, createStore } from 'zustand/vanilla';
import type { Scene } from './types';

export interface SceneState {
  readonly scene: Scene | null;
  /** Scenes as their seeds made them, to go back to, by `keyOf`. */
  readonly originals: ReadonlyMap<string, Scene>;
  readonly selection: ReadonlySet<string>;
  /** The document at the start of the gesture in progress. */
  readonly mark: Scene | null;
  readonly past: readonly Scene[];
  readonly future: readonly Scene[];
  readonly outlines: boolean;
  readonly hovered: string | null;
}

export interface SceneActions {
  /** Opens a scene that a seed just made, as a step that can be undone (the first one cannot). */
  open(scene: Scene): void;
  /** One step. */
  edit(change: (scene: Scene) => Scene): void;
  begin(): void;
  /** Within a gesture: the document becomes `change` of the one at the mark. */
  update(change: (atMark: Scene) => Scene): void;
  commit(): void;
  cancel(): void;
  undo(): void;
  redo(): void;
  reset(): void;
  select(ids: Iterable<string>): void;
  hover(id: string | null): void;
  setOutlines(shown: boolean): void;
}

export type SceneStore = StoreApi<SceneState & SceneActions>;

/** What a seed made depends on these alone. */
export function keyOf(scene: Pick<Scene, 'model' | 'seed' | 'truncation'>): string {
  return `${scene.model}:${scene.seed}:${scene.truncation}`;
}

/** Blobs that are selected but no longer in the scene are not selected any more. */
function pruned(selection: ReadonlySet<string>, scene: Scene): ReadonlySet<string> {
  const kept = scene.blobs.filter((blob) => selection.has(blob.id)).map((blob) => blob.id);
  return kept.length === selection.size ? selection : new Set(kept);
}

export function createSceneStore(): SceneStore {
  return createStore<SceneState & SceneActions>()((set, get) => {
    /** A new present; the one before goes to the past. */
    const step = (before: Scene, after: Scene): void => {
      if (before === after) return;
      set((state) => ({
        scene: after,
        past: [...state.past, before],
        future: [],
        selection: pruned(state.selection, after),
      }));
    };
    return {
      scene: null,
      originals: new Map(),
      selection: new Set(),
      mark: null,
      past: [],
      future: [],
      outlines: true,
      hovered: null,

      open(scene) {
        const { scene: before, originals } = get();
        set({ originals: new Map(originals).set(keyOf(scene), scene), mark: null, hovered: null });
        if (before) step(before, scene);
        else set({ scene });
        set({ selection: new Set() });
      },
      edit(change) {
        const { scene, mark } = get();
        if (scene && !mark) step(scene, change(scene));
      },
      begin() {
        set((state) => ({ mark: state.scene }));
      },
      update(change) {
        const { mark } = get();
        if (mark) set({ scene: change(mark) });
      },
      commit() {
        const { mark, scene } = get();
        set({ mark: null });
        if (mark && scene) step(mark, scene);
      },
      cancel() {
        const { mark } = get();
        if (mark) set({ scene: mark, mark: null });
      },
      undo() {
        const { past, scene, future, mark, selection } = get();
        const before = past.at(-1);
        if (mark || !before || !scene) return;
        set({
          scene: before,
          past: past.slice(0, -1),
          future: [scene, ...future],
          selection: pruned(selection, before),
        });
      },
      redo() {
        const { past, scene, future, mark, selection } = get();
        const [after, ...rest] = future;
        if (mark || !after || !scene) return;
        set({ scene: after, past: [...past, scene], future: rest, selection: pruned(selection, after) });
      },
      reset() {
        const { scene, originals, mark } = get();
        const original = scene && originals.get(keyOf(scene));
        if (original && !mark) step(scene, original);
      },
      select(ids) {
        set({ selection: new Set(ids) });
      },
      hover(id) {
        if (get().hovered !== id) set({ hovered: id });
      },
      setOutlines(shown) {
        set({ outlines: shown });
      },
    };
  });
}
