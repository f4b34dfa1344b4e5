import { useEffect } from 'react';
import { useActionContext } from '../context';
import { flushDraft } from '../drafts';
import { focusOf } from './focus';
import { pressKey, releaseKey } from './keys';

export function useShortcuts(): void {
  const contextNow = useActionContext();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // What has the focus has answered it already.
      if (event.defaultPrevented) return;
      if (pressKey(event, contextNow, focusOf(event.target))) event.preventDefault();
    };
    const onKeyUp = (event: KeyboardEvent): void => releaseKey(event, contextNow());
    const onBlur = (): void => releaseKey(null, contextNow());
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    window.addEventListener('blur', onBlur);
    // Before anybody writes down what there is.
    window.addEventListener('pagehide', flushDraft, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
      window.removeEventListener('blur', onBlur);
      window.removeEventListener('pagehide', flushDraft, true);
    };
  }, [contextNow]);
}
