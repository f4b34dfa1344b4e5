import { type ReactElement, useMemo } from 'react';
import { type Blob, type Changes, type Ids, change, sceneAtRest } from '../../../scene';
import { useEditor, useScene } from '../../context';
import { variantCrop } from '../../variants';
import { CropView } from '../Crop';
import { useSmallPictures } from '../useSmallPictures';

/** Pixels along a side that rooms are drawn with, to show one thing of them. */
const SIDE = 128;

export interface LookChoice {
  readonly value: string;
  readonly name: string;
  readonly changes: Changes;
}

/** Ways in which a thing may look, as small pictures of the room with it, drawn when there is time. */
export function LookTiles({
  blob,
  ids,
  label,
  choices,
  value,
}: {
  blob: Blob;
  ids: Ids;
  label: string;
  choices: readonly LookChoice[];
  value: string | undefined;
}): ReactElement {
  const { store, abNorm } = useEditor();
  const scene = useScene(sceneAtRest);
  const moving = useScene(({ mark }) => mark !== null);
  const about = [...ids, ...choices.map((choice) => choice.value)].join();
  const wanted = useMemo(
    () =>
      scene
        ? choices.map((choice) => ({
            scene: change(scene, ids, choice.changes),
            place: `${blob.id} ${choice.value}`,
          }))
        : [],
    // The choices are the same as long as what they are about is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [scene, blob.id, about],
  );
  const urls = useSmallPictures(wanted, SIDE, moving);
  const crop = variantCrop({ scene, selection: new Set([blob.id]) }, 'style', abNorm);
  return (
    <ul className="tiles" aria-label={label}>
      {choices.map(({ value: each, name, changes }, at) => (
        <li key={each}>
          <button
            type="button"
            className="tile named"
            aria-label={name}
            title={name}
            aria-pressed={each === value}
            onClick={() => store.getState().edit('look', (now) => change(now, ids, changes))}
          >
            <CropView url={urls[at]} crop={crop} />
            <span aria-hidden="true">{name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
