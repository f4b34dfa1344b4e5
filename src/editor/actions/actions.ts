/** Every command of the editor. Shortcuts, buttons, the menu, the palette and the help sheet all read this table. */
import { EDITING } from './editing';
import type { Action } from './types';
import { VIEWING } from './viewing';

export type { Action, ActionContext } from './types';

export const ACTIONS: readonly Action[] = [...EDITING, ...VIEWING];

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'> & {
  readonly code?: string;
};

/** Keys that Shift or Alt turn into other characters on some layouts are told by where they lie. */
const BY_CODE: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  KeyC: 'c',
  KeyV: 'v',
  Digit1: '1',
  Digit2: '2',
};

/** A key press in the table's notation. */
export function chordOf(event: KeyPress): string {
  const shifted = event.shiftKey || event.altKey;
  const code = shifted ? BY_CODE[event.code ?? ''] : undefined;
  const key = code ?? (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('Mod');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey) parts.push('Shift');
  return [...parts, key].join('+');
}

const BY_CHORD = new Map(ACTIONS.flatMap((action) => action.keys.map((keys) => [keys, action] as const)));

/** The action that a key press means, whether or not it is enabled. */
export function actionFor(event: KeyPress): Action | null {
  return BY_CHORD.get(chordOf(event)) ?? null;
}

export function actionNamed(id: string): Action {
  const found = ACTIONS.find((action) => action.id === id);
  if (!found) throw new Error(`There is no action ${id}.`);
  return found;
}

/**
 * How well a text matches a label: every letter in order; runs and starts of words count more.
 * @returns 0 when it does not match, else the higher the better
 */
export function fuzzyScore(label: string, text: string): number {
  const [haystack, needle] = [label.toLowerCase(), text.toLowerCase().replaceAll(' ', '')];
  let score = 1;
  let at = -1;
  for (const letter of needle) {
    const next = haystack.indexOf(letter, at + 1);
    if (next < 0) return 0;
    const starts = next === 0 || haystack[next - 1] === ' ';
    score += next === at + 1 ? 3 : starts ? 2 : 0.2;
    at = next;
  }
  return score / Math.sqrt(haystack.length);
}
