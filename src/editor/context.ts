/** What the editor's components share: the stores and the facts of the model. */
import { Defect } from '../faults';
import { createContext, useContext, useMemo } from 'react';
import { type StoreApi, useStore } from 'zustand';
import type { SceneActions, SceneState, SceneStore } from '../scene';
import type { Action, ActionContext } from './actions/actions';
import type { SeedRooms } from './seed-rooms';
import { copiedStyle } from './copied-style';
import type { RefusalName } from './i18n';
import type { UiState, UiStore } from './ui';

export interface EditorContextValue {
  readonly store: SceneStore;
  readonly ui: UiStore;
  readonly abNorm: number;
  readonly resolution: number;
  /** Seeds of the rooms that the model's authors picked, none for most models. */
  readonly picks: readonly number[];
  /** The model's name of each slot. */
  readonly slotNames: readonly string[];
  readonly seedRooms: SeedRooms;
  /** The canvas of the room's picture; the version goes up with every whole picture of the present scene. */
  readonly picture: StoreApi<{ readonly canvas: HTMLCanvasElement | null; readonly version: number }>;
  /** Asks for the room of a seed; it opens when the layout network has made it. */
  readonly openSeed: (seed: number, truncation: number) => void;
  /** Shows the room as its seed made it, until it is called with false. */
  readonly compare: (on: boolean) => void;
  /** The canvas that pictures are painted on is handed to whoever paints. */
  readonly attachPicture: (canvas: HTMLCanvasElement | null) => void;
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
  const { store, ui, abNorm, slotNames, openSeed, compare } = useEditor();
  return useMemo(
    () => () => ({ state: store.getState(), ui, abNorm, slotNames, openSeed, compare }),
    [store, ui, abNorm, slotNames, openSeed, compare],
  );
}

/** Reads something of an action; re-renders only when that changes. */
function useOfAction<T>(read: (context: ActionContext) => T): T {
  const { ui, abNorm, slotNames, openSeed, compare } = useEditor();
  // The clipboard lives outside the document: its changes count too.
  useUi((state) => state.clipboard);
  useStore(copiedStyle);
  return useScene((state) => read({ state, ui, abNorm, slotNames, openSeed, compare }));
}

/** Whether an action can be used. */
export const useEnabled = (action: Action): boolean => useOfAction(action.enabled);

/** Why an action cannot be used, where it says so. */
export const useRefusal = (action: Action): RefusalName | null =>
  useOfAction((context) => action.refusal?.(context) ?? null);
