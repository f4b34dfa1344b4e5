/** How a room fills: things take turns in an order of chance until there are enough. */
import type { Furnishing } from './standing';
import type { Thing } from './types';

export interface Extra {
  readonly name: string;
  /** Probability at each turn, before the room is full. */
  readonly likely: number;
  readonly place: () => void;
}

/** Everything at most once, but for these. */
export type Caps = Readonly<Record<string, number>>;

export const countOf = (things: readonly Thing[], name: string): number =>
  things.filter((thing) => thing.class === name).length;

/** @param goal things that the room should have in the end */
export function takeTurns(f: Furnishing, list: readonly Extra[], goal: number, caps: Caps): void {
  const { random } = f;
  // Two rounds: what found no place, or was left out, gets a second chance.
  for (let round = 0; round < 2; round++) {
    // A weighted shuffle: the likelier a thing, the earlier its turn.
    const turns = list.map((extra) => ({ ...extra, at: random.next() / extra.likely }));
    for (const { name, likely, place } of turns.sort((a, b) => a.at - b.at)) {
      if (f.things.length >= goal) break;
      if (
        countOf(f.things, name) < (name === 'ceiling lamp' ? 1 : (caps[name] ?? 1)) &&
        random.chance(likely < 0.25 ? likely : Math.min(1, likely * 1.5))
      )
        place();
    }
  }
}
