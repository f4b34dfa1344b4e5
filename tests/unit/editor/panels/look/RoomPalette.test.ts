// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ToldThing, sceneFromLayout } from '../../../../../src/scene';
import { SCHEMA } from '../../../engine/attributes/tiny-attributes';
import { MODEL, layoutOf } from '../../../scene/fixtures';
import { find, mountEditor, type } from '../../mounted-editor';
import { TestEditor } from '../../test-editor';

vi.mock('../../../../../src/editor/canvas/konva', () => import('../../konva-stand-in'));
const picture = vi.hoisted(() => ({ colours: vi.fn() }));
vi.mock('../../../../../src/editor/picture-colours', () => ({ coloursOfPicture: picture.colours }));

const NAMES = ['back wall', 'bed', 'window', 'lamp'];
const GIVEN = ['#eeeeee', '#bb0000'];

const asked = vi.fn();
const traitsOf = async ({ feature, changes }: ToldThing) => {
  asked();
  const slot = 'slot' in feature ? feature.slot : feature.a.slot;
  return { class: NAMES[slot]!, values: { colour: GIVEN[slot]!, ...changes } };
};

let editor: TestEditor;
let unmount: () => void;
beforeEach(async () => {
  asked.mockClear();
  editor = new TestEditor(sceneFromLayout({ ...MODEL, names: NAMES }, layoutOf(7), 7, 0));
  await act(() => editor.ui.setState({ panel: 'rooms' }));
  unmount = await mountEditor(editor, { attributes: SCHEMA, traitsOf, slotNames: NAMES });
  expect(asked).not.toHaveBeenCalled();
  await act(() => void find('.room-palette summary').click());
  await act(() => void find('.room-palette').dispatchEvent(new Event('toggle')));
  await act(async () => undefined);
});
afterEach(() => {
  unmount();
  document.body.replaceChildren();
});

const said = () => editor.scene.blobs.map(({ changes }) => changes?.colour);
const named = (label: string): HTMLButtonElement => find(`.left [aria-label="${label}"]`);
const button = (text: string): HTMLButtonElement =>
  [...document.querySelectorAll<HTMLButtonElement>('.left button')].find(
    (each) => each.textContent === text,
  )!;
const click = (element: HTMLElement): Promise<void> => act(async () => element.click());
const bring = (name: string, type: string): Promise<void> =>
  act(async () => {
    const event = new Event('drop', { bubbles: true, cancelable: true });
    Object.assign(event, { dataTransfer: { files: [new File(['x'], name, { type })] } });
    find('.roles').dispatchEvent(event);
  });

it('has the roles that there is something of, in the colours of the room', () => {
  expect(
    [...document.querySelectorAll('.roles .swatch')].map((each) => each.getAttribute('aria-label')),
  ).toEqual(['Walls', 'Bed and sofa']);
});

it('is shuffled as one step, but for the colours that are to stay', async () => {
  await click(button('Shuffle'));
  expect(said()).toEqual(['#bb0000', '#eeeeee', undefined]);
  expect(editor.steps).toEqual(['palette']);
  await click(named('Walls: keep the colour'));
  expect(button('Shuffle').disabled).toBe(true);
});

it('takes a colour for all that is of a role', async () => {
  await click(named('Walls'));
  const hex = find<HTMLInputElement>('.left .hex input');
  await type(hex, '#334455');
  await act(() => hex.blur());
  expect(said()).toEqual(['#334455', undefined, undefined]);
});

it('takes its colours from a picture that is dropped on it, or says that it is none', async () => {
  picture.colours.mockResolvedValueOnce(['#ff0000', '#ffffff', '#000000']);
  await bring('holiday.jpg', 'image/jpeg');
  expect(said()).toEqual(['#ffffff', '#ff0000', undefined]);
  picture.colours.mockRejectedValueOnce(new DOMException('', 'InvalidStateError'));
  await bring('broken.png', 'image/png');
  expect(find('.left [role=alert]').textContent).toContain('choose a PNG or a JPEG');
  expect(editor.steps).toEqual(['palette']);
  await bring('notes.txt', 'text/plain');
  expect(picture.colours).toHaveBeenCalledTimes(2);
});
