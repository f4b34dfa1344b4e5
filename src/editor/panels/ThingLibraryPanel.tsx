import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { isBackdrop, slotsOf } from '../../scene';
import { useEditor, useScene, useUi } from '../context';
import { type SeedRoom, cropOf, isInPicture } from '../seed-rooms';
import { nameOf, titled, useText } from '../i18n';
import { Icon } from '../icons';
import { type LibraryThing, placeThing } from '../placing';
import { sayFull } from '../sharing';
import { CropView } from './Crop';
import { useSeedRooms } from './useSeedRooms';

/** Rooms that the library is made of. */
const SEEDS = Array.from({ length: 24 }, (_, seed) => seed);
/** Rooms further on are looked through for kinds that none of those has. */
const LOOKED_THROUGH = 400;
/** Less of the picture than this (0..1) shows too little of a thing to choose it by. */
const LEAST_SHARE = 0.004;

const kindOf = (name: string): string => name.replace(/ \d+$/, '');

/** The things that stand in a room, by the name of their kind: "window 2" is a window. */
function thingsOf(
  room: SeedRoom,
  abNorm: number,
  slotNames: readonly string[],
): (readonly [kind: string, share: number, LibraryThing])[] {
  return room.scene.blobs.flatMap((blob) => {
    const { slot } = slotsOf(blob.feature)[0]!;
    const share = room.shares.get(slot) ?? 0;
    if (!isInPicture(blob) || isBackdrop(slotNames[slot]) || share < LEAST_SHARE) return [];
    const kind = kindOf(slotNames[slot] ?? blob.name);
    const key = `${room.seed}:${slot}`;
    return [[kind, share, { key, blob, url: room.url, crop: cropOf(blob, abNorm) }] as const];
  });
}

/** The things of some rooms by kind, those first that show most of themselves. */
function byKind(
  rooms: readonly SeedRoom[],
  abNorm: number,
  slotNames: readonly string[],
): ReadonlyMap<string, readonly LibraryThing[]> {
  const found = new Map<string, LibraryThing[]>();
  const things = rooms.flatMap((room) => thingsOf(room, abNorm, slotNames));
  things.sort(([, one], [, other]) => other - one);
  for (const [kind, , thing] of things) found.set(kind, [...(found.get(kind) ?? []), thing]);
  return found;
}

/** The slots of every kind of thing that is not among these. */
function slotsOfOthers(slotNames: readonly string[], known: ReadonlySet<string>): number[][] {
  const slots = new Map<string, number[]>();
  slotNames.forEach((name, slot) => {
    const kind = kindOf(name);
    if (!isBackdrop(name) && !known.has(kind)) slots.set(kind, [...(slots.get(kind) ?? []), slot]);
  });
  return [...slots.values()];
}

const NONE: readonly number[] = [];

/** Seeds of rooms with a thing of each kind that none of the first rooms shows; they are looked for once those are drawn. */
function useRareSeeds(first: readonly (SeedRoom | null)[], truncation: number): readonly number[] {
  const { abNorm, seedRooms, slotNames } = useEditor();
  const complete = first.every((room) => room !== null);
  const [found, setFound] = useState({ truncation, seeds: NONE });
  useEffect(() => {
    if (!complete) return;
    const taken = new AbortController();
    const known = new Set(
      byKind(
        first.filter((room) => room !== null),
        abNorm,
        slotNames,
      ).keys(),
    );
    seedRooms
      .search({
        kinds: slotsOfOthers(slotNames, known),
        leastShare: LEAST_SHARE,
        from: SEEDS.length,
        before: LOOKED_THROUGH,
        truncation,
        signal: taken.signal,
      })
      .then((seeds) => taken.signal.aborted || setFound({ truncation, seeds }))
      // What is wrong with the engine the page says.
      .catch(() => undefined);
    return () => taken.abort();
    // The list of rooms is another one at each rendering: when it is complete is what counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [seedRooms, abNorm, slotNames, complete, truncation]);
  return found.truncation === truncation ? found.seeds : NONE;
}

/** Things of this model's own, from many rooms, to put into this one. */
export function ThingLibraryPanel(): ReactElement {
  const { abNorm, slotNames } = useEditor();
  const t = useText();
  const truncation = useScene((state) => state.scene?.truncation ?? 0);
  const first = useSeedRooms(SEEDS, truncation);
  const more = useSeedRooms(useRareSeeds(first, truncation), truncation);
  const [opened, setOpened] = useState<string | null>(null);
  const drawn = [...first, ...more].filter((room) => room !== null);
  const drawnKeys = drawn.map(({ seed }) => seed).join();
  const kinds = useMemo(
    () => byKind(drawn, abNorm, slotNames),
    // The list of rooms is another one at each rendering: which rooms there are is what counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [drawnKeys, truncation, abNorm, slotNames],
  );
  const label = (kind: string): string => titled(nameOf(t, { name: kind }));
  const things = opened === null ? null : kinds.get(opened);
  return (
    <section className="panel" aria-labelledby="library-heading">
      {opened !== null && things ? (
        <>
          <div className="label-row start">
            <button
              type="button"
              className="icon-button"
              aria-label={t('library.back')}
              autoFocus
              onClick={() => setOpened(null)}
            >
              <Icon name="left" />
            </button>
            <h2 id="library-heading">{label(opened)}</h2>
          </div>
          <p className="hint">{t('library.how')}</p>
          <ul className="tiles">
            {things.map((thing) => (
              <li key={thing.key}>
                <ThingTile thing={thing} name={label(opened)} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <h2 id="library-heading">{t('library.title')}</h2>
          <p className="hint">{drawn.length ? t('library.pick') : t('library.waiting')}</p>
          <ul className="tiles kinds">
            {[...kinds]
              .sort(([a], [b]) => label(a).localeCompare(label(b)))
              .map(([kind, [first]]) => (
                <li key={kind}>
                  <button type="button" className="tile named" onClick={() => setOpened(kind)}>
                    <CropView url={first!.url} crop={first!.crop} />
                    <span>{label(kind)}</span>
                  </button>
                </li>
              ))}
          </ul>
        </>
      )}
    </section>
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
      <CropView url={thing.url} crop={thing.crop} />
    </button>
  );
}
