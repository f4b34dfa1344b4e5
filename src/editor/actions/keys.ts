/** From key presses to actions: the notation of the table, and what a key does where. No DOM. */
import { flushDraft } from '../drafts';
import { isMac } from '../platform';
import { ACTIONS } from './actions';
import type { Focus, KeyPress } from './focus';
import type { Action, ActionContext } from './types';

/** Keys that Shift or Alt turn into other characters on some layouts are told by where they lie. */
const BY_CODE: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Equal: '=',
  Minus: '-',
};

function plainKey({ key, code = '', shiftKey, altKey }: KeyPress): string {
  if (shiftKey || altKey) {
    const placed = BY_CODE[code] ?? /^Digit(\d)$/.exec(code)?.[1];
    if (placed) return placed;
  }
  // Alt writes other letters on a Mac.
  const letter = altKey ? /^Key([A-Z])$/.exec(code)?.[1] : undefined;
  if (letter) return letter.toLowerCase();
  return key.length === 1 ? key.toLowerCase() : key;
}

/** A key press in the table's notation. */
export function chordOf(event: KeyPress, mac = isMac()): string {
  const parts: string[] = [];
  if (mac ? event.metaKey : event.ctrlKey) parts.push('Mod');
  if (mac && event.ctrlKey) parts.push('Ctrl');
  if (!mac && event.metaKey) parts.push('Meta');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey) parts.push('Shift');
  return [...parts, plainKey(event)].join('+');
}

const BY_CHORD = new Map(ACTIONS.flatMap((action) => action.keys.map((keys) => [keys, action] as const)));

/** The action that a key press means, whether or not it is enabled. */
export function actionFor(event: KeyPress): Action | null {
  return BY_CHORD.get(chordOf(event)) ?? null;
}

/**
 * Does what a key means.
 * @param focus what has the focus, and what it needs the key for
 * @returns whether the key is used up: the browser must not do anything with it
 */
export function pressKey(event: KeyPress, contextNow: () => ActionContext, focus: Focus): boolean {
  const action = actionFor(event);
  if (!action || (action.canvasOnly && !focus.onCanvas)) return false;
  // The browser tells of these by an event of their own, which has the clipboard.
  if (action.byClipboardEvent || focus.uses(event)) return false;
  // What is ours is never the browser's, even where there is nothing to do: no bookmark instead of a copy.
  const ours = event.ctrlKey || event.metaKey;
  if (focus.cover === 'dialog' && !action.overDialogs) return ours;
  if (focus.cover === 'menu' && !ours) return false;
  flushDraft();
  const context = contextNow();
  if (!action.enabled(context)) return ours;
  if (focus.cover === 'menu') context.ui.setState({ menu: null });
  if (!(action.release && event.repeat)) action.run(context);
  // At either end of the things, Tab leaves the canvas.
  const left = (action.id === 'next' || action.id === 'previous') && contextNow().state.selection.size === 0;
  return !left;
}

/** Ends what lasted as long as a key was held; all of it when no key is given. */
export function releaseKey(key: string | null, context: ActionContext): void {
  for (const action of ACTIONS) {
    if (action.release && (key === null || action.keys.includes(key.toLowerCase()))) action.release(context);
  }
}
