import { type ReactElement, useRef, useState } from 'react';
import { type Blob, moveToPlace, rename, setHidden, setLocked } from '../../scene';
import { colourOf } from '../canvas/colours';
import { useEditor, useScene } from '../context';
import { Icon } from '../icons';
import { nameOf, useText } from '../i18n';
import { ActionButton } from './ActionButton';

/** The blobs by name, the front one first; dragging a row changes the depth. */
export function ThingsPanel(): ReactElement {
  const { store } = useEditor();
  const t = useText();
  const blobs = useScene((state) => state.scene?.blobs);
  const outlines = useScene((state) => state.outlines);
  const dragged = useRef<string | null>(null);
  const drop = (place: number): void => {
    const id = dragged.current;
    dragged.current = null;
    if (id) store.getState().edit('depth', (scene) => moveToPlace(scene, id, place));
  };
  return (
    <section className="panel grow" aria-labelledby="things-heading">
      <div className="label-row">
        <h2 id="things-heading">{t('things.title')}</h2>
        <label className="switch">
          <input
            type="checkbox"
            checked={outlines}
            onChange={(event) => store.getState().setOutlines(event.target.checked)}
          />
          <span>{t('things.outlines')}</span>
        </label>
      </div>
      <ul className="things">
        {[...(blobs ?? []).entries()].reverse().map(([place, blob]) => (
          <ThingRow
            key={blob.id}
            blob={blob}
            onDrag={() => {
              dragged.current = blob.id;
            }}
            onDrop={() => drop(place)}
          />
        ))}
      </ul>
      {blobs?.length === 0 && <p className="hint">{t('things.empty')}</p>}
      <div className="row">
        <ActionButton id="reset" />
      </div>
    </section>
  );
}

function ThingRow({
  blob,
  onDrag,
  onDrop,
}: {
  blob: Blob;
  onDrag: () => void;
  onDrop: () => void;
}): ReactElement {
  const { store } = useEditor();
  const t = useText();
  const selected = useScene((state) => state.selection.has(blob.id));
  const [renaming, setRenaming] = useState(false);
  const { id, hidden, locked } = blob;
  const shown = nameOf(t, blob);
  const ids = new Set([id]);
  return (
    <li
      className={`thing${selected ? ' selected' : ''}${hidden ? ' hidden-thing' : ''}`}
      draggable={!renaming}
      onDragStart={onDrag}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
      onPointerEnter={() => store.getState().hover(id)}
      onPointerLeave={() => store.getState().hover(null)}
    >
      {renaming ? (
        <NameInput
          name={shown}
          onDone={(text) => {
            setRenaming(false);
            if (text !== null) store.getState().edit('rename', (scene) => rename(scene, id, text));
          }}
        />
      ) : (
        <button
          type="button"
          className="thing-name"
          aria-pressed={selected}
          title={t('things.renameHint')}
          onClick={(event) => {
            const { select, selection } = store.getState();
            if (event.shiftKey)
              select(selected ? [...selection].filter((other) => other !== id) : [...selection, id]);
            else select([id]);
          }}
          onDoubleClick={() => setRenaming(true)}
          onKeyDown={(event) => {
            if (event.key === 'F2') setRenaming(true);
          }}
        >
          <span className="chip" style={{ background: colourOf(blob) }} />
          <span className="text">{shown}</span>
          {blob.size <= 0 && <span className="note">{t('things.faint')}</span>}
        </button>
      )}
      <button
        type="button"
        className={`icon-button${locked ? '' : ' quiet'}`}
        aria-label={locked ? t('things.unlock', { name: shown }) : t('things.lock', { name: shown })}
        aria-pressed={locked}
        onClick={() =>
          store.getState().edit(locked ? 'unlock' : 'lock', (scene) => setLocked(scene, ids, !locked))
        }
      >
        <Icon name={locked ? 'lock' : 'unlock'} />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={hidden ? t('things.show', { name: shown }) : t('things.hide', { name: shown })}
        aria-pressed={hidden}
        onClick={() =>
          store.getState().edit(hidden ? 'show' : 'hide', (scene) => setHidden(scene, ids, !hidden))
        }
      >
        <Icon name={hidden ? 'eyeOff' : 'eye'} />
      </button>
    </li>
  );
}

/** @param onDone gets null when the person thought better of it */
function NameInput({ name, onDone }: { name: string; onDone: (text: string | null) => void }): ReactElement {
  const t = useText();
  const given = useRef(false);
  const done = (text: string | null): void => {
    if (given.current) return;
    given.current = true;
    onDone(text);
  };
  return (
    <input
      className="name-input"
      aria-label={t('things.rename', { name })}
      defaultValue={name}
      autoFocus
      onFocus={(event) => event.target.select()}
      onBlur={(event) => done(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') done(event.currentTarget.value);
        if (event.key === 'Escape') done(null);
      }}
    />
  );
}
