/**
 * The blobs once more, as a list in the DOM: Konva's canvas is invisible to a screen reader. Each entry lies where
 * its blob does, so that what a screen reader frames is what it speaks of. Pointers go through to the canvas.
 */
import type { ReactElement } from 'react';
import { sceneAtRest } from '../../scene';
import { useEditor, useScene } from '../context';
import { useText } from '../i18n';
import { describe } from './announce';
import { type View, boxOf } from './geometry';

/** Id of an entry, by the blob's place in the scene. */
export const optionId = (place: number): string => `on-canvas-${place}`;

/** Smallest frame, in CSS pixels. */
const LEAST = 24;

export function Mirror({ view }: { view: View }): ReactElement {
  const { store, abNorm } = useEditor();
  const t = useText();
  // During a gesture the list stays as it was: its end is what is worth telling.
  const blobs = useScene((state) => sceneAtRest(state)?.blobs);
  const selection = useScene((state) => state.selection);
  return (
    <div className="mirror" role="listbox" aria-multiselectable="true" aria-label={t('said.thingsOnCanvas')}>
      {[...(blobs ?? []).entries()].reverse().map(([place, blob]) => {
        const { left, top, right, bottom } = boxOf([blob], abNorm);
        return (
          <div
            key={blob.id}
            id={optionId(place)}
            role="option"
            aria-selected={selection.has(blob.id)}
            aria-label={describe(t, blob, abNorm)}
            style={{
              left: view.left + left * view.side,
              top: view.top + top * view.side,
              width: Math.max(LEAST, (right - left) * view.side),
              height: Math.max(LEAST, (bottom - top) * view.side),
            }}
            onClick={() => store.getState().select([blob.id])}
          />
        );
      })}
    </div>
  );
}
