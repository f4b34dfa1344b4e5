// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MountedApp, settle } from '../app/mounted-app';
import { readExportSettings } from '../../../src/editor/export-settings';
import { filming, press } from '../app/filming';

vi.mock('../../../src/app/sharing/exported-files', async (original) => ({
  ...(await original<object>()),
  videoFile: vi.fn(),
}));
vi.mock('../../../src/editor/canvas/konva', () => import('./konva-stand-in'));

let app: MountedApp | null = null;
afterEach(async () => {
  await app?.close();
  app = null;
  vi.restoreAllMocks();
});

describe('how a person exports', () => {
  it.each([
    null,
    7,
    [],
    { kind: 'hologram', scale: 3, format: 'avi', seconds: 1e9, easing: 1, beside: 'no' },
  ])('is as at the beginning where what was kept is not understood: %j', (kept) => {
    expect(readExportSettings(kept)).toEqual({
      kind: 'picture',
      scale: 1,
      format: null,
      seconds: 4,
      easing: 'smooth',
      beside: false,
    });
  });

  it('is as it was the last time, film and picture', async () => {
    app = await MountedApp.open();
    filming(app);
    const choose = (label: string, value: string): Promise<void> =>
      settle(() => {
        const labels = [...document.querySelectorAll('dialog label')];
        const field = labels
          .find(({ textContent }) => textContent?.startsWith(label))!
          .querySelector<HTMLSelectElement | HTMLInputElement>('select, input')!;
        const prototype = Object.getPrototypeOf(field) as object;
        Object.getOwnPropertyDescriptor(prototype, 'value')!.set!.call(field, value);
        field.dispatchEvent(new Event(field.matches('input') ? 'input' : 'change', { bubbles: true }));
      });
    const shown = (): string[] =>
      [...document.querySelectorAll<HTMLSelectElement>('dialog select, dialog input[type=number]')].map(
        ({ value }) => value,
      );
    const leave = (): Promise<void> =>
      settle(() => document.querySelector('dialog')!.dispatchEvent(new Event('cancel')));
    await press('Export an animation');
    await choose('Format', 'gif');
    await choose('Seconds', '7');
    await choose('Movement', 'linear');
    await leave();
    await press('Export a picture');
    await choose('What', 'map');
    await choose('Size', '4');
    await leave();
    await press('Export an animation');
    expect(shown()).toEqual(['gif', '7', 'linear']);
    await leave();
    await press('Export a picture');
    expect(shown()).toEqual(['map', '4']);
  });
});
