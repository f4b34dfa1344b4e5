import { type ReactElement, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { isComposing } from '../../actions/chords';
import { useDraft } from '../../drafts';
import { i18n, sceneTitle, useText } from '../../i18n';
import { IconButton } from '../../IconButton';
import type { Sharing } from '../../sharing';
import { Modal } from '../Modal';
import type { SceneCard } from './scene-card';

interface Props {
  readonly sharing: Sharing;
  readonly onClose: () => void;
}

/** The scenes of this device: open, rename, duplicate, delete and bring back. */
export function SavedScenesDialog({ sharing, onClose }: Props): ReactElement {
  const t = useText();
  const scenes = useStore(sharing.state, (state) => state.scenes);
  const deleted = useStore(sharing.state, (state) => state.deleted);
  useEffect(() => void sharing.refreshScenes(), [sharing]);
  return (
    <Modal title={t('actions.savedScenes')} onClose={onClose}>
      {deleted && (
        <p className="row" role="status">
          {t('sharing.deleted', { name: sceneTitle(t, deleted) })}
          <button type="button" className="button" onClick={() => void sharing.undeleteScene()}>
            {t('sharing.undo')}
          </button>
        </p>
      )}
      {scenes.length === 0 && <p className="hint">{t('sharing.noScenes')}</p>}
      <ul className="scene-cards">
        {scenes.map((card) => (
          <Card key={card.id} card={card} sharing={sharing} onClose={onClose} />
        ))}
      </ul>
    </Modal>
  );
}

function Card({ card, sharing, onClose }: Props & { readonly card: SceneCard }): ReactElement {
  const t = useText();
  const title = sceneTitle(t, card);
  const url = useObjectUrl(card.thumbnail);
  const draft = useDraft((typed) => {
    const name = typed.trim();
    if (name && name !== title) void sharing.renameScene(card.id, name);
  });
  return (
    <li data-testid="scene-card">
      {url ? <img src={url} alt="" /> : <span className="no-picture" />}
      <input
        aria-label={t('sharing.renameScene', { name: title })}
        title={new Date(card.updated).toLocaleString(i18n.language)}
        data-drafts
        value={draft.text ?? title}
        maxLength={60}
        onChange={(event) => draft.type(event.target.value)}
        onBlur={draft.take}
        onKeyDown={(event) => {
          if (isComposing(event.nativeEvent)) return;
          if (event.key === 'Enter') draft.take();
          // What was typed is dropped; the dialog stays.
          if (event.key === 'Escape' && draft.text !== null) {
            draft.drop();
            event.preventDefault();
          }
        }}
      />
      {card.open ? (
        <span className="hint">{t('sharing.openNow')}</span>
      ) : (
        <button
          type="button"
          className="button"
          aria-label={t('sharing.openScene', { name: title })}
          onClick={() => void sharing.openScene(card.id).then(onClose)}
        >
          {t('sharing.openScene', { name: '' }).trim()}
        </button>
      )}
      <button
        type="button"
        className="button"
        aria-label={t('sharing.duplicateScene', { name: title })}
        onClick={() => void sharing.duplicateScene(card.id)}
      >
        {t('actions.duplicate')}
      </button>
      <IconButton
        icon="trash"
        label={t('sharing.deleteScene', { name: title })}
        disabled={card.open}
        onClick={() => void sharing.deleteScene(card.id)}
      />
    </li>
  );
}

function useObjectUrl(blob: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the address exists as long as the effect does
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}
