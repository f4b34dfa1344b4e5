/** Takes away what ended up in something else: corners and curtains are more than the floor plan knows of. */
import { cornersOf } from './camera';
import { pruned } from './prune';
import type { Room, Thing } from './types';

/** Metres that things may reach into each other's boxes. */
const SLACK = 0.03;
/** Part of their box that these really fill: leaves may touch a curtain, an armchair is round. */
const FILLED: Readonly<Record<string, number>> = { plant: 0.55, armchair: 0.9, 'ceiling lamp': 0.8 };
/** Pairs that belong in each other. */
const TOGETHER = new Set(['curtain window', 'chair dining table', 'window curtain', 'dining table chair']);

type Extent = readonly [low: number, high: number];

function extentsOf(thing: Thing): Extent[] {
  const [w, h, d] = thing.dimensions;
  const filled = FILLED[thing.class] ?? 1;
  const corners = cornersOf({ ...thing, dimensions: [w * filled, h, d * filled] });
  return ([0, 1, 2] as const).map((axis): Extent => {
    const values = corners.map((corner) => corner[axis]);
    return [Math.min(...values), Math.max(...values)];
  });
}

/** Whether two things are in each other. */
export function clash(a: Thing, b: Thing): boolean {
  if (a.class === 'rug' || b.class === 'rug' || TOGETHER.has(`${a.class} ${b.class}`)) return false;
  const [mine, its] = [extentsOf(a), extentsOf(b)];
  return mine.every(([low, high], axis) => low + SLACK < its[axis]![1] && high - SLACK > its[axis]![0]);
}

/** The room without the later one of any two things that are in each other; curtains give way to everything. */
export function settled(room: Room): Room {
  const { things } = room;
  const gone = new Set<number>();
  things.forEach((thing, k) => {
    for (let before = 0; before < k; before++) {
      const other = things[before]!;
      if (gone.has(before) || gone.has(k) || thing.on === before || !clash(thing, other)) continue;
      gone.add(other.class === 'curtain' ? before : k);
    }
  });
  return gone.size ? pruned(room, (index) => !gone.has(index)) : room;
}
