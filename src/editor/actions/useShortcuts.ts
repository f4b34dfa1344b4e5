import { useEffect } from 'react';
import { useActionContext } from '../context';
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

/** Keys belong to what lies over the page, Escape above all: it closes that, and must not empty the selection. */
const isCovered = (): boolean =>
  document.querySelector('dialog[open]') !== null ||
  [...document.querySelectorAll('[popover]')].some((element) => element.matches(':popover-open'));

export function useShortcuts(): void {
  const contextNow = useActionContext();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || isCovered()) return;
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
  }, [contextNow]);
}
