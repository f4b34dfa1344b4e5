import { useEffect } from 'react';
import { useEditor } from '../context';
import { actionFor } from './actions';

/** Keys that mean something else in a field. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=range]):not([type=checkbox]), textarea, select')
  );
}

/** Tab, arrows and Delete are the canvas's own: elsewhere they belong to the page. */
const CANVAS_ONLY = /^(next|previous|nudge-|delete)/;

export function useShortcuts(): void {
  const { store, openSeed } = useEditor();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isTyping(event.target)) return;
      const action = actionFor(event);
      if (!action) return;
      const onCanvas = event.target instanceof HTMLElement && event.target.matches('.canvas, body');
      if (CANVAS_ONLY.test(action.id) && !onCanvas) return;
      const context = { state: store.getState(), openSeed };
      if (!action.enabled(context)) return;
      action.run(context);
      // At either end of the things, Tab leaves the canvas.
      const left =
        (action.id === 'next' || action.id === 'previous') && store.getState().selection.size === 0;
      if (!left) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [store, openSeed]);
}
