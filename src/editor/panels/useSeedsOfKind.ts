import { useEffect, useState } from 'react';
import type { RoomKind } from '../../scene';
import { useEditor } from '../context';

interface Found {
  readonly scope: string;
  readonly seeds: readonly number[];
}

/**
 * The first seeds whose rooms are of a kind.
 * @param kind null for any
 * @returns fewer while they are looked for
 */
export function useSeedsOfKind(kind: RoomKind | null, count: number, truncation: number): readonly number[] {
  const { seedRooms } = useEditor();
  const scope = `${kind}:${truncation}`;
  const [found, setFound] = useState<Found>({ scope, seeds: [] });
  useEffect(() => {
    if (kind === null) return;
    const left = new AbortController();
    seedRooms
      .ofKind(kind, count, truncation, left.signal)
      .then((seeds) => left.signal.aborted || setFound({ scope: `${kind}:${truncation}`, seeds }))
      // What is wrong with the engine the page says.
      .catch(() => undefined);
    return () => left.abort();
  }, [seedRooms, kind, count, truncation]);
  if (kind === null) return Array.from({ length: count }, (_, seed) => seed);
  return found.scope === scope ? found.seeds.slice(0, count) : [];
}
