/** What the editor's components share: the stores and the facts of the model. */
import { Defect } from '../faults';
import { createContext, useContext, useMemo } from 'react';
import { type StoreApi, useStore } from 'zustand';
import type { AttributeSchema } from '../convert/attributes';
import type { Traits } from '../engine';
import type { Origin, Scene, SceneActions, SceneState, SceneStore, ToldThing } from '../scene';
import type { Action, ActionContext, EditorServices } from './actions/types';
import type { Stands } from './canvas/standing';
import type { SeedRooms } from './seed-rooms';
import { copiedStyle } from './copied-style';
import type { RefusalName } from './i18n';
import type { Pixels } from './pixels';
import type { UiState, UiStore } from './ui';

/** The room as its seed made it, beside the room as it is. */
export interface Comparison {
  /** Whether it is to be shown in place of the room, as long as something is held. */
  readonly held: boolean;
  /** Whether its picture is there. */
  readonly ready: boolean;
}

export interface EditorContextValue extends EditorServices {
  readonly store: SceneStore;
  readonly ui: UiStore;
  readonly resolution: number;
  /** Seeds of the rooms that the model's authors picked, none for most models. */
  readonly picks: readonly number[];
  readonly seedRooms: SeedRooms;
  /** Where the model's things stand; empty for one that does not say. */
  readonly stands: Stands;
  /** What things can be told to be; null of a model that knows no attributes. */
  readonly attributes: AttributeSchema | null;
  /** What a thing is, with all that it is told. */
  readonly traitsOf: (thing: ToldThing) => Promise<Traits | null>;
  /** A room as its seed made it, null before there is a model. */
  readonly roomOf: (origin: Origin) => Promise<Scene | null>;
  /**
   * The address of a small picture of a scene, drawn when there is nothing better to do.
   * @param side so many pixels along a side at least, or all that the model has
   * @param signal takes the request back; the promise is then refused with the signal's reason
   */
  readonly smallPicture: (scene: Scene, side: number, signal: AbortSignal) => Promise<string>;
  /** The canvas of the room's picture; the version goes up with every whole picture of the present scene. */
  readonly picture: StoreApi<{ readonly canvas: HTMLCanvasElement | null; readonly version: number }>;
  /** The canvas that pictures are painted on is handed to whoever paints. */
  readonly attachPicture: (canvas: HTMLCanvasElement | null) => void;
  readonly comparison: StoreApi<Comparison>;
  /** A small picture of a document, when there is time to draw it. Refused with the signal's reason. */
  readonly drawSmall: (scene: Scene, signal: AbortSignal) => Promise<Pixels>;
  /** As long as there is one, the room as its seed made it is painted on it. */
  readonly attachOriginal: (canvas: HTMLCanvasElement | null) => void;
}

export const EditorContext = createContext<EditorContextValue | null>(null);

export function useEditor(): EditorContextValue {
  const value = useContext(EditorContext);
  if (!value) throw new Defect('The editor context is missing.');
  return value;
}

/** Reads one thing from the document's store; re-renders only when that thing changes. */
export function useScene<T>(selector: (state: SceneState & SceneActions) => T): T {
  return useStore(useEditor().store, selector);
}

export function useUi<T>(selector: (state: UiState) => T): T {
  return useStore(useEditor().ui, selector);
}

/** What an action sees and acts on, as of now. */
export function useActionContext(): () => ActionContext {
  const editor = useEditor();
  return useMemo(() => () => ({ ...editor, state: editor.store.getState() }), [editor]);
}

/** Reads something of an action; re-renders only when that changes. */
function useOfAction<T>(read: (context: ActionContext) => T): T {
  const editor = useEditor();
  // The clipboard lives outside the document: its changes count too.
  useUi((state) => state.clipboard);
  useStore(copiedStyle);
  return useScene((state) => read({ ...editor, state }));
}

/** Whether an action can be used. */
export const useEnabled = (action: Action): boolean => useOfAction(action.enabled);

/** Why an action cannot be used, where it says so. */
export const useRefusal = (action: Action): RefusalName | null =>
  useOfAction((context) => action.refusal?.(context) ?? null);
