// @vitest-environment happy-dom
/** Where an input goes: drafts to what they were typed for, keys to the document unless text is being written. */
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ACTIONS } from '../../../src/editor/actions/actions';
import { i18n } from '../../../src/editor/i18n';
import { writtenKeys } from '../../../src/editor/panels/ActionButton';
import { find, mountEditor, press, type } from './mounted-editor';
import { TestEditor } from './test-editor';

vi.mock('../../../src/editor/canvas/konva', () => import('./konva-stand-in'));

const BED = { x: 0.4, y: 0.7 };
const WINDOW = { x: 0.6, y: 0.3 };

const saveFile = vi.fn();
let editor: TestEditor;
let unmount: () => void;
beforeEach(async () => {
  editor = new TestEditor(undefined, { saveFile, chooseFile: vi.fn() });
  unmount = await mountEditor(editor);
});
afterEach(async () => {
  unmount();
  document.body.replaceChildren();
  await i18n.changeLanguage('en');
});

const field = (label: string): HTMLInputElement => {
  const labels = [...document.querySelectorAll<HTMLLabelElement>('.number-field label')];
  return find(`[id="${labels.find(({ textContent }) => textContent === label)!.htmlFor}"]`);
};
const row = (id: string): HTMLElement => {
  const at = [...editor.scene.blobs].reverse().findIndex((blob) => blob.id === id);
  return document.querySelectorAll<HTMLElement>('.thing')[at]!;
};
const nameIn = (id: string): HTMLElement => row(id).querySelector<HTMLElement>('.thing-name')!;
const button = (label: string): HTMLButtonElement => find(`[aria-label="${label}"]`);

const CTRL = { ctrlKey: true };

const click = async (element: HTMLElement): Promise<void> => {
  await act(() => {
    element.focus();
    element.click();
  });
};

describe('what is typed and not taken', () => {
  const WAYS: readonly (readonly [string, () => unknown])[] = [
    ['a press on the canvas', () => act(() => editor.click(WINDOW))],
    ['a tap', () => act(() => editor.click(WINDOW, { type: 'touch' }))],
    ['a marquee', () => act(() => editor.drag({ x: 0.03, y: 0.1 }, { x: 0.7, y: 0.4 }))],
    ['another row', () => act(() => nameIn('slot-2').click())],
    ['Tab', () => act(() => void editor.key('Tab'))],
    ['a command', () => act(() => void editor.run('select-all'))],
    ['Escape elsewhere', () => act(() => void editor.key('Escape'))],
    ['a blur', () => act(() => field('X').blur())],
    ['Enter', () => press(field('X'), 'Enter')],
    ['the field going away', () => act(() => editor.store.setState({ selection: new Set(['slot-2']) }))],
  ];
  it.each(WAYS)('belongs to the thing that it was typed for: %s', async (_, act_) => {
    await act(() => editor.click(BED));
    const others = editor.scene.blobs.filter(({ id }) => id !== 'slot-1');
    await type(field('X'), '70');
    await act_();
    expect(editor.blob('slot-1').x).toBeCloseTo(0.7, 3);
    expect(editor.scene.blobs.filter(({ id }) => id !== 'slot-1')).toEqual(others);
    expect(editor.steps).toEqual(['move']);
    await act(() => void editor.run('undo'));
    expect(editor.blob('slot-1').x).toBeCloseTo(0.4, 3);
  });

  it('is in the document before a command runs: of a button, a key, a gesture', async () => {
    await act(() => editor.click(BED));
    await type(field('X'), '70');
    await act(() => button('Duplicate').click());
    expect(editor.scene.blobs.filter(({ x }) => Math.abs(x - 0.7) < 1e-3)).toHaveLength(1);
    expect(editor.blob('copy-1').x).toBeCloseTo(0.74, 2);
    await type(field('Y'), '20');
    expect(await press(field('Y'), 'd', CTRL)).toBe(true);
    expect(editor.blob('copy-2').y).toBeCloseTo(0.24, 2);
    expect(editor.steps).toEqual(['move', 'duplicate', 'move', 'duplicate']);
  });

  it('is dropped by Escape, which does nothing else', async () => {
    await act(() => editor.click(BED));
    const before = editor.scene;
    await type(field('X'), '70');
    await press(field('X'), 'Escape');
    expect(field('X').value).toBe('40.0');
    expect(editor.selected).toEqual(['slot-1']);
    await act(() => editor.click(WINDOW));
    expect(editor.scene).toBe(before);
  });

  it('is a name, too: pressed elsewhere it is taken, with Escape it is not', async () => {
    const startRenaming = async (): Promise<HTMLInputElement> => {
      await act(() => void nameIn('slot-1').dispatchEvent(new MouseEvent('dblclick', { bubbles: true })));
      return find('.name-input');
    };
    await type(await startRenaming(), 'Bunk');
    await act(() => editor.click(WINDOW));
    expect(editor.blob('slot-1').name).toBe('Bunk');
    expect(document.querySelector('.name-input')).toBeNull();
    await type(await startRenaming(), 'Cot');
    await press(find('.name-input'), 'Escape');
    expect(editor.blob('slot-1').name).toBe('Bunk');
    await type(await startRenaming(), 'Cot');
    await press(find('.name-input'), 'Enter');
    expect(editor.blob('slot-1').name).toBe('Cot');
    expect(editor.steps).toEqual(['rename', 'rename']);
  });
});

describe('a seed', () => {
  const seed = (): HTMLInputElement => find('form.field input');
  beforeEach(() => act(() => editor.ui.setState({ panel: 'rooms' })));

  it('that is typed and left asks for no room, and what is typed stays until it is said', async () => {
    await type(seed(), '3');
    await act(() => seed().blur());
    await act(() => editor.click(BED));
    expect(editor.asked).toEqual([]);
    expect(seed().value).toBe('3');
    await act(() => seed().form!.requestSubmit());
    expect(editor.asked).toEqual([{ seed: 3, truncation: 0 }]);
  });
});

describe('a number', () => {
  beforeEach(() => act(() => editor.click(BED)));
  const enter = async (label: string, text: string): Promise<void> => {
    await type(field(label), text);
    await press(field(label), 'Enter');
  };

  it('may be a small sum', async () => {
    await enter('X', '40+10');
    expect(editor.blob('slot-1').x).toBeCloseTo(0.5, 3);
    await enter('X', '*2');
    expect(editor.blob('slot-1').x).toBeCloseTo(1, 3);
    await enter('X', '25%');
    expect(editor.blob('slot-1').x).toBeCloseTo(0.25, 3);
    await enter('Size', '3,5');
    await enter('Size', '50%');
    expect(editor.blob('slot-1').size).toBeCloseTo(1.75, 2);
  });

  it.each(['abc', '1/0', '400', '40+'])(
    'that is none (%s) changes nothing and says what is expected',
    async (typed) => {
      const before = editor.scene;
      await enter('X', typed);
      expect(editor.scene).toBe(before);
      expect(find('[role=alert]').textContent).toBe(
        'A number from -50 to 150 is expected, or a sum such as 40+10, *2 or 50%.',
      );
      expect(field('X').getAttribute('aria-invalid')).toBe('true');
      // It is there to be mended; elsewhere it is as it was.
      expect(field('X').value).toBe(typed);
      await act(() => field('X').blur());
      expect(field('X').value).toBe('40.0');
      await enter('X', '41');
      expect(document.querySelector('[role=alert]')).toBeNull();
    },
  );

  it('is written as the language writes it', async () => {
    await act(() => i18n.changeLanguage('fr'));
    expect(field('X').value).toBe('40,0');
    await enter('X', '11,5');
    expect(field('X').value).toBe('11,5');
    await act(() => editor.ui.setState({ panel: 'rooms' }));
    expect(find('.field output').textContent).toMatch(/^\d,\d\d$/);
  });

  it('that is half typed goes on from there by the arrows', async () => {
    await type(field('X'), '70');
    await press(field('X'), 'ArrowUp');
    expect(editor.blob('slot-1').x).toBeCloseTo(0.71, 3);
  });
});

describe('keys', () => {
  beforeEach(() => act(() => editor.ui.setState({ panel: 'rooms' })));
  const OURS = ['s', 'd', '0', 'o', '/', '=', '-'];

  it('are the document’s after a row, a button, a checkbox and a number was used', async () => {
    await click(nameIn('slot-1'));
    await press(document.activeElement!, 'Delete');
    expect(editor.scene.blobs.map(({ id }) => id)).toEqual(['slot-0', 'slot-2']);
    await press(document.activeElement ?? document.body, 'z', CTRL);
    expect(editor.scene.blobs).toHaveLength(3);

    await click(button('Duplicate'));
    expect(editor.scene.blobs).toHaveLength(4);
    await press(button('Duplicate'), 'ArrowLeft');
    expect(editor.steps.at(-1)).toBe('move');
    await press(button('Duplicate'), 'Backspace');
    expect(editor.scene.blobs).toHaveLength(3);

    await act(() => editor.click(BED));
    const checkbox = find<HTMLInputElement>('input[type=checkbox]');
    await press(checkbox, 'd', CTRL);
    expect(editor.scene.blobs).toHaveLength(4);

    await type(field('X'), '50');
    await press(field('X'), 'Enter');
    await press(document.activeElement ?? document.body, 'z', CTRL);
    expect(editor.blob(editor.selected[0]!).x).not.toBeCloseTo(0.5, 3);
  });

  it('of a number that is taken are the document’s, though the field still has the focus', async () => {
    await act(() => editor.click(BED));
    await type(field('X'), '50');
    await act(() => field('X').blur());
    await act(() => field('X').focus());
    expect(await press(field('X'), 'z', CTRL)).toBe(true);
    expect(editor.blob('slot-1').x).toBeCloseTo(0.4, 3);
    await type(field('X'), '5');
    expect(await press(field('X'), 'z', CTRL)).toBe(false);
    expect(await press(field('X'), 'Backspace')).toBe(false);
    expect(editor.scene.blobs).toHaveLength(3);
  });

  it('of ours never go to the browser, wherever the focus is and whatever is selected', async () => {
    const places = (): Element[] => [
      document.body,
      find('.canvas'),
      nameIn('slot-1'),
      row('slot-2').querySelector('.icon-button')!,
      find('input[type=checkbox]'),
      find('input[type=range]'),
      find('.field input'),
    ];
    for (const selected of [[], ['slot-1']]) {
      await act(() => editor.store.getState().select(selected));
      for (const place of places())
        for (const key of OURS) {
          expect(await press(place, key, CTRL), `${key} on ${place.outerHTML.slice(0, 60)}`).toBe(true);
          await act(() => editor.ui.setState({ dialog: null }));
        }
    }
    await act(() => editor.ui.setState({ dialog: 'help' }));
    const blobs = editor.scene.blobs.length;
    for (const key of OURS) expect(await press(find('dialog button'), key, CTRL), key).toBe(true);
    expect(editor.scene.blobs).toHaveLength(blobs);
  });

  it('save from a dialog, too', async () => {
    await act(() => editor.ui.setState({ dialog: 'help' }));
    saveFile.mockClear();
    await press(find('dialog button'), 's', CTRL);
    expect(saveFile).toHaveBeenCalledOnce();
  });

  it('stand in the list of keys with every way to write them: not every keyboard has each', async () => {
    await act(() => editor.ui.setState({ dialog: 'help' }));
    const rows = [...document.querySelectorAll('.key-groups dl > div')];
    for (const { label, keys } of ACTIONS.filter((action) => action.keys.length)) {
      const name = i18n.t(`actions.${label}`);
      const found = rows.find((each) => each.querySelector('dt')?.textContent === name);
      const shown = [...(found?.querySelectorAll('kbd') ?? [])].map(({ textContent }) => textContent);
      expect(shown, name).toEqual(keys.map((chord) => writtenKeys(i18n.t, chord)));
    }
  });

  it('that the element with the focus needs itself stay with it', async () => {
    await act(() => editor.click(BED));
    const before = editor.scene;
    const range = find('input[type=range]');
    for (const key of ['ArrowLeft', 'ArrowUp', 'Home']) expect(await press(range, key), key).toBe(false);
    const text = find('.field input');
    for (const key of ['Delete', 'Backspace', 'ArrowLeft', 'r', '.'])
      expect(await press(text, key), key).toBe(false);
    for (const key of ['a', 'c', 'v', 'x', 'z']) expect(await press(text, key, CTRL), key).toBe(false);
    expect(await press(text, 'я', { ...CTRL, code: 'KeyZ' })).toBe(false);
    await press(nameIn('slot-1'), 'ArrowUp');
    expect(editor.scene).toBe(before);
  });
});

describe('what is locked', () => {
  it('is neither deleted nor cut: the button is off and says why', async () => {
    await act(() => editor.click(BED));
    await act(() => void editor.run('toggle-locked'));
    const scene = editor.scene;
    expect(button('Delete').disabled).toBe(true);
    expect(button('Delete').title).toContain('locked: unlock it first');
    for (const key of ['Delete', 'Backspace', 'ArrowLeft', '+']) await press(find('.canvas'), key);
    expect([editor.run('cut'), editor.run('delete')]).toEqual([false, false]);
    expect(editor.scene).toBe(scene);
  });

  it('stays when what is selected beside it is cut, and is not copied', async () => {
    await act(() => editor.click(BED));
    await act(() => void editor.run('toggle-locked'));
    await act(() => editor.store.getState().select(['slot-1', 'slot-2']));
    expect(button('Delete').title).not.toContain('locked');
    await act(() => void editor.run('cut'));
    expect(editor.scene.blobs.map(({ id }) => id)).toEqual(['slot-0', 'slot-1']);
    await act(() => void editor.run('paste'));
    expect(editor.scene.blobs).toHaveLength(3);
  });
});
