/** The colours that a person used last, and those that they keep: on this device. */
import * as v from 'valibot';
import { createKeptStore } from './kept-store';

const MOST_RECENT = 12;
const MOST_SAVED = 36;

const Colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/));

interface KeptColours {
  readonly recent: readonly string[];
  readonly saved: readonly string[];
}

/** What was kept may be of another version, or damaged: what is not understood is left out. */
export function readKeptColours(kept: unknown): KeptColours {
  const { recent, saved } = { ...(kept as { recent?: unknown; saved?: unknown } | null) };
  const known = (colours: unknown, most: number): string[] =>
    Array.isArray(colours) ? colours.filter((colour) => v.is(Colour, colour)).slice(0, most) : [];
  return { recent: known(recent, MOST_RECENT), saved: known(saved, MOST_SAVED) };
}

export const keptColours = createKeptStore('blobroom-colours', readKeptColours);

const first = (colour: string, colours: readonly string[], most: number): string[] =>
  [colour, ...colours.filter((each) => each !== colour)].slice(0, most);

/** A colour was given to something. */
export function usedColour(colour: string): void {
  keptColours.setState(({ recent }) => ({ recent: first(colour, recent, MOST_RECENT) }));
}

/** Keeps a colour, or gives it up where it is kept. */
export function toggleSaved(colour: string): void {
  keptColours.setState(({ saved }) => ({
    saved: saved.includes(colour)
      ? saved.filter((each) => each !== colour)
      : first(colour, saved, MOST_SAVED),
  }));
}
