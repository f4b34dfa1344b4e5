/** Says politely what an edit did and what is selected, once things rest. */
import { type ReactElement, useEffect, useState } from 'react';
import type { SceneState } from '../../scene';
import { useEditor } from '../context';
import { useText } from '../i18n';
import { type Announced, announce } from './announce';

/** Held keys and scrubbed numbers are one announcement, in milliseconds. */
const REST = 250;

const announcedOf = ({ scene, selection, past, future }: SceneState): Announced => ({
  scene,
  selection,
  past,
  future,
});

export function Announcer(): ReactElement {
  const { store, abNorm } = useEditor();
  const t = useText();
  const [told, setTold] = useState({ t, text: '' });
  useEffect(() => {
    let last = announcedOf(store.getState());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = store.subscribe((now, before) => {
      if (now.mark) return;
      const same = now.scene === before.scene && now.selection === before.selection && !before.mark;
      if (same) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const next = announcedOf(store.getState());
        const text = announce(t, last, next, abNorm);
        last = next;
        if (text) setTold({ t, text });
      }, REST);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [store, abNorm, t]);
  return (
    <p className="visually-hidden" aria-live="polite" data-testid="announcement">
      {/* After a change of language the last announcement is not repeated: it was heard already. */}
      {told.t === t ? told.text : ''}
    </p>
  );
}
