/**
 * Which chords of the table a key press may mean, on whatever keyboard. What the press writes comes first; where the key
 * lies counts for letters of other scripts, for what Alt writes and for digits, which some keyboards write with Shift.
 */

/** The part of a keyboard event that decides what a key means. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'> & {
  readonly code?: string;
  readonly repeat?: boolean;
  readonly isComposing?: boolean;
  readonly keyCode?: number;
  readonly getModifierState?: (modifier: string) => boolean;
};

/** Does an input method put a character together? Its keys, Enter above all, are its own until it is done. */
export function isComposing({ isComposing, keyCode, key }: Partial<KeyPress>): boolean {
  // Safari tells of the key that ends a word as of any other, but for its number.
  return isComposing === true || keyCode === 229 || key === 'Process';
}

/** What an American keyboard writes at a place: other scripts share its places, and their keys bear its letters too. */
const SIGN_AT: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Equal: '=',
  Minus: '-',
};

const digitAt = (code: string): string | undefined => /^Digit(\d)$/.exec(code)?.[1];
const latinAt = (code: string): string | undefined =>
  SIGN_AT[code] ?? /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();

/** Keys of their own, left of the letters, on which < and > lie beside each other. */
const ANGLES = ['IntlBackslash', 'Backquote'];

/** The sign to whose key Shift was added, as far as what came of it tells. */
function signUnderShift(written: string, code: string): string | undefined {
  if (written === '_') return '-';
  if (written === '{') return '[';
  if (written === '}') return ']';
  if (written === '+' && !digitAt(code)) return '=';
  if ((written === '<' && !ANGLES.includes(code)) || (written === ';' && code === 'Comma')) return ',';
  if ((written === '>' && !ANGLES.includes(code)) || (written === ':' && code === 'Period')) return '.';
  return undefined;
}

/**
 * A key press in the table's notation, the likeliest reading first: `Mod` (Ctrl, on a Mac Cmd), `Ctrl` (of a Mac),
 * `Meta`, `Alt`, `Shift` and the key, joined by `+`. Empty while an input method composes.
 */
export function chordsOf(press: KeyPress, mac: boolean): string[] {
  if (isComposing(press)) return [];
  const { key, code = '', shiftKey } = press;
  // Windows tells of AltGr as of Ctrl and Alt; a Mac has none, though Firefox calls Option so.
  const altGr = !mac && (press.getModifierState?.('AltGraph') ?? false);
  const [ctrl, alt] = [press.ctrlKey && !(altGr && press.altKey), press.altKey && !altGr];
  const chord = (sign: string | undefined, withShift: boolean, withAlt = alt): string[] => {
    if (sign === undefined) return [];
    const parts: string[] = [];
    if (mac ? press.metaKey : ctrl) parts.push('Mod');
    if (mac && ctrl) parts.push('Ctrl');
    if (!mac && press.metaKey) parts.push('Meta');
    if (withAlt) parts.push('Alt');
    if (withShift) parts.push('Shift');
    return [[...parts, sign].join('+')];
  };

  const one = [...key].length === 1;
  if (!one && key !== 'Dead' && key !== 'Unidentified') return chord(key, shiftKey);
  const written = one ? key : '';
  if (/^[a-z]$/i.test(written)) return chord(written.toLowerCase(), shiftKey);
  const found: string[] = [];
  if (/^\d$/.test(written)) found.push(...chord(written, shiftKey));
  if (shiftKey && !altGr && !(mac && alt)) {
    found.push(...chord(digitAt(code), true), ...chord(signUnderShift(written, code), true));
  }
  // Shift, AltGr and a Mac's Option were held for the sign.
  if (/^[ -~]$/.test(written)) found.push(...chord(written, false, alt && !mac));
  if (!altGr) {
    // An accent that waits for its letter, on a letter's key: Greek has its own there.
    const accent = key === 'Dead' && code.startsWith('Key');
    const foreign = accent || (/\p{L}/u.test(written) && !/\p{Script=Latin}/u.test(written));
    if (foreign || alt) found.push(...chord(latinAt(code), shiftKey));
    found.push(...chord(digitAt(code), shiftKey));
  }
  return found;
}
