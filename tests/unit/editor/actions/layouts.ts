/** Keyboards as operating systems describe them: what each key writes, alone, with Shift and with AltGr (a Mac's Option). */
import type { KeyPress } from '../../../../src/editor/actions/chords';

/** The key's place on a keyboard (`KeyboardEvent.code`). */
type Code = string;
type Level = 'plain' | 'shift' | 'third' | 'shiftThird';

export interface Layout {
  readonly name: string;
  readonly mac: boolean;
  /** Whether its letters are Latin ones. */
  readonly latin: boolean;
  readonly keys: ReadonlyMap<Code, Readonly<Record<Level, string>>>;
}

const ROWS: readonly (readonly Code[])[] = [
  ['Backquote', ...[...'1234567890'].map((digit) => `Digit${digit}`), 'Minus', 'Equal'],
  [...[...'QWERTYUIOP'].map((letter) => `Key${letter}`), 'BracketLeft', 'BracketRight', 'Backslash'],
  [...[...'ASDFGHJKL'].map((letter) => `Key${letter}`), 'Semicolon', 'Quote'],
  ['IntlBackslash', ...[...'ZXCVBNM'].map((letter) => `Key${letter}`), 'Comma', 'Period', 'Slash'],
];

/** A dead key: it waits for the letter that it puts an accent on. */
const DEAD = 'Dead';
const written = (row: string): string[] => [...row].map((sign) => (sign === '☠' ? DEAD : sign));

/**
 * @param rows of each level, in the order of `ROWS`; `☠` stands for a dead key, a space for a key that writes nothing
 */
function layout(
  name: string,
  { mac = false, latin = true }: { mac?: boolean; latin?: boolean },
  rows: Readonly<Record<Level, readonly string[]>>,
): Layout {
  const keys = new Map<Code, Record<Level, string>>();
  ROWS.forEach((codes, row) => {
    const levels = Object.entries(rows).map(([level, texts]) => [level, written(texts[row] ?? '')] as const);
    codes.forEach((code, at) => {
      const signs = Object.fromEntries(levels.map(([level, row]) => [level, (row[at] ?? ' ').trim()]));
      keys.set(code, signs as Record<Level, string>);
    });
  });
  return { name, mac, latin, keys };
}

const NOTHING = ['', '', '', ''];

const us = {
  plain: ['`1234567890-=', 'qwertyuiop[]\\', "asdfghjkl;'", ' zxcvbnm,./'],
  shift: ['~!@#$%^&*()_+', 'QWERTYUIOP{}|', 'ASDFGHJKL:"', ' ZXCVBNM<>?'],
};

export const LAYOUTS: readonly Layout[] = [
  layout('US', {}, { ...us, third: NOTHING, shiftThird: NOTHING }),
  layout(
    'US on a Mac',
    { mac: true },
    {
      ...us,
      third: ['☠¡™£¢∞§¶•ªº–≠', 'œ∑☠®†¥☠☠øπ“‘«', 'åß∂ƒ©˙∆˚¬…æ', ' Ω≈ç√∫☠µ≤≥÷'],
      shiftThird: ['`⁄€‹›ﬁﬂ‡°·‚—±', 'Œ„´‰ˇÁ¨ˆØ∏”’»', 'ÅÍÎÏ˝ÓÔÒÚÆ', ' ¸˛Ç◊ı˜Â¯˘¿'],
    },
  ),
  layout(
    'German',
    {},
    {
      plain: ['☠1234567890ß☠', 'qwertzuiopü+#', 'asdfghjklöä', '<yxcvbnm,.-'],
      shift: ['°!"§$%&/()=?☠', "QWERTZUIOPÜ*'", 'ASDFGHJKLÖÄ', '>YXCVBNM;:_'],
      third: ['  ²³   {[]}\\ ', '@ €        ~ ', '', '|      µ   '],
      shiftThird: NOTHING,
    },
  ),
  layout(
    'German on a Mac',
    { mac: true },
    {
      plain: ['<1234567890ß☠', 'qwertzuiopü+#', 'asdfghjklöä', '^yxcvbnm,.-'],
      shift: ['>!"§$%&/()=?☠', "QWERTZUIOPÜ*'", 'ASDFGHJKLÖÄ', '°YXCVBNM;:_'],
      third: ['≤¡“¶¢[]|{}≠¿☠', '«∑€®†Ω☠⁄øπ•±‘', 'å‚∂ƒ©ªº∆@œæ', '„¥≈ç√∫☠µ∞…–'],
      shiftThird: ['≥¬”#£ﬁ^\\˜·¯˙˚', '»„‰¸˝ˇÁÛØ∏°', 'ÅÍ™ÏÌÓıˆﬂŒÆ', '“‡ÙÇ◊‹›˘˛÷—'],
    },
  ),
  layout(
    'AZERTY',
    {},
    {
      plain: ['²&é"\'(-è_çà)=', 'azertyuiop☠$*', 'qsdfghjklmù', '<wxcvbn,;:!'],
      shift: [' 1234567890°+', 'AZERTYUIOP☠£µ', 'QSDFGHJKLM%', '>WXCVBN?./§'],
      third: ['  ~#{[|`\\^@]}', '  €        ¤ ', '', ''],
      shiftThird: NOTHING,
    },
  ),
  layout(
    'French on a Mac',
    { mac: true },
    {
      plain: ['<&é"\'(§è!çà)-', 'azertyuiop☠$`', 'qsdfghjklmù', '@wxcvbn,;:='],
      shift: ['>1234567890°_', 'AZERTYUIOP☠*£', 'QSDFGHJKLM%', '#WXCVBN?./+'],
      third: ['≤ ☠“‘{¶«¡Çø}—', 'æÂê®†Úºîœπô€@', '‡Ò∂ƒﬁÌÏÈ¬µÙ', '•‹≈©◊ß☠∞…÷≠'],
      shiftThird: ['≥´„”’[å»ÛÁØ]–', 'ÆÅÊ‚™ŸªïŒ∏Ô¥#', 'Ω∑∆·ﬂÎÍË|Ó‰', 'Ÿ›⁄¢√∫☠¿•\\±'],
    },
  ),
  layout(
    'Russian',
    { latin: false },
    {
      plain: ['ё1234567890-=', 'йцукенгшщзхъ\\', 'фывапролджэ', ' ячсмитьбю.'],
      shift: ['Ё!"№;%:?*()_+', 'ЙЦУКЕНГШЩЗХЪ/', 'ФЫВАПРОЛДЖЭ', ' ЯЧСМИТЬБЮ,'],
      third: NOTHING,
      shiftThird: NOTHING,
    },
  ),
  layout(
    'Russian on a Mac',
    { mac: true, latin: false },
    {
      plain: ['ё1234567890-=', 'йцукенгшщзхъ\\', 'фывапролджэ', ' ячсмитьбю.'],
      shift: ['Ё!"№;%:?*()_+', 'ЙЦУКЕНГШЩЗХЪ/', 'ФЫВАПРОЛДЖЭ', ' ЯЧСМИТЬБЮ,'],
      third: [']!@#$%^&*{}–»', 'ј≈ќ®ѓё√ƒ∆ћ“‘„', '‒ы„§“©≈ ‘«≥', ' ђ≠≤√ и ≤≥“'],
      shiftThird: NOTHING,
    },
  ),
  layout(
    'Greek',
    { latin: false },
    {
      plain: ['`1234567890-=', ';ςερτυθιοπ[]\\', "ασδφγηξκλ☠'", '<ζχψωβνμ,./'],
      shift: ['~!@#$%^&*()_+', ':☠ΕΡΤΥΘΙΟΠ{}|', 'ΑΣΔΦΓΗΞΚΛ☠"', '>ΖΧΨΩΒΝΜ<>?'],
      third: NOTHING,
      shiftThird: NOTHING,
    },
  ),
  layout(
    'Dvorak',
    {},
    {
      plain: ['`1234567890[]', "',.pyfgcrl/=\\", 'aoeuidhtns-', ' ;qjkxbmwvz'],
      shift: ['~!@#$%^&*(){}', '"<>PYFGCRL?+|', 'AOEUIDHTNS_', ' :QJKXBMWVZ'],
      third: NOTHING,
      shiftThird: NOTHING,
    },
  ),
  layout(
    'Swiss',
    {},
    {
      plain: ["§1234567890'☠", 'qwertzuiopü☠$', 'asdfghjklöä', '<yxcvbnm,.-'],
      shift: ['°+"*ç%&/()=?☠', 'QWERTZUIOPè!£', 'ASDFGHJKLéà', '>YXCVBNM;:_'],
      third: [' ¦@#°§¬|¢  ☠☠', '  €       []}', '', '\\         '],
      shiftThird: NOTHING,
    },
  ),
];

export interface Held {
  /** Ctrl, on a Mac Cmd. */
  readonly mod?: boolean;
  readonly alt?: boolean;
  readonly shift?: boolean;
  /** AltGr; a Mac has Option for that, which is `alt`. */
  readonly altGr?: boolean;
}

/** What a browser tells of a key that is pressed on a layout. */
export function pressed(on: Layout, code: Code, held: Held = {}): KeyPress {
  const { mod = false, alt = false, shift = false, altGr = false } = held;
  const third = altGr || (on.mac && alt);
  const level: Level = third ? (shift ? 'shiftThird' : 'third') : shift ? 'shift' : 'plain';
  const signs = on.keys.get(code);
  return {
    // A level that writes nothing gives the letter of the one below.
    key: signs ? signs[level] || (shift ? signs.shift : signs.plain) || 'Unidentified' : code,
    code,
    ctrlKey: mod && !on.mac,
    metaKey: mod && on.mac,
    altKey: alt,
    shiftKey: shift,
    getModifierState: (name) => name === 'AltGraph' && altGr,
  };
}

/** The keys that write a sign, with what is to be held for it. */
export function waysTo(on: Layout, sign: string): { readonly code: Code; readonly held: Held }[] {
  return [...on.keys].flatMap(([code, signs]) => {
    const third: Held = on.mac ? { alt: true } : { altGr: true };
    const ways: [Level, Held][] = [
      ['plain', {}],
      ['shift', { shift: true }],
      ['third', third],
      ['shiftThird', { ...third, shift: true }],
    ];
    return ways.filter(([level]) => signs[level] === sign).map(([, held]) => ({ code, held }));
  });
}
