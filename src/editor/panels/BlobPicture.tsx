import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useEditor } from '../context';
import { cropOf } from '../seed-rooms';
import { drawCrop } from './pictureOf';

/** The picture rests this long, in milliseconds, before the small ones are cut from it. */
const REST = 300;

/** Version of the picture that was last there for a while, 0 before there is one: nothing of a drag is seen here. */
export function useSettledPicture(): number {
  const { picture } = useEditor();
  const version = useStore(picture, (state) => state.version);
  const [settled, setSettled] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(version), REST);
    return () => clearTimeout(timer);
  }, [version]);
  return settled;
}

/** What a blob covers of the picture, with the colour of its outline. A hidden one shows what it covered last. */
export function BlobPicture({
  id,
  version,
  colour,
}: {
  id: string;
  version: number;
  colour: string;
}): ReactElement {
  const { store, picture, abNorm } = useEditor();
  const small = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const blob = store.getState().scene?.blobs.find((each) => each.id === id);
    const { canvas } = picture.getState();
    if (version && blob && !blob.hidden && canvas && small.current)
      drawCrop(canvas, cropOf(blob, abNorm), small.current);
  }, [store, picture, abNorm, id, version]);
  return (
    <span className="blob-picture" aria-hidden="true">
      <canvas ref={small} width={56} height={56} />
      <span className="chip" style={{ background: colour }} />
    </span>
  );
}
