import { useEffect, useMemo, useState } from 'react';
import type { Scene } from '../../scene';
import { useEditor } from '../context';
import { dropOldest } from '../drop-oldest';

/** The document rests this long, in milliseconds, before anything is asked for. */
export const REST = 400;
/** Small pictures that are kept; the oldest go first. */
const KEPT = 128;

export interface WantedPicture {
  readonly scene: Scene;
  /** What it is a picture of, whatever the scene is by then. */
  readonly place: string;
}

/**
 * Addresses of small pictures of scenes. One that is out of date is shown until the newer one is there; while the hand moves,
 * none is asked for.
 * @param wanted the same list as long as it is of the same scenes
 */
export function useSmallPictures(
  wanted: readonly WantedPicture[],
  side: number,
  moving: boolean,
): readonly (string | undefined)[] {
  const { smallPicture } = useEditor();
  const [kept, setKept] = useState<ReadonlyMap<string, string>>(new Map());
  const keyed = useMemo(
    () => wanted.map((each) => ({ ...each, key: JSON.stringify([side, each.scene]) })),
    [wanted, side],
  );
  useEffect(() => {
    if (moving) return;
    const missing = keyed.filter(({ key }) => !kept.has(key));
    if (!missing.length) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      for (const { scene, key, place } of missing)
        smallPicture(scene, side, stop.signal).then(
          (url) =>
            setKept((now) => {
              const next = new Map(now).set(key, url).set(place, url);
              dropOldest(next, KEPT);
              return next;
            }),
          () => undefined,
        );
    }, REST);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // What has come is no reason to ask for the others again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [smallPicture, keyed, side, moving]);
  return keyed.map(({ key, place }) => kept.get(key) ?? kept.get(place));
}
