import { type ReactElement, useId, useState } from 'react';
import { slotsOf } from '../../scene';
import { useEditor, useUi } from '../context';
import { nameOf, titled, useText } from '../i18n';
import { IconButton } from '../IconButton';
import { placeThing } from '../placing';
import { sayFull } from '../sharing';
import { type LibraryThing, appended, isCalled, largestFirst } from '../thing-library';
import { RoomKindChoice } from './RoomKindChoice';
import { ThingPicture } from './ThingPicture';
import { useDragOut } from './useDragOut';
import { useThingLibrary } from './useThingLibrary';

/** Things of this model's own, from many rooms, to put into this one. */
export function ThingLibraryPanel(): ReactElement {
  const t = useText();
  const { ui } = useEditor();
  const roomKind = useUi((state) => state.thingsFrom);
  const { examples, things, waiting } = useThingLibrary(roomKind);
  const [opened, setOpened] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const label = (kind: string): string => titled(nameOf(t, { name: kind }));
  const kinds = [...examples].filter(([kind]) => isCalled(label(kind), typed));
  const nothing = typed.trim() !== '' && !kinds.length;
  const id = useId();
  return (
    <section className="panel" aria-labelledby="library-heading">
      {opened !== null ? (
        <OpenedKind
          key={opened}
          name={label(opened)}
          things={things.get(opened) ?? []}
          onBack={() => setOpened(null)}
        />
      ) : (
        <>
          <div className="search-row">
            <h2 id="library-heading">{t('library.title')}</h2>
            <input
              type="search"
              className="search"
              autoComplete="off"
              aria-label={t('library.search')}
              aria-describedby={id}
              placeholder={t('library.search')}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </div>
          <RoomKindChoice
            label={t('library.from')}
            value={roomKind}
            onChoose={(thingsFrom) => ui.setState({ thingsFrom })}
          />
          <p id={id} className={nothing || waiting ? 'hint essential' : 'hint'} role="status">
            {nothing ? t('library.nothingFound') : t('library.pick')}
          </p>
          <ul className="tiles kinds">
            {kinds.map(([kind, example]) => (
              <li key={kind}>
                <KindTile
                  name={label(kind)}
                  example={example}
                  waiting={waiting}
                  onOpen={() => setOpened(kind)}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** A click shows all things of the kind, a drag takes the one that is shown. */
function KindTile({
  name,
  example,
  waiting,
  onOpen,
}: {
  name: string;
  example: LibraryThing | null;
  waiting: boolean;
  onOpen: () => void;
}): ReactElement {
  const { ui } = useEditor();
  const dragOut = useDragOut(() => ui.setState({ placing: example }));
  return (
    <button type="button" className="tile named" disabled={!example} onClick={onOpen} {...dragOut}>
      <ThingPicture thing={example} waiting={waiting} />
      <span>{name}</span>
    </button>
  );
}

/** All things of one kind; those that come while they are looked at come last. */
function OpenedKind({
  name,
  things,
  onBack,
}: {
  name: string;
  things: readonly LibraryThing[];
  onBack: () => void;
}): ReactElement {
  const t = useText();
  const [shown, setShown] = useState<readonly string[]>([]);
  const order = appended(shown, largestFirst(things));
  if (order !== shown) setShown(order);
  const byKey = new Map(things.map((thing) => [thing.key, thing]));
  return (
    <>
      <div className="label-row start">
        <IconButton icon="left" label={t('library.back')} autoFocus onClick={onBack} />
        <h2 id="library-heading">{name}</h2>
      </div>
      <p className="hint">{t('library.how')}</p>
      <ul className="tiles">
        {order
          .flatMap((key) => byKey.get(key) ?? [])
          .map((thing) => (
            <li key={thing.key}>
              <ThingTile thing={thing} name={name} />
            </li>
          ))}
      </ul>
    </>
  );
}

/** Pressed, the thing is at the pointer until it is put down; from the keyboard it goes where it stood in its room. */
function ThingTile({ thing, name }: { thing: LibraryThing; name: string }): ReactElement {
  const { store, ui, sharing } = useEditor();
  const t = useText();
  const held = useUi((state) => state.placing?.key === thing.key);
  const { seed } = slotsOf(thing.blob.feature)[0]!;
  return (
    <button
      type="button"
      className="tile"
      aria-label={t('library.add', { name, room: t('room.numbered', { seed }) })}
      aria-pressed={held}
      onPointerDown={(event) => {
        if (event.button === 0) ui.setState({ placing: held ? null : thing });
      }}
      onClick={(event) => {
        if (event.detail === 0 && !placeThing(store, thing, thing.blob)) sayFull(sharing);
      }}
    >
      <ThingPicture thing={thing} />
    </button>
  );
}
