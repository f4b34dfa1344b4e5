import { type ReactElement, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { Icon, strings } from '../editor';
import type { Shell } from './shell';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** The models of this device, and the way in for a checkpoint. */
export function ModelsDialog({ shell }: { shell: Shell }): ReactElement | null {
  const { session, models, dialog, busy, failure } = useStore(shell.state);
  const element = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (dialog) element.current?.showModal();
  }, [dialog]);
  if (!dialog) return null;
  const current = session.place.kind === 'stored' ? session.place.id : null;
  const words = strings.models;
  return (
    <dialog
      ref={element}
      className="dialog models"
      aria-label={words.title}
      onClose={() => shell.showModels(false)}
      onCancel={(event) => {
        // Escape must not hide a conversion that goes on.
        if (busy) event.preventDefault();
      }}
    >
      <div className="label-row">
        <h2>{words.title}</h2>
        <button
          type="button"
          className="button"
          disabled={busy !== null}
          onClick={() => shell.showModels(false)}
        >
          {strings.close}
        </button>
      </div>
      <ul className="model-list">
        <ModelRow
          name={words.standard}
          facts={words.standardFacts}
          open={current === null}
          busy={busy !== null}
          onOpen={() => void shell.open(null)}
        />
        {models.map(({ manifest, bytes }) => (
          <ModelRow
            key={manifest.id}
            name={manifest.name}
            facts={`${manifest.shape.resolution} px · ${manifest.shape.blobCount} blobs · ${megabytes(bytes)}`}
            open={current === manifest.id}
            busy={busy !== null}
            onOpen={() => void shell.open(manifest.id)}
            onDelete={() => void shell.remove(manifest.id)}
          />
        ))}
      </ul>
      {failure && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      {busy ? (
        <div className="conversion" aria-live="polite">
          <span>{busy.what === 'open' ? words.opening : words.converting(busy.fraction ?? 0)}</span>
          <progress
            aria-label={words.progress}
            max={1}
            {...(busy.fraction !== null && { value: busy.fraction })}
          />
          {busy.what === 'convert' && (
            <button type="button" className="button" onClick={shell.cancel}>
              {strings.cancel}
            </button>
          )}
        </div>
      ) : (
        <div className="drop">
          <p>{words.bring}</p>
          <button type="button" className="button primary" onClick={() => input.current?.click()}>
            {words.choose}
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
              if (files.length) void shell.convert(files);
            }}
          />
        </div>
      )}
    </dialog>
  );
}

interface ModelRowProps {
  readonly name: string;
  readonly facts: string;
  readonly open: boolean;
  readonly busy: boolean;
  readonly onOpen: () => void;
  readonly onDelete?: () => void;
}

function ModelRow({ name, facts, open, busy, onOpen, onDelete }: ModelRowProps): ReactElement {
  return (
    <li className={open ? 'model open' : 'model'}>
      <span className="model-name">
        <strong>{name}</strong>
        <span className="hint">{facts}</span>
      </span>
      {open ? (
        <span className="hint">{strings.models.open}</span>
      ) : (
        <button type="button" className="button" disabled={busy} onClick={onOpen}>
          {strings.models.openIt(name)}
        </button>
      )}
      {onDelete && (
        <button
          type="button"
          className="icon-button"
          aria-label={strings.models.delete(name)}
          disabled={busy || open}
          onClick={onDelete}
        >
          <Icon name="trash" />
        </button>
      )}
    </li>
  );
}
