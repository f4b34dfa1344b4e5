import { useEffect, useState } from 'react';
import type { RoomKind } from '../../scene';
import { useEditor, useScene } from '../context';
import { i18n, nameOf, useText } from '../i18n';
import { type SeedRoom, THINGS_SIDE } from '../seed-rooms';
import {
  type Examples,
  LEAST_SHARE,
  type LibraryThing,
  slotsByKind,
  thingsByKind,
  withExamples,
} from '../thing-library';
import { useSeedRooms } from './useSeedRooms';
import { useSeedsOfKind } from './useSeedsOfKind';

/** Rooms that the library is made of. */
const ROOMS = 24;
/** Rooms further on are looked through for kinds that none of those has. */
const LOOKED_THROUGH = 400;

interface RareSeeds {
  readonly scope: string;
  readonly seeds: readonly number[];
  /** Whether all was looked through. */
  readonly done: boolean;
}

/**
 * Seeds of rooms with a thing of each kind that none of the first rooms shows; they are looked for once those are drawn.
 * @param first of the rooms, in their order
 */
function useRareSeeds(
  first: readonly (SeedRoom | null)[],
  roomKind: RoomKind | null,
  truncation: number,
): RareSeeds {
  const { abNorm, seedRooms, slotNames } = useEditor();
  const complete = first.length > 0 && !first.includes(null);
  const scope = `${roomKind}:${truncation}`;
  const none = { scope, seeds: [], done: false };
  const [found, setFound] = useState<RareSeeds>(none);
  useEffect(() => {
    if (!complete) return;
    const taken = new AbortController();
    const drawn = first.filter((room) => room !== null);
    const known = thingsByKind(drawn, abNorm, slotNames);
    const others = [...slotsByKind(slotNames)].filter(([kind]) => !known.has(kind));
    seedRooms
      .search({
        kinds: others.map(([, slots]) => slots),
        leastShare: LEAST_SHARE,
        roomKind,
        from: drawn.at(-1)!.seed + 1,
        before: LOOKED_THROUGH,
        truncation,
        signal: taken.signal,
      })
      .then((seeds) => taken.signal.aborted || setFound({ scope, seeds, done: true }))
      // What is wrong with the engine the page says.
      .catch(() => undefined);
    return () => taken.abort();
    // The list of rooms is another one at each rendering: when it is complete is what counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [seedRooms, abNorm, slotNames, complete, scope]);
  return found.scope === scope ? found : none;
}

export interface ThingLibrary {
  /** By what they are called; the order does not change while they are looked at. */
  readonly examples: Examples;
  readonly things: ReadonlyMap<string, readonly LibraryThing[]>;
  /** Whether more may come. */
  readonly waiting: boolean;
}

/**
 * The things of this model's own rooms, as they get drawn.
 * @param roomKind of the rooms, null for any
 */
export function useThingLibrary(roomKind: RoomKind | null): ThingLibrary {
  const { abNorm, slotNames } = useEditor();
  const t = useText();
  const truncation = useScene((state) => state.scene?.truncation ?? 0);
  const first = useSeedRooms(useSeedsOfKind(roomKind, ROOMS, truncation), truncation, THINGS_SIDE);
  const rare = useRareSeeds(first, roomKind, truncation);
  const more = useSeedRooms(rare.seeds, truncation, THINGS_SIDE);
  const drawn = [...first, ...more].filter((room) => room !== null);
  const things = thingsByKind(drawn, abNorm, slotNames);

  const scope = `${roomKind}:${truncation}:${i18n.language}`;
  const [shown, setShown] = useState<{ scope: string; examples: Examples } | null>(null);
  const label = (kind: string): string => nameOf(t, { name: kind });
  const inOrder = (kinds: Iterable<string>): string[] =>
    [...kinds].sort((a, b) => label(a).localeCompare(label(b), i18n.language));
  // Which kinds rooms of one kind have is not known before they are there.
  const start = (): Examples =>
    new Map(
      roomKind === null ? inOrder(slotsByKind(slotNames).keys()).map((kind) => [kind, null]) : undefined,
    );
  const before = shown?.scope === scope ? shown.examples : start();
  const found = inOrder(things.keys()).map((kind) => [kind, things.get(kind)!] as const);
  const examples = withExamples(before, new Map(found), first.includes(null));
  if (shown?.scope !== scope || shown.examples !== examples) setShown({ scope, examples });
  return { examples, things, waiting: !rare.done || more.includes(null) };
}
