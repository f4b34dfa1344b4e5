/** What the editor's components share: the store and the facts of the model. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { SceneActions, SceneState, SceneStore } from '../scene';

export interface EditorContextValue {
  readonly store: SceneStore;
  readonly abNorm: number;
  readonly resolution: number;
  /** Asks for the room of a seed; it opens when the layout network has made it. */
  readonly openSeed: (seed: number, truncation: number) => void;
  /** The canvas that pictures are painted on is handed to whoever paints. */
  readonly attachPicture: (canvas: HTMLCanvasElement | null) => void;
}

export const EditorContext = createContext<EditorContextValue | null>(null);

export function useEditor(): EditorContextValue {
  const value = useContext(EditorContext);
  if (!value) throw new Error('The editor context is missing.');
  return value;
}

/** Reads one thing from the store; re-renders only when that thing changes. */
export function useScene<T>(selector: (state: SceneState & SceneActions) => T): T {
  return useStore(useEditor().store, selector);
}
