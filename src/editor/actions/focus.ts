/** What has the focus, as far as keys are concerned: which of them it needs itself. */
import { isDrafting } from '../drafts';
import type { KeyPress } from './chords';

export interface Focus {
  /** The canvas has it, or nothing has. */
  readonly onCanvas: boolean;
  /** What lies over the page, if anything does. */
  readonly cover: 'dialog' | 'menu' | null;
  /** Whether the element needs a key itself. */
  readonly uses: (event: KeyPress) => boolean;
}

const ARROWS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'];
/** With Ctrl (Cmd): what text has from every browser, while somebody writes. */
const OF_TEXT = ['a', 'c', 'v', 'x', 'y', 'z', 'Backspace', 'Delete', ...ARROWS];
/** And what is left of it once what was written is taken: taking back is the document's then. */
const OF_TAKEN_TEXT = OF_TEXT.filter((key) => key !== 'y' && key !== 'z');

/** A letter of another script is recognised by its key's place: browsers take Ctrl with it for the Latin letter there. */
function latin({ key, code = '' }: KeyPress): string {
  if (key.length > 1) return key;
  return /[a-z]/i.test(key) ? key.toLowerCase() : (/^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? key);
}

/**
 * Whether text needs a key.
 * @param taken nothing is being written: what was, is in the document
 */
function textUses(event: KeyPress, taken: boolean): boolean {
  const { key } = event;
  if (event.ctrlKey || event.metaKey) {
    // AltGr writes characters, and says that it is Ctrl and Alt.
    if (event.altKey) return event.key.length === 1 && !/^[a-z0-9]$/i.test(event.key);
    return (taken ? OF_TAKEN_TEXT : OF_TEXT).includes(latin(event));
  }
  if (key === 'Escape') return !taken;
  return key.length === 1 || key === 'Backspace' || key === 'Delete' || ARROWS.includes(key);
}

const TEXT = 'input:not([type=range], [type=checkbox], [type=radio]), textarea, [contenteditable]';
/** What the arrows move within. */
const STEPPED =
  'input[type=range], input[type=radio], select, [role=slider], [role=menu] *, [role=listbox], [role=tablist] *';

/** Whether text is being written there, and not only could be. @public */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches(TEXT) && !isTaken(target);
}

/** A field of drafts without one: what was typed in it is in the document. */
const isTaken = (field: HTMLElement): boolean => field.hasAttribute('data-drafts') && !isDrafting();

function uses(target: HTMLElement, event: KeyPress): boolean {
  if (target.matches(TEXT)) return textUses(event, isTaken(target));
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (modified) return false;
  if (target.matches(STEPPED) && ARROWS.includes(event.key)) return true;
  // A list of choices is searched by letters.
  return target.matches('select') && event.key.length === 1;
}

/** Keys belong to what lies over the page, Escape above all: it closes that, and must not empty the selection. */
function cover(): Focus['cover'] {
  if (document.querySelector('dialog[open]')) return 'dialog';
  const open = [...document.querySelectorAll('[popover]')].some((each) => each.matches(':popover-open'));
  return open || document.querySelector('[role=menu]') ? 'menu' : null;
}

export function focusOf(target: EventTarget | null): Focus {
  const element = target instanceof HTMLElement ? target : null;
  return {
    onCanvas: element === null || element.matches('.canvas, body'),
    cover: cover(),
    uses: (event) => element !== null && uses(element, event),
  };
}
