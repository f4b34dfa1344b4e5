/** From key presses to actions: what a key does where. No DOM. */
import { flushDraft } from '../drafts';
import { isMac } from '../platform';
import { ACTIONS } from './actions';
import { type KeyPress, chordsOf } from './chords';
import type { Focus } from './focus';
import type { Action, ActionContext } from './types';

const BY_CHORD = new Map(ACTIONS.flatMap((action) => action.keys.map((keys) => [keys, action] as const)));

/** The action that a key press means, whether or not it is enabled. */
export function actionFor(event: KeyPress, mac = isMac()): Action | null {
  for (const chord of chordsOf(event, mac)) {
    const action = BY_CHORD.get(chord);
    if (action) return action;
  }
  return null;
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

/** A key is let go, whatever else is held by now. */
const NOTHING_HELD = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

/** Ends what lasted as long as a key was held; all of it when no key is given. */
export function releaseKey(press: Pick<KeyPress, 'key' | 'code'> | null, context: ActionContext): void {
  const ended = press && actionFor({ ...NOTHING_HELD, key: press.key, code: press.code ?? '' });
  for (const action of press ? [ended] : ACTIONS) action?.release?.(context);
}
