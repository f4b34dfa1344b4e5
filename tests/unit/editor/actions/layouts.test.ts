/** Every key of the table on every keyboard: a person who reads the help sheet presses it, and it does what it says. */
import { describe, expect, it } from 'vitest';
import { ACTIONS, type Action } from '../../../../src/editor/actions/actions';
import type { KeyPress } from '../../../../src/editor/actions/chords';
import { actionFor } from '../../../../src/editor/actions/keys';
import { type Held, LAYOUTS, type Layout, pressed, waysTo } from './layouts';
import { TestEditor } from '../test-editor';

interface Chord {
  readonly held: Held;
  readonly key: string;
}

function chordIn(keys: string): Chord {
  const parts = keys.split(/\+(?=.)/);
  const key = parts.pop()!;
  return {
    key,
    held: { mod: parts.includes('Mod'), alt: parts.includes('Alt'), shift: parts.includes('Shift') },
  };
}

const merged = (a: Held, b: Held): Held => ({
  mod: Boolean(a.mod || b.mod),
  alt: Boolean(a.alt || b.alt),
  shift: Boolean(a.shift || b.shift),
  altGr: Boolean(a.altGr || b.altGr),
});

const US = LAYOUTS[0]!;

/** The presses that a person tries who reads a chord: the keys that bear its sign on this keyboard. */
function tries(on: Layout, keys: string): KeyPress[] {
  const { key, held } = chordIn(keys);
  if (key.length > 1) return [pressed(on, key, held)];
  const letter = /[a-z]/.test(key);
  // Where the letters are others, each key bears the Latin one too, that of an American keyboard.
  if (letter && !on.latin) return [pressed(on, `Key${key.toUpperCase()}`, held)];
  const written = waysTo(on, key);
  // And so it does a sign that none of them writes.
  const ways = written.length || on.latin ? written : waysTo(US, key);
  // Shift and a sign is a chord where the sign has a key of its own: elsewhere Shift is held for the sign already.
  const own =
    held.shift && !letter && !/\d/.test(key) ? ways.filter((way) => !Object.keys(way.held).length) : ways;
  return own.map((way) => pressed(on, way.code, merged(held, way.held)));
}

const idFor = (press: KeyPress, { mac }: Layout): string | null => actionFor(press, mac)?.id ?? null;

/** A chord of Shift and a sign is another sign's on some keyboards, which comes first there. */
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  // Shift and the key of the comma writes the question mark, Shift and the key of minus a 6, Shift and the keys of 1 and 2
  // are chords of their own: without it, those keys are the digits.
  AZERTY: ['1', '2', 'Shift+,', 'Shift+-'],
  'French on a Mac': ['1', '2', 'Shift+,'],
  // Full stop and comma are one key.
  Russian: ['Shift+.'],
  'Russian on a Mac': ['Shift+.'],
};

/** Plus is read too, but on many keyboards it is the key of = with Shift. */
const listedKeys = ({ keys }: Action): readonly string[] => keys.filter((chord) => !chord.endsWith('+'));

const withKeys = ACTIONS.filter(({ keys }) => keys.length);

describe.each(LAYOUTS.map((on) => [on.name, on] as const))('on a keyboard %s', (name, on) => {
  it.each(withKeys.map((action) => [action.id, action] as const))('%s has a key', (_, action: Action) => {
    const reached = listedKeys(action).filter((keys) => {
      const presses = tries(on, keys);
      // A digit's key bears it, whatever it writes without Shift.
      if (/^\d$/.test(keys) && idFor(pressed(on, `Digit${keys}`, {}), on) === action.id) return true;
      return presses.length > 0 && presses.every((press) => idFor(press, on) === action.id);
    });
    expect(reached).not.toEqual([]);
  });

  it('no key of the help sheet does what another one should', () => {
    const wrong = withKeys.flatMap((action) =>
      listedKeys(action).flatMap((chord) =>
        tries(on, chord)
          .map((press) => ({ chord, did: idFor(press, on) }))
          .filter(({ did }) => did !== action.id),
      ),
    );
    expect([...new Set(wrong.map(({ chord }) => chord))].sort()).toEqual([...(TAKEN[name] ?? [])].sort());
  });

  it('a press does what is written on its key, and nothing else', () => {
    const held: Held[] = [];
    for (const mod of [false, true])
      for (const alt of [false, true])
        for (const shift of [false, true]) {
          held.push({ mod, alt, shift });
          if (!on.mac && !alt) held.push({ mod, shift, altGr: true });
        }
    const wrong: unknown[] = [];
    for (const [code, signs] of on.keys) {
      for (const hold of held) {
        const press = pressed(on, code, hold);
        const action = actionFor(press, on.mac);
        if (!action) continue;
        const explained = action.keys.map(chordIn).some((chord) => {
          if (Boolean(chord.held.mod) !== Boolean(hold.mod)) return false;
          const exact =
            Boolean(chord.held.shift) === Boolean(hold.shift) &&
            Boolean(chord.held.alt) === Boolean(hold.alt);
          // An accent on a letter's key is another script's, too.
          const foreign =
            (press.key === 'Dead' && code.startsWith('Key')) ||
            (!/^[ -~]$/.test(press.key) && !/\p{Script=Latin}/u.test(press.key));
          const latinByPlace =
            exact && !hold.altGr && (foreign || hold.alt) && US.keys.get(code)!.plain === chord.key;
          const digit = exact && !hold.altGr && code === `Digit${chord.key}`;
          const letter = exact && press.key.toLowerCase() === chord.key;
          const sign =
            !/[a-z]/.test(chord.key) && press.key === chord.key && !chord.held.shift && !chord.held.alt;
          // Shift with the key of the sign.
          const shifted = exact && signs.plain === chord.key && !hold.altGr;
          return latinByPlace || digit || letter || sign || shifted;
        });
        if (!explained) wrong.push({ code, key: press.key, ...hold, did: action.id });
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('AltGr', () => {
  it('is not Ctrl and Alt, as which Windows tells it', () => {
    const press = (key: string, code: string): KeyPress => ({
      key,
      code,
      ctrlKey: true,
      altKey: true,
      shiftKey: false,
      metaKey: false,
      getModifierState: (name) => name === 'AltGraph',
    });
    // Polish and German.
    expect(actionFor(press('ć', 'KeyC'), false)).toBeNull();
    expect(actionFor(press('[', 'Digit8'), false)?.id).toBe('backward');
  });
});

describe('Option', () => {
  it('is Alt on a Mac, though Firefox tells of it as of AltGr', () => {
    const mac = LAYOUTS.find(({ name }) => name === 'German on a Mac')!;
    const asFirefox = (code: string, held: Held): KeyPress => ({
      ...pressed(mac, code, held),
      getModifierState: (name) => name === 'AltGraph',
    });
    const style = asFirefox('KeyC', { mod: true, alt: true });
    expect(actionFor(style, true)?.id).toBe('copy-style');
    expect(actionFor(asFirefox('Digit5', { alt: true }), true)?.id).toBe('backward');
  });
});

describe('a letter that stands for a sign', () => {
  const ofSign = (keys: string): boolean =>
    /[^a-z]/.test(chordIn(keys).key) && chordIn(keys).key.length === 1;
  const lettered = withKeys.filter(({ keys }) => ofSign(keys[0]!) && keys.some((each) => !ofSign(each)));

  it.each(lettered.map((action) => [action.id, action] as const))(
    'is there because some keyboard cannot do it otherwise: %s',
    (_, action) => {
      const without = LAYOUTS.filter((on) =>
        action.keys
          .filter(ofSign)
          .every((keys) => !tries(on, keys).some((press) => idFor(press, on) === action.id)),
      );
      expect(without.map(({ name }) => name)).not.toEqual([]);
    },
  );

  it('is of no action but these', () => {
    expect(lettered.length).toBeGreaterThan(0);
  });
});

describe('an input method that composes', () => {
  it('has every key to itself', () => {
    const editor = new TestEditor();
    editor.store.getState().select([editor.scene.blobs[0]!.id]);
    const before = editor.scene;
    for (const { keys } of withKeys) {
      for (const chord of keys) {
        for (const press of tries(US, chord)) {
          expect(editor.key(press.key, { ...press, isComposing: true })).toBe(false);
          // Safari tells of the last key of a word only so.
          expect(editor.key(press.key, { ...press, keyCode: 229 })).toBe(false);
          expect(editor.key('Process', { ...press })).toBe(false);
        }
      }
    }
    expect(editor.scene).toBe(before);
  });
});

describe('what lasts as long as a key is held', () => {
  it.each(LAYOUTS.map((on) => [on.name, on] as const))('ends with the key on a keyboard %s', (_, on) => {
    const editor = new TestEditor();
    const [press] = tries(on, 'c');
    editor.key(press!.key, press);
    // The tests' platform is no Mac; the letter alone is the same there.
    expect(editor.comparing).toBe(true);
    editor.keyUp(press!.key, press);
    expect(editor.comparing).toBe(false);
  });
});
