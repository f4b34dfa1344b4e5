import { useEffect, useState } from 'react';
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

/** Rooms that the library is made of. */
const SEEDS = Array.from({ length: 24 }, (_, seed) => seed);
/** Rooms further on are looked through for kinds that none of those has. */
const LOOKED_THROUGH = 400;

interface RareSeeds {
  readonly truncation: number;
  readonly seeds: readonly number[];
  /** Whether all was looked through. */
  readonly done: boolean;
}

/** Seeds of rooms with a thing of each kind that none of the first rooms shows; they are looked for once those are drawn. */
function useRareSeeds(first: readonly (SeedRoom | null)[], truncation: number): RareSeeds {
  const { abNorm, seedRooms, slotNames } = useEditor();
  const complete = first.every((room) => room !== null);
  const none = { truncation, seeds: [], done: false };
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
        from: SEEDS.length,
        before: LOOKED_THROUGH,
        truncation,
        signal: taken.signal,
      })
      .then((seeds) => taken.signal.aborted || setFound({ truncation, seeds, done: true }))
      // What is wrong with the engine the page says.
      .catch(() => undefined);
    return () => taken.abort();
    // The list of rooms is another one at each rendering: when it is complete is what counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [seedRooms, abNorm, slotNames, complete, truncation]);
  return found.truncation === truncation ? found : none;
}

export interface ThingLibrary {
  /** By what they are called; the order does not change while they are looked at. */
  readonly examples: Examples;
  readonly things: ReadonlyMap<string, readonly LibraryThing[]>;
  /** Whether more may come. */
  readonly waiting: boolean;
}

/** The things of this model's own rooms, as they get drawn. */
export function useThingLibrary(): ThingLibrary {
  const { abNorm, slotNames } = useEditor();
  const t = useText();
  const truncation = useScene((state) => state.scene?.truncation ?? 0);
  const first = useSeedRooms(SEEDS, truncation, THINGS_SIDE);
  const rare = useRareSeeds(first, truncation);
  const more = useSeedRooms(rare.seeds, truncation, THINGS_SIDE);
  const drawn = [...first, ...more].filter((room) => room !== null);
  const things = thingsByKind(drawn, abNorm, slotNames);

  const scope = `${truncation}:${i18n.language}`;
  const [shown, setShown] = useState<{ scope: string; examples: Examples } | null>(null);
  const label = (kind: string): string => nameOf(t, { name: kind });
  const start = (): Examples =>
    new Map(
      [...slotsByKind(slotNames).keys()]
        .sort((a, b) => label(a).localeCompare(label(b), i18n.language))
        .map((kind) => [kind, null]),
    );
  const before = shown?.scope === scope ? shown.examples : start();
  const examples = withExamples(before, things, first.includes(null));
  if (shown?.scope !== scope || shown.examples !== examples) setShown({ scope, examples });
  return { examples, things, waiting: !rare.done || more.includes(null) };
}
