// @vitest-environment happy-dom
/** What comes into the page by any of its doors, what would be lost by leaving it, and what its scenes are called. */
import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { act } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { i18n } from '../../../src/editor/i18n';
import { sceneFromLayout, writeLink, writePngScene, writeSceneFile } from '../../../src/scene';
import { foreignPieces } from '../../../scripts/fuzz-page/languages';
import { sceneModel } from '../../../src/app/scene-model';
import { MODEL, layoutOf } from './fake-engine';
import { FIRST_SEED, MountedApp, NAMED, settle } from './mounted-app';

vi.mock('../../../src/editor/canvas/konva', () => import('../editor/konva-stand-in'));

const sceneOf = (seed: number) => sceneFromLayout(sceneModel(MODEL), layoutOf(seed), seed, 0);
const linkOf = (seed: number): string => `https://rooms.example/${writeLink(sceneOf(seed), NAMED)}`;
const plainPng = Uint8Array.from(encode({ width: 1, height: 1, data: new Uint8Array(4), channels: 4 }));

const sceneFile = (name: string, seed: number): File =>
  new File([writeSceneFile(sceneOf(seed), NAMED)], name, { type: 'application/json' });
const picture = (name: string, seed: number): File =>
  new File([writePngScene(plainPng, writeSceneFile(sceneOf(seed), NAMED, 0))], name, { type: 'image/png' });
const photo = new File([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)], 'IMG_1.jpg', { type: 'image/jpeg' });
const text = (name: string): File => new File(['Buy a bed'], name, { type: 'text/plain' });
const checkpoint = (name: string): File =>
  new File([zipSync({ 'archive/data.pkl': Uint8Array.of(1) })], name);

let app: MountedApp;
afterEach(async () => {
  await app.close();
  vi.restoreAllMocks();
});

describe('what is dropped', () => {
  it('as two scenes is one that opens, and one that is named', async () => {
    app = await MountedApp.open();
    await app.drop({ files: [sceneFile('kitchen.json', 5), picture('attic.png', 6)] });
    expect(app.seed).toBe(5);
    expect(app.notice).toContain('kitchen.json');
    expect(app.notice).toContain('attic.png');
  });

  it('as very many files is told of in a line all the same', async () => {
    app = await MountedApp.open();
    const others = Array.from({ length: 40 }, (_, index) => text(`note ${index}.txt`));
    await app.drop({ files: [sceneFile('kitchen.json', 5), ...others] });
    expect(app.notice).toContain('note 0.txt');
    expect(app.notice!.length).toBeLessThan(300);
  });

  it('as a link, or as a text with one in it, opens its scene', async () => {
    app = await MountedApp.open();
    await app.drop({ data: { 'text/uri-list': linkOf(5), 'text/plain': linkOf(5) } });
    expect([app.seed, app.notice]).toEqual([5, null]);
    await app.drop({ data: { 'text/plain': `Look at this: ${linkOf(6)}.` } });
    expect([app.seed, app.notice]).toEqual([6, null]);
  });

  it('as any other text or link changes nothing, and what can be opened is said', async () => {
    app = await MountedApp.open();
    for (const data of [
      { 'text/plain': 'Buy a bed' },
      { 'text/uri-list': 'https://example.com/#about', 'text/plain': 'https://example.com/#about' },
    ]) {
      await act(() => app.sharing.dismiss());
      await app.drop({ data });
      expect(app.notice).toContain('what opens here is');
    }
    expect(app.seed).toBe(FIRST_SEED);
  });
});

describe('a picture that was exported here', () => {
  it('opens its scene when the file is pasted', async () => {
    app = await MountedApp.open();
    await app.paste({ files: [picture('image.png', 5)] });
    expect([app.seed, app.notice]).toEqual([5, null]);
  });
});

describe('beside a checkpoint', () => {
  it.each([
    ['other files', () => [text('notes.txt'), checkpoint('bed.ckpt'), photo], ['notes.txt', 'IMG_1.jpg']],
    ['a second one', () => [checkpoint('bed.ckpt'), checkpoint('hall.ckpt')], ['hall.ckpt']],
    ['a scene', () => [checkpoint('bed.ckpt'), sceneFile('kitchen.json', 5)], ['bed.ckpt']],
  ])('%s are left alone, and that is said', async (_, files, left) => {
    app = await MountedApp.open();
    await app.drop({ files: files() });
    for (const name of left) expect(app.notice).toContain(name);
  });

  it('what goes with it is taken, and nothing is said', async () => {
    app = await MountedApp.open();
    await app.drop({ files: [checkpoint('bed.ckpt'), checkpoint('bed_mean_latent.pt')] });
    expect(app.convert).toHaveBeenCalledOnce();
    expect(app.notice).toBeNull();
  });
});

describe('the dialog of models', () => {
  it.each([
    ['a photo', photo, 'a JPEG picture'],
    ['a picture', new File([plainPng], 'shot.png'), 'a PNG picture'],
    ['a text', text('notes.txt'), 'a text'],
    ['other JSON', new File(['{"name": "x"}'], 'package.json'), 'a text'],
  ])('says in its place what a file is that is no checkpoint: %s', async (_, file, told) => {
    app = await MountedApp.open();
    await app.choose(file);
    expect(app.convert).not.toHaveBeenCalled();
    expect(app.dialog!.textContent).toContain(told);
    expect(app.dialog!.textContent).toContain(file.name);
    expect(app.dialog!.textContent).not.toContain('PyTorch checkpoint:');
    expect(app.seed).toBe(FIRST_SEED);
  });

  it.each([
    ['a picture that was exported', picture('room.png', 5)],
    ['a scene file', sceneFile('room.json', 5)],
  ])('opens a scene as every other door does: %s', async (_, file) => {
    app = await MountedApp.open();
    await app.choose(file);
    expect(app.convert).not.toHaveBeenCalled();
    expect(app.seed).toBe(5);
    expect(app.dialog).toBeNull();
  });

  it('converts a checkpoint, and lets the converter say what is wrong with other files of models', async () => {
    app = await MountedApp.open();
    await app.choose(checkpoint('bed.ckpt'));
    await app.choose(new File([Uint8Array.of(0x80, 2, 0x63)], 'stylegan.pkl'));
    expect(app.convert.mock.calls.map(([{ name }]) => name)).toEqual(['bed', 'stylegan.pkl']);
  });
});

describe('of what is asked for, the newest opens', () => {
  /** A file that takes its time to be read. */
  function slow(file: File): { file: File; letThrough: () => Promise<void> } {
    let go = (): void => undefined;
    const waits = new Promise<void>((resolve) => (go = resolve));
    const slice = file.slice.bind(file);
    const late = (...range: [number, number]) => ({
      arrayBuffer: () => waits.then(() => slice(...range).arrayBuffer()),
    });
    Object.defineProperty(file, 'slice', { value: late });
    return {
      file,
      letThrough: async () => {
        await settle(go);
      },
    };
  }

  it('a seed, though a file that was dropped before is read later', async () => {
    app = await MountedApp.open();
    const { file, letThrough } = slow(sceneFile('kitchen.json', 5));
    await app.drop({ files: [file, photo] });
    await act(() => app.session.openSeed(7, 0));
    await letThrough();
    expect([app.seed, app.notice]).toEqual([7, null]);
  });

  it('of files the one that was dropped last, whichever is read first', async () => {
    app = await MountedApp.open();
    const [first, second] = [slow(sceneFile('a.json', 5)), slow(sceneFile('b.json', 6))];
    await app.drop({ files: [first.file] });
    await app.drop({ files: [second.file] });
    await second.letThrough();
    await first.letThrough();
    expect(app.seed).toBe(6);
    const [third, last] = [slow(sceneFile('c.json', 7)), slow(sceneFile('d.json', 8))];
    await app.drop({ files: [third.file] });
    await app.drop({ files: [last.file] });
    await third.letThrough();
    await last.letThrough();
    expect(app.seed).toBe(8);
  });

  it('a seed that is on its way, though something that opens nothing is dropped meanwhile', async () => {
    app = await MountedApp.open();
    let arrive = (): void => undefined;
    app.engine.sample.mockImplementationOnce(
      () => new Promise((resolve) => (arrive = () => resolve([layoutOf(7)]))),
    );
    await act(() => void app.session.openSeed(7, 0));
    await app.drop({ files: [photo] });
    await settle(() => arrive());
    expect(app.seed).toBe(7);
  });
});

describe('before the page is left, the browser asks', () => {
  it('while a conversion runs', async () => {
    app = await MountedApp.open();
    let finish = (): void => undefined;
    app.convert.mockImplementation(() => new Promise((resolve) => (finish = () => resolve(MODEL.manifest))));
    expect(app.asksBeforeLeaving()).toBe(false);
    await app.choose(checkpoint('bed.ckpt'));
    expect(app.asksBeforeLeaving()).toBe(true);
    await settle(() => finish());
    expect(app.asksBeforeLeaving()).toBe(false);
  });

  it('as long as the newest state of the document could not be kept', async () => {
    app = await MountedApp.open();
    await app.edit();
    expect(app.asksBeforeLeaving()).toBe(false);
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    });
    await app.edit();
    expect(app.asksBeforeLeaving()).toBe(true);
    expect(app.notice).toContain('save it as a file');
    full.mockRestore();
    await app.edit();
    expect(app.asksBeforeLeaving()).toBe(false);
  });
});

describe('the language of the page', () => {
  const cards = (): string[] =>
    [...document.querySelectorAll<HTMLInputElement>('[data-testid=scene-card] input')].map(
      ({ value }) => value,
    );

  it('changes for every sentence, seen or heard', async () => {
    app = await MountedApp.open();
    await act(() => i18n.changeLanguage('fr'));
    const { scene, select } = app.session.scene.getState();
    const told = (): string => document.querySelector('[data-testid=announcement]')!.textContent;
    // What those hear who do not see the canvas comes when things rest.
    const rest = (): Promise<unknown> => act(() => new Promise((resolve) => setTimeout(resolve, 400)));
    await act(() => select([scene!.blobs[0]!.id]));
    await rest();
    await act(() => select([]));
    await rest();
    expect(told()).toBe('Rien n’est sélectionné');
    await act(() => i18n.changeLanguage('en'));
    expect(foreignPieces(document.body.textContent, 'en')).toEqual([]);
  });

  it('is that of scenes without a name of their own, which are called by their seeds: also the copies, the deleted and the replaced', async () => {
    app = await MountedApp.open();
    await app.edit();
    await act(() => app.session.openSeed(7, 0));
    await settle();
    expect(app.notice).toContain(`Room ${FIRST_SEED}`);
    await act(() => i18n.changeLanguage('fr'));
    expect(app.notice).toContain(`Pièce ${FIRST_SEED}`);
    await act(() => i18n.changeLanguage('en'));
    const opener = [...document.querySelectorAll('button')].find(({ textContent }) =>
      textContent?.startsWith('Scenes on this device'),
    );
    await settle(() => opener!.click());
    await act(() => app.sharing.duplicateScene(app.sharing.state.getState().scenes[0]!.id));
    expect(cards()).toEqual([`Room ${FIRST_SEED}`, `Room ${FIRST_SEED}`]);
    await act(() => app.sharing.deleteScene(app.sharing.state.getState().scenes[0]!.id));
    expect(app.dialog!.textContent).toContain(`Room ${FIRST_SEED} is deleted`);
    await act(() => i18n.changeLanguage('fr'));
    expect(cards()).toEqual([`Pièce ${FIRST_SEED}`]);
    expect(app.dialog!.textContent).toContain(`Pièce ${FIRST_SEED}`);
    expect(app.dialog!.textContent).not.toContain('Room');
  });
});
