import { type ReactElement, useRef } from 'react';
import { useStore } from 'zustand';
import { IconButton, Modal, sentenceOf, useText } from '../editor';
import { storedIdOf } from './model-places';
import type { Shell } from './shell';

interface ModelsDialogProps {
  readonly shell: Shell;
  /** Files that a person chose: checkpoints, or anything else. */
  readonly onFiles: (files: readonly File[]) => void;
}

/** The models of this device, and the way in for a checkpoint. */
export function ModelsDialog({ shell, onFiles }: ModelsDialogProps): ReactElement | null {
  const t = useText();
  const { session, models, unkept, dialog, busy, failure } = useStore(shell.state);
  const input = useRef<HTMLInputElement>(null);
  if (!dialog) return null;
  const { place } = session;
  const current = storedIdOf(place);
  const isDefault = shell.isDefault(place);
  const earlier = current === null && !isDefault ? session.state.getState().model?.manifest : null;
  return (
    <Modal
      title={t('models.title')}
      // A conversion that goes on must not be hidden.
      busy={busy !== null}
      onClose={() => shell.showModels(false)}
    >
      <ul className="model-list">
        <ModelRow
          name={t('models.standard')}
          facts={t('models.standardFacts')}
          open={isDefault}
          busy={busy !== null}
          onOpen={() => void shell.open(null)}
        />
        {earlier && (
          <ModelRow name={earlier.name} facts={t('models.earlierFacts')} open busy={busy !== null} />
        )}
        {models.map(({ manifest, bytes }) => (
          <ModelRow
            key={manifest.id}
            name={manifest.name}
            facts={t('models.facts', {
              resolution: manifest.shape.resolution,
              blobs: manifest.shape.blobCount,
              size: bytes,
            })}
            open={current === manifest.id}
            busy={busy !== null}
            onOpen={() => void shell.open({ kind: 'stored', id: manifest.id })}
            onDelete={() => void shell.remove(manifest.id)}
          />
        ))}
      </ul>
      {failure && (
        <p className="failure" role="alert">
          {sentenceOf(t, failure)}
        </p>
      )}
      {busy ? (
        <div className="conversion" aria-live="polite">
          <span>
            {busy.what === 'open'
              ? t('models.opening')
              : t('models.converting', { percent: Math.round((busy.fraction ?? 0) * 100) })}
          </span>
          <progress
            aria-label={t('models.progress')}
            max={1}
            {...(busy.fraction !== null && { value: busy.fraction })}
          />
          {busy.what === 'convert' && (
            <button type="button" className="button" onClick={shell.cancel}>
              {t('page.cancel')}
            </button>
          )}
        </div>
      ) : unkept ? (
        !failure && <p className="hint">{sentenceOf(t, unkept)}</p>
      ) : (
        <div className="drop">
          <p>{t('models.bring')}</p>
          <button type="button" className="button primary" onClick={() => input.current?.click()}>
            {t('models.choose')}
          </button>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            accept=".ckpt,.pt,.pth"
            data-testid="checkpoint-input"
            onChange={(event) => {
              const files = [...(event.target.files ?? [])];
              event.target.value = '';
              if (files.length) onFiles(files);
            }}
          />
        </div>
      )}
    </Modal>
  );
}

interface ModelRowProps {
  readonly name: string;
  readonly facts: string;
  readonly open: boolean;
  readonly busy: boolean;
  readonly onOpen?: () => void;
  readonly onDelete?: () => void;
}

function ModelRow({ name, facts, open, busy, onOpen, onDelete }: ModelRowProps): ReactElement {
  const t = useText();
  return (
    <li className={open ? 'model open' : 'model'}>
      <span className="model-name">
        <strong>{name}</strong>
        <span className="hint">{facts}</span>
      </span>
      {open ? (
        <span className="hint">{t('models.open')}</span>
      ) : (
        <button type="button" className="button" disabled={busy} onClick={onOpen}>
          {t('models.openIt', { name })}
        </button>
      )}
      {onDelete && (
        <IconButton
          icon="trash"
          label={t('models.delete', { name })}
          disabled={busy || open}
          onClick={onDelete}
        />
      )}
    </li>
  );
}
