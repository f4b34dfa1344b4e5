/**
 * The open scene, its selection and its history. Framework-free: React reads it through `useStore`, tests drive
 * it as it is.
 *
 * A gesture begins with a mark. Everything until its end is one step, computed from the document at the mark so
 * that nothing drifts; cancelling goes back to the mark.
 */
import { type StoreApi, createStore } from 'zustand/vanilla';
import { randomId } from '../blobgan';
import { sameValue } from './changes';
import { snapScene } from './grid';
import {
  MOST_STEPS,
  type Step,
  type StepName,
  type Steps,
  type Timeline,
  renamedRecords,
  stepsOf,
} from './history';
import type { Scene } from './types';

export interface SceneState extends Steps {
  readonly scene: Scene | null;
  /** The id that the scene is kept as on this device. */
  readonly record: string;
  /** Scenes as their seeds made them, to go back to, by `originKeyOf`. */
  readonly originals: ReadonlyMap<string, Scene>;
  readonly selection: ReadonlySet<string>;
  /** The gesture in progress: the document at its start, and what was selected. */
  readonly mark: { readonly scene: Scene; readonly selection: ReadonlySet<string> } | null;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
  /** Steps before `past`, that are not kept any more. */
  readonly forgotten: number;
}

interface EditOptions {
  /** Selected afterwards; unchanged when left out. */
  readonly select?: Iterable<string>;
  /** Steps of the same kind that follow each other within a moment become one: nudges, scrubbed numbers. */
  readonly coalesce?: string;
}

interface OpenOptions {
  /** What its seed made, when that is another one: the scene of a link is edited already. */
  readonly original?: Scene;
  /** The id that it is kept as; left out for a scene that is not kept yet, which gets a new one. */
  readonly record?: string;
}

export interface SceneActions {
  /** Opens a scene, as a step that can be undone (the first one cannot). A gesture in progress is taken back. */
  open(scene: Scene, options?: OpenOptions): void;
  /** Everything as it was when a page was left: the present scene with its steps, in the place of whatever there is. */
  restore(timeline: Timeline): void;
  /** From now on what was kept as one record is another one: a copy. */
  renameRecord(from: string, to: string): void;
  /** What a scene's seed made, when it was not opened with the scene. */
  keepOriginal(original: Scene): void;
  /** One step; none when the change gives the same scene. */
  edit(label: StepName, change: (scene: Scene) => Scene, options?: EditOptions): void;
  begin(): void;
  /** Within a gesture: the document becomes `change` of the one at the mark. */
  update(change: (atMark: Scene) => Scene): void;
  commit(label: StepName): void;
  cancel(): void;
  undo(): void;
  redo(): void;
  /** Undoes or redoes until `past` has this many steps. */
  jumpTo(steps: number): void;
  reset(): void;
  select(ids: Iterable<string>): void;
}

/** The document as it was before the gesture in progress, or as it is where there is none. */
export const sceneAtRest = ({ mark, scene }: Pick<SceneState, 'mark' | 'scene'>): Scene | null =>
  mark?.scene ?? scene;

export type SceneStore = StoreApi<SceneState & SceneActions>;

/** What a seed made depends on these alone. */
export function originKeyOf(scene: Pick<Scene, 'model' | 'seed' | 'truncation'>): string {
  return `${scene.model}:${scene.seed}:${scene.truncation}`;
}

/** Longest pause, in milliseconds, between two edits that become one step. */
const COALESCE_WITHIN = 800;

/** Blobs that are selected but no longer in the scene are not selected any more. */
function pruned(selection: ReadonlySet<string>, scene: Scene): ReadonlySet<string> {
  const kept = scene.blobs.filter((blob) => selection.has(blob.id)).map((blob) => blob.id);
  return kept.length === selection.size ? selection : new Set(kept);
}

/**
 * What an edit made, as a document: on the grid that links hold (a gesture's numbers are exact only while it lasts).
 * One that ends where it began gives the very same scene.
 */
function settled(before: Scene, made: Scene): Scene {
  const after = snapScene(made);
  return sameValue(before, after) ? before : after;
}

/** The newest steps, and how many are gone now. */
function bounded(past: readonly Step[], forgotten: number): Pick<Steps, 'past' | 'forgotten'> {
  const surplus = Math.max(0, past.length - MOST_STEPS);
  return { past: surplus ? past.slice(surplus) : past, forgotten: forgotten + surplus };
}

/** @param now a clock in milliseconds, for what follows each other within a moment */
export function createSceneStore(now: () => number = () => performance.now()): SceneStore {
  const nothing = { kind: '', at: -Infinity, selection: null as ReadonlySet<string> | null };
  let last = nothing;
  return createStore<SceneState & SceneActions>()((set, get) => {
    /** A new present of the same record; what was before goes to the past. */
    const step = (
      before: Omit<Step, 'label'>,
      made: Scene,
      label: StepName,
      options: EditOptions = {},
    ): void => {
      const after = settled(before.scene, made);
      if (before.scene === after) {
        if (get().scene !== after) set({ scene: after });
        return;
      }
      const kind = options.coalesce ?? '';
      const joins =
        kind !== '' &&
        kind === last.kind &&
        before.selection === last.selection &&
        now() - last.at < COALESCE_WITHIN &&
        get().future.length === 0;
      const selection = options.select ? new Set(options.select) : get().selection;
      set(({ past, forgotten }) => ({
        scene: after,
        ...bounded(joins && past.length ? past : [...past, { ...before, label }], forgotten),
        future: [],
        selection: pruned(selection, after),
      }));
      last = { kind, at: now(), selection: get().selection };
    };
    const present = (): Omit<Step, 'label'> | null => {
      const { record, scene, selection } = get();
      return scene && { record, scene, selection };
    };
    return {
      scene: null,
      record: randomId(),
      originals: new Map(),
      selection: new Set(),
      mark: null,
      past: [],
      future: [],
      forgotten: 0,

      open(opened, { original, record: asked } = {}) {
        get().cancel();
        last = nothing;
        const before = present();
        const scene = snapScene(opened);
        // What is there already is no step, unless it is asked for under an id of its own.
        if (before && !asked && sameValue(before.scene, scene)) return;
        set(({ originals, past, forgotten }) => ({
          scene,
          record: asked ?? randomId(),
          originals: new Map(originals).set(originKeyOf(scene), original ?? scene),
          ...bounded(before ? [...past, { ...before, label: 'newRoom' }] : past, forgotten),
          future: [],
          selection: new Set(),
        }));
      },
      restore(timeline) {
        last = nothing;
        set({ ...stepsOf(timeline), mark: null, selection: new Set() });
      },
      renameRecord(from, to) {
        set((state) => renamedRecords(state, (record) => (record === from ? to : record)));
      },
      keepOriginal(original) {
        set(({ originals }) => ({ originals: new Map(originals).set(originKeyOf(original), original) }));
      },
      edit(label, change, options) {
        const before = present();
        if (before && !get().mark) step(before, change(before.scene), label, options);
      },
      begin() {
        const { scene, selection } = get();
        if (scene) set({ mark: { scene, selection } });
      },
      update(change) {
        const { mark } = get();
        if (mark) set({ scene: change(mark.scene) });
      },
      commit(label) {
        const { mark, scene } = get();
        set({ mark: null });
        if (mark && scene) step({ ...mark, record: get().record }, scene, label);
      },
      cancel() {
        const { mark } = get();
        if (mark) set({ ...mark, mark: null });
      },
      undo() {
        const { past, future, mark } = get();
        const [before, here] = [past.at(-1), present()];
        if (mark || !before || !here) return;
        last = nothing;
        const { label, ...there } = before;
        set({ ...there, past: past.slice(0, -1), future: [{ ...here, label }, ...future] });
      },
      redo() {
        const { past, future, mark } = get();
        const [[after, ...rest], here] = [future, present()];
        if (mark || !after || !here) return;
        last = nothing;
        const { label, ...there } = after;
        set({ ...there, past: [...past, { ...here, label }], future: rest });
      },
      jumpTo(steps) {
        const { past, future } = get();
        const target = Math.max(0, Math.min(past.length + future.length, steps));
        while (get().past.length > target && !get().mark) get().undo();
        while (get().past.length < target && !get().mark) get().redo();
      },
      reset() {
        const before = present();
        const original = before && get().originals.get(originKeyOf(before.scene));
        if (original && !get().mark) step(before, original, 'reset');
      },
      select(ids) {
        const [wanted, { selection }] = [new Set(ids), get()];
        // The same blobs again are no change: listeners are not called.
        if (wanted.size !== selection.size || [...wanted].some((id) => !selection.has(id)))
          set({ selection: wanted });
      },
    };
  });
}
