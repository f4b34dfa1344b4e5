import { type ReactElement, useId } from 'react';
import {
  type Blob,
  type SlotSource,
  hasOwnStyle,
  mixStyles,
  ownStyles,
  slotsOf,
  styleMix,
} from '../../scene';
import { useEditor } from '../context';
import { nameOf, useText } from '../i18n';
import { IconButton } from '../IconButton';
import { useScrub } from './useScrub';

/** Where a blob's feature and style come from, and how much of a style that it was given is in it. */
export function SourceRows({ blob }: { blob: Blob }): ReactElement {
  const { store } = useEditor();
  const t = useText();
  const told = useSourceText();
  const { to, weight } = styleMix(blob);
  const own = hasOwnStyle(blob);
  const ids = new Set([blob.id]);
  return (
    <dl className="sources">
      <div>
        <dt>{t('selection.feature')}</dt>
        <dd>{told(slotsOf(blob.feature)[0]!)}</dd>
      </div>
      <div>
        <dt>{t('selection.style')}</dt>
        <dd className="with-button">
          <span>{own ? t('selection.ownStyle') : told(to)}</span>
          {!own && (
            <IconButton
              icon="reset"
              label={t('selection.backToOwnStyle')}
              hinted
              onClick={() => store.getState().edit('style', (scene) => ownStyles(scene, ids))}
            />
          )}
        </dd>
      </div>
      <MixField blob={blob} weight={weight} own={own} />
    </dl>
  );
}

/** Names a slot of a room: "Room 12, bed". */
function useSourceText(): (source: SlotSource) => string {
  const { slotNames } = useEditor();
  const t = useText();
  return ({ seed, slot }) => {
    const room = seed < 0 ? t('room.picked', { number: -seed }) : t('room.numbered', { seed });
    const name = slotNames[slot];
    return name ? `${room}, ${nameOf(t, { name })}` : room;
  };
}

/** @param own nothing is mixed: its row is kept, so that nothing below it moves */
function MixField({ blob, weight, own }: { blob: Blob; weight: number; own: boolean }): ReactElement {
  const t = useText();
  const id = useId();
  const { take, handlers } = useScrub('style', 'mix');
  const ids = new Set([blob.id]);
  return (
    <div className={own ? 'unseen' : undefined} inert={own}>
      <dt>
        <label htmlFor={id}>{t('selection.mix')}</label>
      </dt>
      <dd className="mix">
        <input
          id={id}
          type="range"
          min="0"
          max="100"
          step="5"
          value={Math.round(weight * 100)}
          aria-valuetext={t('selection.mixed', { percent: Math.round(weight * 100) })}
          {...handlers}
          onChange={(event) => take((scene) => mixStyles(scene, ids, Number(event.target.value) / 100))}
        />
        <output htmlFor={id}>{Math.round(weight * 100)} %</output>
      </dd>
    </div>
  );
}
