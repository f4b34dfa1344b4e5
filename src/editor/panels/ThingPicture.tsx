import { type ReactElement, useEffect, useRef } from 'react';
import { useEditor } from '../context';
import { cutOut } from '../cut-out';
import { putPixels } from '../pixels';
import type { LibraryThing } from '../thing-library';

/** Pixels along a side of a thing's picture: more than there are of it in its room. */
const SIDE = 96;

/**
 * A thing of the library without its room, on a neutral ground; an empty frame while there is none. Decoration: the text beside
 * it says what it is.
 */
export function ThingPicture({
  thing,
  waiting = false,
}: {
  thing: LibraryThing | null;
  waiting?: boolean;
}): ReactElement {
  const { abNorm } = useEditor();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (thing && canvas.current?.getContext('2d'))
      putPixels(canvas.current, cutOut(thing.room, thing.blob, abNorm, SIDE));
  }, [thing, abNorm]);
  return (
    <span className={!thing && waiting ? 'crop waiting' : 'crop neutral'} aria-hidden="true">
      {thing && <canvas ref={canvas} width={SIDE} height={SIDE} />}
    </span>
  );
}
