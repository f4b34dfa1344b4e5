import { type ReactElement, useState } from 'react';
import {
  type Blob,
  type Sources,
  type SourceTarget,
  changesOfStyle,
  isBackdrop,
  setSources,
  slotOf,
  takeFromRoom,
} from '../../scene';
import { useEditor, useScene } from '../context';
import { type SeedRoom, cropOf } from '../seed-rooms';
import { nameOf, titled, useText } from '../i18n';
import { Icon } from '../icons';
import { forgetStyle, saveStyle, useSavedStyles } from '../saved-styles';
import { CropView } from './Crop';
import { RoomStrip } from './RoomStrip';
import { Segmented } from './Segmented';
import { pictureOf } from './pictureOf';

type About = 'selection' | 'room' | 'background';
type What = 'style' | 'feature' | 'both';

/** Styles and features of other rooms, for what is selected, for the background or for everything; and the saved ones. */
export function StylesPanel(): ReactElement {
  const { store, abNorm, slotNames } = useEditor();
  const t = useText();
  const hasSurfaces = slotNames.some((name) => isBackdrop(name));
  const count = useScene((state) => state.selection.size);
  const blob = useSelectedBlob();
  const [wanted, setAbout] = useState<About>('selection');
  const [what, setWhat] = useState<What>('style');
  const about = wanted === 'selection' && !count ? 'room' : wanted;

  const apply = (room: { seed: number; truncation: number }): void => {
    const taken = { style: what !== 'feature', feature: what !== 'style' };
    const { edit, scene } = store.getState();
    const target = targetOf(about, scene?.blobs ?? [], store.getState().selection, slotNames);
    edit(what === 'feature' ? 'feature' : 'style', (now) => takeFromRoom(now, target, room, taken));
  };
  /** The same thing in the other room; all of it where that thing is not to be seen. */
  const counterpart = (room: SeedRoom): ReactElement => {
    const slot = blob && about === 'selection' ? slotOf(blob) : -1;
    const other = room.scene.blobs.find((each) => slotOf(each) === slot);
    const shown = other && (room.shares.get(slot) ?? 0) > 0;
    return <CropView url={room.url} {...(shown && { crop: cropOf(other, abNorm) })} />;
  };
  return (
    <section className="panel" aria-labelledby="styles-heading">
      <h2 id="styles-heading">{t('styles.title')}</h2>
      <Segmented
        label={t('styles.about')}
        value={about}
        onChoose={setAbout}
        choices={[
          { value: 'selection', label: t('styles.selection'), disabled: !count },
          { value: 'background', label: t('styles.background') },
          { value: 'room', label: t('styles.room') },
        ]}
      />
      <Segmented
        label={t('styles.what')}
        value={what}
        onChoose={setWhat}
        choices={[
          { value: 'style', label: t('styles.style') },
          { value: 'feature', label: t('styles.feature') },
          { value: 'both', label: t('styles.both') },
        ]}
      />
      <p className="hint">
        {t(about === 'background' && hasSurfaces ? 'styles.hints.surfaces' : `styles.hints.${about}`)}
      </p>
      <RoomStrip title={t('styles.from')} current={null} show={counterpart} onPick={apply} />
      <SavedStyles blob={blob} />
    </section>
  );
}

/** What is behind all things is the background, and the surfaces of the room where the model has blobs for them. */
function targetOf(
  about: About,
  blobs: readonly Blob[],
  selection: ReadonlySet<string>,
  slotNames: readonly string[],
): SourceTarget {
  if (about === 'selection') return { ids: selection, background: false };
  const isSurface = (blob: Blob): boolean => isBackdrop(slotNames[slotOf(blob)]);
  const meant = about === 'background' ? blobs.filter(isSurface) : blobs;
  return { ids: new Set(meant.map(({ id }) => id)), background: true };
}

/** The selected blob when it is one. */
function useSelectedBlob(): Blob | undefined {
  return useScene(({ scene, selection }) =>
    selection.size === 1 ? scene?.blobs.find((each) => selection.has(each.id)) : undefined,
  );
}

function SavedStyles({ blob }: { blob: Blob | undefined }): ReactElement {
  const { store, abNorm, picture } = useEditor();
  const t = useText();
  const model = useScene((state) => state.scene?.model ?? '');
  const anything = useScene((state) => state.selection.size > 0);
  const saved = useSavedStyles(model);
  const keep = (): void => {
    const small = blob && pictureOf(picture.getState().canvas, cropOf(blob, abNorm));
    if (!small) return;
    const changes = changesOfStyle(blob);
    saveStyle({ model, name: blob.name, style: blob.style, ...(changes && { changes }), picture: small });
  };
  const take = (given: Partial<Sources>): void => {
    const { edit, selection } = store.getState();
    edit('style', (scene) => setSources(scene, selection, given));
  };
  return (
    <div className="strip">
      <div className="label-row">
        <h3>{t('styles.drawer')}</h3>
        <button type="button" className="button small" disabled={!blob} onClick={keep}>
          <Icon name="bookmark" />
          <span>{t('styles.save')}</span>
        </button>
      </div>
      {saved.length ? (
        <ul className="tiles">
          {saved.map(({ id, name, style, changes, picture: small }) => {
            const shown = titled(nameOf(t, { name }));
            return (
              <li key={id}>
                <button
                  type="button"
                  className="tile"
                  disabled={!anything}
                  aria-label={t('styles.use', { name: shown })}
                  title={shown}
                  onClick={() => take({ style, ...(changes && { changes }) })}
                >
                  <CropView url={small} />
                </button>
                <button
                  type="button"
                  className="tile-remove"
                  aria-label={t('styles.forget', { name: shown })}
                  onClick={() => forgetStyle(id)}
                >
                  <Icon name="cross" />
                </button>
              </li>
            );
          })}
        </ul>
      ) : (
        <p className="hint">{t('styles.drawerEmpty')}</p>
      )}
    </div>
  );
}
