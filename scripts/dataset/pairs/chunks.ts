/** Which test rooms come next, and for which kinds of pairs. Pure. */
import { splitOf } from '../describe';
import type { Kind } from './edits';

/** Test rooms of one piece of work: what a stop finishes, and what a kill loses. */
export const CHUNK = 8;

/** Indices of the first test rooms of any set, leaving out `skip` of them. */
export function testRooms(count: number, skip = 0): number[] {
  const indices: number[] = [];
  for (let i = 0; indices.length < count; i++) if (splitOf(i) === 'test') indices.push(i);
  return indices.slice(skip);
}

/** The next piece of work: kinds that are equally far, and the test rooms that come next for them; null when all is done. */
export function nextChunk(
  done: Readonly<Record<Kind, number>>,
  kinds: readonly Kind[],
  wanted: number,
): { kinds: Kind[]; indices: number[] } | null {
  const start = Math.min(...kinds.map((kind) => done[kind]));
  if (start >= wanted) return null;
  const further = kinds.map((kind) => done[kind]).filter((rooms) => rooms > start);
  return {
    kinds: kinds.filter((kind) => done[kind] === start),
    indices: testRooms(Math.min(start + CHUNK, wanted, ...further), start),
  };
}
