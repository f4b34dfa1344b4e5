import { useEffect, useState } from 'react';
import type { Traits } from '../../../engine';
import { type Blob, keyOfTold, toldThing } from '../../../scene';
import { useEditor, useScene } from '../../context';

/** What a thing is, as the model reads it between gestures; null until that is known. */
export function useTraits(blob: Blob): Traits | null {
  const { traitsOf } = useEditor();
  const light = useScene(({ scene }) => scene?.light);
  const moving = useScene(({ mark }) => mark !== null);
  const [traits, setTraits] = useState<Traits | null>(null);
  const thing = toldThing(blob, { ...(light && { light }) });
  const key = keyOfTold(thing);
  useEffect(() => {
    if (moving) return;
    let isStale = false;
    traitsOf(thing).then(
      (found) => {
        if (!isStale) setTraits(found);
      },
      // The page has said what is wrong.
      () => undefined,
    );
    return () => {
      isStale = true;
    };
    // Things that are told the same have the same traits.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [traitsOf, key, moving]);
  return traits;
}
