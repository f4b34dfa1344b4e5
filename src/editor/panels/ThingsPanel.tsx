import {
  type DragEvent,
  type KeyboardEvent,
  type ReactElement,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useShallow } from 'zustand/react/shallow';
import { moveToPlace, rename, setHidden, setLocked } from '../../scene';
import { isComposing } from '../actions/chords';
import { colourOf } from '../canvas/colours';
import { useEditor, useScene, useUi } from '../context';
import { useDraft } from '../drafts';
import { nameOf, useText } from '../i18n';
import { IconButton } from '../IconButton';
import { NextSteps } from './EmptyRoom';
import { BlobPicture, useSettledPicture } from './BlobPicture';

/** The blobs by name, the front one first. A drag of a row, or Alt with the arrows, changes the depth. */
export function ThingsPanel(): ReactElement {
  const { store, ui } = useEditor();
  const t = useText();
  // Ids alone: while a thing is dragged the list stays as it is.
  const ids = useScene(useShallow((state) => (state.scene?.blobs ?? []).map(({ id }) => id)));
  const loaded = useScene((state) => state.scene !== null);
  const outlines = useUi((state) => state.outlines);
  const panel = useUi((state) => state.panel);
  const picture = useSettledPicture();
  const [drag, setDrag] = useState<{ readonly id: string; readonly place: number } | null>(null);
  const put = (id: string, place: number): void =>
    store.getState().edit('depth', (scene) => moveToPlace(scene, id, place));
  return (
    <section className="panel grow" aria-labelledby="things-heading">
      <div className="label-row">
        <h2 id="things-heading">{t('things.title')}</h2>
        <label className="switch">
          <input
            type="checkbox"
            checked={outlines}
            onChange={(event) => ui.setState({ outlines: event.target.checked })}
          />
          <span>{t('things.outlines')}</span>
        </label>
      </div>
      <ul className="things" onDragEnd={() => setDrag(null)}>
        {[...ids.entries()].reverse().map(([place, id]) => (
          <ThingRow
            key={id}
            id={id}
            picture={picture}
            target={drag?.place === place && drag.id !== id ? ids.indexOf(drag.id) < place : null}
            onDrag={() => setDrag({ id, place })}
            onOver={() => {
              if (drag && drag.place !== place) setDrag({ ...drag, place });
            }}
            onDrop={() => {
              if (drag) put(drag.id, place);
              setDrag(null);
            }}
            onStep={(step) => put(id, place + step)}
          />
        ))}
      </ul>
      {panel !== 'rooms' && <NextSteps />}
      {loaded && ids.length === 0 && <p className="hint">{t('things.empty')}</p>}
    </section>
  );
}

interface ThingRowProps {
  readonly id: string;
  readonly picture: number;
  /** While another row is dragged over this one: true when it would come in front, above the row. */
  readonly target: boolean | null;
  readonly onDrag: () => void;
  readonly onOver: () => void;
  readonly onDrop: () => void;
  /** One step in depth, 1 = to the front. */
  readonly onStep: (step: 1 | -1) => void;
}

function ThingRow({
  id,
  picture,
  target,
  onDrag,
  onOver,
  onDrop,
  onStep,
}: ThingRowProps): ReactElement | null {
  const { store, ui } = useEditor();
  const t = useText();
  const selected = useScene((state) => state.selection.has(id));
  const thing = useScene(
    useShallow(({ scene }) => {
      const blob = scene?.blobs.find((each) => each.id === id);
      if (!blob) return null;
      const { name, hidden, locked, size, group } = blob;
      const grouped = group !== undefined;
      return { name, hidden, locked, grouped, faint: size <= 0, colour: colourOf(blob) };
    }),
  );
  const [renaming, setRenaming] = useState(false);
  if (!thing) return null;
  const { hidden, locked } = thing;
  const shown = nameOf(t, thing);
  const ids = new Set([id]);
  const { edit } = store.getState();
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    onDrop();
  };
  const key = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : null;
    if (event.key === 'F2') setRenaming(true);
    else if (step && event.altKey) {
      const name = event.currentTarget;
      onStep(step);
      // The row was moved in the page, which takes the focus from it.
      requestAnimationFrame(() => name.focus());
    } else if (step) nextRow(event.currentTarget, step)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <li
      className={[
        'thing',
        selected && 'selected',
        hidden && 'hidden-thing',
        thing.grouped && 'grouped',
        TARGET.get(target),
      ]
        .filter(Boolean)
        .join(' ')}
      draggable={!renaming}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        onDrag();
      }}
      onDragOver={(event) => {
        event.preventDefault();
        onOver();
      }}
      onDrop={drop}
      onPointerEnter={() => ui.setState({ hovered: id })}
      onPointerLeave={() => ui.setState({ hovered: null })}
    >
      {renaming ? (
        <NameInput
          name={shown}
          onTake={(text) => {
            if (text !== shown) edit('rename', (scene) => rename(scene, id, text));
          }}
          onDone={() => setRenaming(false)}
        />
      ) : (
        <button
          type="button"
          className="thing-name"
          aria-pressed={selected}
          title={t('things.renameHint')}
          aria-description={thing.grouped ? t('said.groupedNow') : undefined}
          onClick={(event) => {
            const { select, selection } = store.getState();
            if (!event.shiftKey) select([id]);
            else select(selected ? [...selection].filter((other) => other !== id) : [...selection, id]);
          }}
          onDoubleClick={() => setRenaming(true)}
          onKeyDown={key}
        >
          <BlobPicture id={id} version={picture} colour={thing.colour} />
          <span className="text">{shown}</span>
          {thing.faint && <span className="note">{t('things.faint')}</span>}
        </button>
      )}
      <IconButton
        icon={locked ? 'lock' : 'unlock'}
        label={t(locked ? 'things.unlock' : 'things.lock', { name: shown })}
        quiet={!locked}
        aria-pressed={locked}
        onClick={() => edit(locked ? 'unlock' : 'lock', (scene) => setLocked(scene, ids, !locked))}
      />
      <IconButton
        icon={hidden ? 'eyeOff' : 'eye'}
        label={t(hidden ? 'things.show' : 'things.hide', { name: shown })}
        aria-pressed={hidden}
        onClick={() => edit(hidden ? 'show' : 'hide', (scene) => setHidden(scene, ids, !hidden))}
      />
    </li>
  );
}

const TARGET: ReadonlyMap<boolean | null, string> = new Map([
  [true, 'drop-above'],
  [false, 'drop-below'],
]);

/** The name in the row above (1) or below. */
function nextRow(name: HTMLElement, step: 1 | -1): HTMLElement | null {
  const row = name.closest('li');
  const next = step > 0 ? row?.previousElementSibling : row?.nextElementSibling;
  return next?.querySelector<HTMLElement>('.thing-name') ?? null;
}

/** @param onDone it is over, whether the name was taken or not */
function NameInput({
  name,
  onTake,
  onDone,
}: {
  name: string;
  onTake: (text: string) => void;
  onDone: () => void;
}): ReactElement {
  const t = useText();
  const draft = useDraft((text) => {
    onTake(text);
    onDone();
  });
  const element = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => element.current?.select(), []);
  /** The row has the focus again, where the keyboard was at work. */
  const done = (event: KeyboardEvent<HTMLInputElement>): void => {
    const row = event.currentTarget.closest('li');
    onDone();
    requestAnimationFrame(() => row?.querySelector<HTMLElement>('.thing-name')?.focus());
  };
  return (
    <input
      ref={element}
      className="name-input"
      aria-label={t('things.rename', { name })}
      data-drafts
      autoFocus
      value={draft.text ?? name}
      onChange={(event) => draft.type(event.target.value)}
      onBlur={() => {
        draft.take();
        onDone();
      }}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent)) return;
        if (event.key === 'Enter') draft.take();
        else if (event.key === 'Escape') draft.drop();
        else return;
        event.preventDefault();
        done(event);
      }}
    />
  );
}
