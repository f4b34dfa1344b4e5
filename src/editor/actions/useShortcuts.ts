import { useEffect } from 'react';
import { useActionContext, useEditor } from '../context';
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
  const { ui, compare } = useEditor();
  const contextNow = useActionContext();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || ui.getState().dialog) return;
      if (event.key.toLowerCase() === 'c' && !event.ctrlKey && !event.metaKey && !event.altKey) {
        if (!event.repeat) compare(true);
        return;
      }
      const action = actionFor(event);
      if (!action) return;
      const onCanvas = event.target instanceof HTMLElement && event.target.matches('.canvas, body');
      if (CANVAS_ONLY.test(action.id) && !onCanvas) return;
      const context = contextNow();
      if (!action.enabled(context)) return;
      action.run(context);
      // At either end of the things, Tab leaves the canvas.
      const left =
        (action.id === 'next' || action.id === 'previous') && contextNow().state.selection.size === 0;
      if (!left) event.preventDefault();
    };
    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === 'c') compare(false);
    };
    const onBlur = (): void => compare(false);
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
      window.removeEventListener('blur', onBlur);
    };
  }, [ui, contextNow, compare]);
}
