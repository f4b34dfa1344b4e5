// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MountedApp, settle } from '../app/mounted-app';
import { filming, press } from '../app/filming';

vi.mock('../../../src/app/sharing/exported-files', async (original) => ({
  ...(await original<object>()),
  videoFile: vi.fn(),
}));
vi.mock('../../../src/editor/canvas/konva', () => import('./konva-stand-in'));

let app: MountedApp;
afterEach(async () => {
  await app.close();
  vi.restoreAllMocks();
});

describe('a film', () => {
  const dialog = (): Element | null => document.querySelector('dialog');
  const bar = (): string | undefined => document.querySelector('.film')?.textContent;
  const leave = (): Promise<void> => settle(() => dialog()!.dispatchEvent(new Event('cancel')));

  it('goes on when its dialog is left, says how far it is, and can be come back to', async () => {
    app = await MountedApp.open();
    const { finish, download } = filming(app);
    await press('Export an animation');
    await press('Make it');
    expect(bar()).toBeUndefined();
    await leave();
    expect(dialog()).toBeNull();
    expect(bar()).toBe('Film, 25 %');
    await settle(finish);
    expect(bar()).toBe('Film: ready');
    await press('Film');
    await press('Download');
    expect(download).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ name: 'film.zip' }));
    await leave();
    expect(bar()).toBeUndefined();
  });

  it('that failed says so beside the other buttons, and why in its dialog', async () => {
    app = await MountedApp.open();
    const { fail } = filming(app);
    await press('Export an animation');
    await press('Make it');
    await leave();
    await settle(fail);
    expect(bar()).toBe('Film: not made');
    await press('Film');
    expect(dialog()!.textContent).toContain('cannot encode GIF');
  });

  it('that is cancelled leaves nothing, and nothing of it comes later', async () => {
    app = await MountedApp.open();
    const { finish } = filming(app);
    await press('Export an animation');
    await press('Make it');
    await press('Cancel');
    await settle(finish);
    expect(dialog()!.textContent).not.toContain('Ready');
    expect(app.asksBeforeLeaving()).toBe(false);
  });

  it('ends with the model that draws it, and says so', async () => {
    app = await MountedApp.open();
    filming(app);
    await press('Export an animation');
    await press('Make it');
    await leave();
    await settle(() => app.shell.open({ kind: 'stored', id: 'another' }));
    expect(app.asksBeforeLeaving()).toBe(false);
    await press('Film');
    expect(dialog()!.textContent).toContain('because another model was opened');
  });

  it('makes the browser ask before the page is left, until it is downloaded', async () => {
    app = await MountedApp.open();
    const { finish } = filming(app);
    await press('Export an animation');
    expect(app.asksBeforeLeaving()).toBe(false);
    await press('Make it');
    expect(app.asksBeforeLeaving()).toBe(true);
    await settle(() => finish());
    expect(app.asksBeforeLeaving()).toBe(true);
    await press('Download');
    expect(app.asksBeforeLeaving()).toBe(false);
  });
});
