import { useRef } from 'react';
import type { Scene, StepName } from '../../scene';
import { useEditor } from '../context';

/** What a control does to the document: drawn live while it is dragged, and one step of the history in the end. */
export interface Scrub {
  readonly begin: () => void;
  readonly take: (edit: (scene: Scene) => Scene) => void;
  readonly end: (cancelled?: boolean) => void;
  /** Of a slider, which is stepped by keys as well. */
  readonly handlers: {
    readonly onPointerDown: () => void;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
  };
}

/**
 * @param step what it is called in the history
 * @param coalesce steps by key of the same kind that follow each other become one
 */
export function useScrub(step: StepName, coalesce: string): Scrub {
  const { store } = useEditor();
  const dragged = useRef(false);
  const begin = (): void => {
    dragged.current = true;
    store.getState().begin();
  };
  const end = (cancelled = false): void => {
    if (dragged.current && cancelled) store.getState().cancel();
    else if (dragged.current) store.getState().commit(step);
    dragged.current = false;
  };
  return {
    begin,
    end,
    take: (edit) => {
      if (dragged.current) store.getState().update(edit);
      else store.getState().edit(step, edit, { coalesce });
    },
    handlers: { onPointerDown: begin, onPointerUp: () => end(), onPointerCancel: () => end() },
  };
}
