// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AttributeSchema } from '../../../../../src/convert/attributes';
import { Telling } from '../../../../../src/engine/attributes/telling';
import { type ToldThing, sceneFromLayout } from '../../../../../src/scene';
import { SCHEMA, rowsOf } from '../../../engine/attributes/tiny-attributes';
import { MODEL, layoutOf } from '../../../scene/fixtures';
import { find, mountEditor, press, type } from '../../mounted-editor';
import { TestEditor } from '../../test-editor';

vi.mock('../../../../../src/editor/canvas/konva', () => import('../../konva-stand-in'));

const BED = 'slot-1';
/** The model's slots are a carpet, a bed, a window and a lamp: here two of them are walls. */
const NAMES = ['back wall', 'bed', 'left wall', 'lamp'];
const left = { ...SCHEMA.classes[1]!, name: 'left wall' };
const attributes: AttributeSchema = { ...SCHEMA, classes: [...SCHEMA.classes, left] };
const telling = new Telling(SCHEMA);
const READ = {
  ...{ model: 'S:bed1', pattern: 'none', patternScale: 1, lampOn: 0, 'yaw.cos': 1, 'yaw.sin': 0 },
  ...{ 'colour.r': 1, 'colour.g': 0, 'colour.b': 0, 'wood.r': 0, 'wood.g': 0, 'wood.b': 0 },
};

/** As the engine reads the thing of a slot, with what it is told. */
const traitsOf = async ({ feature, changes = {} }: ToldThing) => {
  const slot = 'slot' in feature ? feature.slot : feature.a.slot;
  const rows = rowsOf({ ...READ, class: slot === 1 ? 'bed' : 'back wall' });
  telling.tell(rows, 0, changes, null);
  return telling.traitsOf(rows, 0);
};

let editor: TestEditor;
let unmount: () => void;

async function mount(schema: AttributeSchema | null = attributes): Promise<void> {
  editor = new TestEditor(sceneFromLayout({ ...MODEL, names: NAMES }, layoutOf(7), 7, 0));
  unmount = await mountEditor(editor, { attributes: schema, traitsOf, slotNames: NAMES });
  await act(() => editor.ui.setState({ inspecting: 'look' }));
  await select(BED);
}

async function select(id: string): Promise<void> {
  await act(() => editor.store.getState().select([id]));
  // What the thing is comes a moment later.
  await act(async () => undefined);
}

beforeEach(() => mount());
afterEach(() => {
  unmount();
  document.body.replaceChildren();
});

const named = <T extends HTMLElement = HTMLButtonElement>(label: string): T =>
  find<T>(`.look [aria-label="${label}"]`);
const click = (element: HTMLElement): Promise<void> => act(async () => element.click());
const said = (id = BED) => editor.blob(id).changes;

async function slide(input: HTMLInputElement, ...values: number[]): Promise<void> {
  await act(() => void input.dispatchEvent(new Event('pointerdown', { bubbles: true })));
  for (const value of values)
    await act(() => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, String(value));
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
}
const letGo = (input: HTMLInputElement): Promise<void> =>
  act(async () => void input.dispatchEvent(new Event('pointerup', { bubbles: true })));

describe('the look of a thing', () => {
  it('has what its class can be told, as the model reads it', async () => {
    const swatches = [...document.querySelectorAll('.swatches button')].map((each) =>
      each.getAttribute('aria-label'),
    );
    expect(swatches).toEqual(['Colour', 'Wood']);
    expect(named<HTMLInputElement>('Colour, hexadecimal').value).toBe('#ff0000');
    expect(named('Pattern').textContent).toBe('PlainStripes');
    expect(named('Plain').getAttribute('aria-pressed')).toBe('true');
    expect(named('Facing').getAttribute('aria-valuenow')).toBe('0');
    await select('slot-0');
    expect(document.querySelector('[aria-label="Facing"]')).toBeNull();
    expect(document.querySelector('[aria-label="Next model"]')).toBeNull();
  });

  it('is drawn live while a slider is dragged, and is one step in the end', async () => {
    const hue = named<HTMLInputElement>('Hue');
    await slide(hue, 60, 120, 240);
    expect(said()).toEqual({ colour: '#0000ff' });
    expect(editor.steps).toEqual([]);
    await letGo(hue);
    expect(editor.steps).toEqual(['look']);
    await act(() => void editor.key('z', { ctrlKey: true }));
    expect(said()).toBeUndefined();
  });

  it('takes a colour that is typed, and says what is wrong with one that is none', async () => {
    const hex = named<HTMLInputElement>('Colour, hexadecimal');
    await type(hex, '#A53');
    await press(hex, 'Enter');
    expect(said()).toEqual({ colour: '#aa5533' });
    await type(hex, 'reddish');
    await press(hex, 'Enter');
    expect(find('.look [role=alert]').textContent).toContain('#a1543c is expected');
    expect(said()).toEqual({ colour: '#aa5533' });
    expect(editor.steps).toEqual(['look']);
  });

  it('takes the colour of one part alone, and one that was used before', async () => {
    await click(named('Wood'));
    await type(named('Wood, hexadecimal'), '#00ff00');
    await press(named('Wood, hexadecimal'), 'Enter');
    await click(named('Colour'));
    await click(named('#00ff00'));
    expect(said()).toEqual({ wood: '#00ff00', colour: '#00ff00' });
  });

  it('takes another pattern, and another model by the arrows, which go round', async () => {
    await click(named('Stripes'));
    await click(named('Next model'));
    expect(said()).toEqual({ pattern: 'stripes', model: 'S:bed2' });
    await click(named('Next model'));
    expect(said()).toMatchObject({ model: 'S:bed1' });
    await click(named('Wide bed'));
    expect(said()).toMatchObject({ model: 'S:bed2' });
  });

  it('turns by the arrow keys, in eighths with Shift, and the keys move nothing else', async () => {
    const { x } = editor.blob(BED);
    await press(named('Facing'), 'ArrowRight');
    expect(said()).toEqual({ facing: 5 });
    await press(named('Facing'), 'ArrowLeft', { shiftKey: true });
    expect(said()).toEqual({ facing: 320 });
    await press(named('Facing'), 'Home');
    expect(said()).toEqual({ facing: 0 });
    expect(editor.blob(BED).x).toBe(x);
    expect(editor.steps).toEqual(['look']);
  });

  it('has switches and sizes', async () => {
    await click(find<HTMLInputElement>('.look .switch input'));
    const size = find<HTMLInputElement>('.look input[max="4"]');
    await slide(size, 2);
    await letGo(size);
    expect(said()).toEqual({ lampOn: true, patternScale: 2 });
  });

  it('goes back to how it came', async () => {
    const back = [...document.querySelectorAll<HTMLButtonElement>('.look > button')].at(-1)!;
    expect(back.disabled).toBe(true);
    await click(named('Stripes'));
    await click(back);
    expect(said()).toBeUndefined();
  });

  it('of one wall, or of all of them', async () => {
    await select('slot-0');
    await click(named('Checks'));
    expect([said('slot-0'), said('slot-2')]).toEqual([{ pattern: 'checks' }, undefined]);
    await click(find<HTMLInputElement>('.look .segment:nth-child(2) input'));
    await click(named('Plain'));
    expect([said('slot-0'), said('slot-2'), said()]).toEqual([
      { pattern: 'none' },
      { pattern: 'none' },
      undefined,
    ]);
  });

  it('is nothing where the model knows no attributes: the panel is that of shapes', async () => {
    unmount();
    document.body.replaceChildren();
    await mount(null);
    expect(document.querySelector('.look')).toBeNull();
    expect(document.querySelector('.light')).toBeNull();
    expect(find('.of-one .shape').className).toBe('shape');
    expect(document.querySelectorAll('.of-one .segmented')).toHaveLength(0);
  });
});

describe('the light of the room', () => {
  beforeEach(() => act(() => editor.ui.setState({ panel: 'rooms' })));

  it('is a preset, warmer or stronger, and the room’s own again', async () => {
    const presets = [...document.querySelectorAll<HTMLInputElement>('.light .segment input')];
    await click(presets[2]!);
    const [warmth] = document.querySelectorAll<HTMLInputElement>('.light input[type=range]');
    await slide(warmth!, 0.5, 0.25);
    await letGo(warmth!);
    expect(editor.scene.light).toEqual({ preset: 'evening', warmth: 0.25 });
    expect(editor.steps).toEqual(['light', 'light']);
    await click(presets[0]!);
    expect(editor.scene.light).toEqual({ warmth: 0.25 });
    await slide(warmth!, 0);
    await letGo(warmth!);
    expect(editor.scene.light).toBeUndefined();
  });
});
