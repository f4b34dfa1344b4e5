import type { ReactElement } from 'react';
import { type Blob, setHidden } from '../../scene';
import { colourOf } from '../canvas/Outlines';
import { useEditor, useScene } from '../context';
import { Icon } from '../icons';
import { strings } from '../strings';
import { ActionButton } from './ActionButton';

/** The blobs by name, the front one first. */
export function ThingsPanel(): ReactElement {
  const { store } = useEditor();
  const blobs = useScene((state) => state.scene?.blobs);
  const outlines = useScene((state) => state.outlines);
  return (
    <section className="panel grow" aria-labelledby="things-heading">
      <div className="label-row">
        <h2 id="things-heading">{strings.things}</h2>
        <label className="switch">
          <input
            type="checkbox"
            checked={outlines}
            onChange={(event) => store.getState().setOutlines(event.target.checked)}
          />
          <span>{strings.outlines}</span>
        </label>
      </div>
      <ul className="things">
        {[...(blobs ?? [])].reverse().map((blob) => (
          <ThingRow key={blob.id} blob={blob} />
        ))}
      </ul>
      {blobs?.length === 0 && <p className="hint">{strings.empty}</p>}
      <div className="row">
        <ActionButton id="delete" icon="trash" />
        <button
          type="button"
          className="button"
          onClick={() => store.getState().reset()}
          title={strings.resetHint}
        >
          <Icon name="reset" />
          <span>{strings.reset}</span>
        </button>
      </div>
    </section>
  );
}

function ThingRow({ blob }: { blob: Blob }): ReactElement {
  const { store } = useEditor();
  const selected = useScene((state) => state.selection.has(blob.id));
  return (
    <li
      className={`thing${selected ? ' selected' : ''}${blob.hidden ? ' hidden-thing' : ''}`}
      onPointerEnter={() => store.getState().hover(blob.id)}
      onPointerLeave={() => store.getState().hover(null)}
    >
      <button
        type="button"
        className="thing-name"
        aria-pressed={selected}
        onClick={() => store.getState().select([blob.id])}
      >
        <span className="chip" style={{ background: colourOf(blob) }} />
        <span className="text">{blob.name}</span>
        {blob.size <= 0 && <span className="note">{strings.faint}</span>}
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={blob.hidden ? strings.show(blob.name) : strings.hide(blob.name)}
        aria-pressed={blob.hidden}
        onClick={() => store.getState().edit((scene) => setHidden(scene, new Set([blob.id]), !blob.hidden))}
      >
        <Icon name={blob.hidden ? 'eyeOff' : 'eye'} />
      </button>
    </li>
  );
}
