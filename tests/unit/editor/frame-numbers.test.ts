// @vitest-environment happy-dom
/** The inspector's numbers of a thing as it stands: width and height, and an angle that is never more than it leans. */
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { find, mountEditor, press, type } from './mounted-editor';
import { TestEditor } from './test-editor';

vi.mock('../../../src/editor/canvas/konva', () => import('./konva-stand-in'));

const BED = { x: 0.4, y: 0.7 };

let editor: TestEditor;
let unmount: () => void;
beforeEach(async () => {
  editor = new TestEditor();
  unmount = await mountEditor(editor);
  await act(() => editor.click(BED));
  await act(() => {
    editor.store.getState().edit('stretch', (scene) => ({
      ...scene,
      // Upright, as the document has it.
      blobs: scene.blobs.map((blob) => ({ ...blob, aspect: 4, angle: Math.PI / 2 })),
    }));
  });
});
afterEach(() => {
  unmount();
  document.body.replaceChildren();
});

const label = (text: string): HTMLLabelElement =>
  [...document.querySelectorAll<HTMLLabelElement>('.number-field label')].find(
    ({ textContent }) => textContent === text,
  )!;
const field = (text: string): HTMLInputElement => find(`[id="${label(text).htmlFor}"]`);
const told = (text: string): number => Number(field(text).value);
const set = async (text: string, value: string): Promise<void> => {
  await type(field(text), value);
  await press(field(text), 'Enter');
};

describe('the numbers of an upright thing', () => {
  it('are those of an upright box', async () => {
    expect(told('Angle')).toBe(0);
    expect(told('Aspect')).toBe(0.25);
    // The published epsilon makes every blob a little rounder.
    expect(told('Height') / told('Width')).toBeCloseTo(4, 1);
  });

  it('can be set one by one: width and height keep each other, and the document keeps its own way of telling', async () => {
    const [width, height] = [told('Width'), told('Height')];
    await set('Width', '*2');
    expect(told('Width')).toBeCloseTo(2 * width, 0);
    expect([told('Height'), told('Angle')]).toEqual([expect.closeTo(height, 0), 0]);
    await set('Height', String(width));
    expect([told('Height'), told('Angle')]).toEqual([expect.closeTo(width, 0), 0]);
    expect(told('Aspect')).toBeCloseTo(2, 1);
    await set('Aspect', '0.5');
    expect([told('Aspect'), told('Angle')]).toEqual([0.5, 0]);
    await set('Angle', '10');
    expect([told('Aspect'), told('Angle')]).toEqual([0.5, expect.closeTo(10, 0)]);
    const { aspect, angle } = editor.blob('slot-1');
    expect([aspect, (angle * 180) / Math.PI]).toEqual([2, expect.closeTo(-80, 0)]);
    expect(editor.steps.slice(-5)).toEqual(['stretch', 'stretch', 'stretch', 'stretch', 'rotate']);
  });

  it('go on while the angle is scrubbed past 45 degrees, and are folded at rest', async () => {
    const handle = label('Angle');
    handle.setPointerCapture = () => undefined;
    const at = (name: string, clientX: number) =>
      act(() => {
        handle.dispatchEvent(
          new PointerEvent(name, { clientX, button: 0, pointerId: 1, bubbles: true, cancelable: true }),
        );
      });
    await at('pointerdown', 0);
    for (const degrees of [30, 44, 46, 60, 100]) {
      await at('pointermove', 3 * degrees);
      expect([told('Angle'), told('Aspect')]).toEqual([expect.closeTo(degrees, 0), 0.25]);
    }
    await at('pointerup', 300);
    expect([told('Angle'), told('Aspect')]).toEqual([expect.closeTo(10, 0), 4]);
  });
});
