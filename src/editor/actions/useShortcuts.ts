import { useEffect } from 'react';
import { useActionContext, useEditor } from '../context';
import { pressKey, releaseKey } from './keys';

/** Keys that mean something else in a field. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select')
  );
}

const isCanvas = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('.canvas, body');

export function useShortcuts(): void {
  const { ui } = useEditor();
  const contextNow = useActionContext();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || ui.getState().dialog) return;
      if (pressKey(event, contextNow, isCanvas(event.target))) event.preventDefault();
    };
    const onKeyUp = (event: KeyboardEvent): void => releaseKey(event.key, contextNow());
    const onBlur = (): void => releaseKey(null, contextNow());
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
      window.removeEventListener('blur', onBlur);
    };
  }, [ui, contextNow]);
}
