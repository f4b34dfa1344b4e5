/** What is exported: pictures of every kind, and a film that is decoded again. */
import { decode } from 'fast-png';
import { readFileSync } from 'node:fs';
import { layersIn } from '../psd';
import { isBackdrop } from '../../src/scene';
import { proves } from './features';
import { expect, test } from './support/fixtures';
import { type Picture, difference, pictureOf } from './support/pixels';
import { downloaded, editThings, runCommand } from './support/sharing';

test.use({ seed: 3 });

test(
  'every kind of picture has its size and shows what it says; layers are a PSD with a name for each',
  proves('export-picture', 'export-layers'),
  async ({ room, move: { blob } }) => {
    const { page } = room;
    const screen = await room.pixels();
    // The room's surfaces are no layers of their own.
    const things = (await room.order()).filter((name) => !isBackdrop(name.toLowerCase()));
    await page.getByRole('banner').getByRole('button', { name: 'Export', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Export a picture' });
    const make = async (
      kind: string,
      size = 0,
    ): Promise<{ name: string; image: ReturnType<typeof decode> }> => {
      await dialog.getByLabel('What').selectOption({ label: kind });
      await dialog.getByLabel('Size').selectOption({ index: size });
      const { name, bytes } = await downloaded(page, () =>
        dialog.getByRole('button', { name: 'Download' }).click(),
      );
      return { name, image: decode(bytes) };
    };
    const colours = ({ data, channels }: ReturnType<typeof decode>): Set<number> =>
      new Set(Array.from({ length: data.length / channels }, (_, at) => Number(data[at * channels]) >> 3));

    type Image = ReturnType<typeof decode>;
    const brightness = ({ data, channels, width }: Image, x: number, y: number): number[] =>
      [0, 1, 2].map((channel) => Number(data[(y * width + x) * channels + channel]));
    /** Mean difference of two pictures of as many pixels, in grey levels, from a column of the first one on. */
    const apart = (a: Image, b: Image, left = 0): number => {
      let sum = 0;
      for (let y = 0; y < b.height; y++)
        for (let x = 0; x < b.width; x++) {
          const [one, other] = [brightness(a, left + x, y), brightness(b, x, y)];
          sum += one.reduce((all, value, at) => all + Math.abs(value - other[at]!), 0) / 3;
        }
      return sum / (b.width * b.height);
    };

    const plain = await make('Picture');
    expect(difference(pictureOf(plain.image), screen).max).toBeLessThanOrEqual(1);
    const large = await make('Picture', 2);
    expect([large.image.width, large.image.height]).toEqual([screen.side * 4, screen.side * 4]);
    expect(large.name).toBe('blobroom-room-3-4x.png');
    const map = await make('Blob map');
    expect(map.image.width).toBe(screen.side);
    expect(colours(map.image).size).toBeGreaterThan(5);
    const named = await make('Blob map with names', 2);
    expect(named.image.width).toBe(screen.side * 4);
    // Names are written over the map: a little of it is another colour, and not more.
    const unnamed = await make('Blob map', 2);
    const written = apart(named.image, unnamed.image);
    expect(written).toBeGreaterThan(0.5);
    expect(written).toBeLessThan(40);
    const beside = await make('Picture beside its blob map');
    expect([beside.image.width, beside.image.height]).toEqual([screen.side * 2, screen.side]);
    expect(apart(beside.image, plain.image)).toBeLessThanOrEqual(1);
    expect(apart(beside.image, map.image, screen.side)).toBeLessThanOrEqual(1);
    const cut = await make('Cut-out of one thing, transparent');
    expect(cut.image.channels).toBe(4);
    // Cropped to the thing, and by its outline.
    const { width, height, data } = cut.image;
    expect(Math.min(width, height)).toBeLessThan(screen.side);
    const alphas = Array.from({ length: width * height }, (_, at) => Number(data[at * 4 + 3]));
    expect(Math.min(...alphas)).toBe(0);
    expect(Math.max(...alphas)).toBeGreaterThan(128);

    await dialog.getByLabel('What').selectOption({ label: 'Layers (PSD)' });
    await dialog.getByLabel('Size').selectOption({ index: 0 });
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await expect(dialog.getByRole('status')).toContainText('Ready', { timeout: 90_000 });
    const layered = await downloaded(page, () => dialog.getByRole('button', { name: 'Download' }).click());
    expect(layered.name).toBe('blobroom-room-3-layers.psd');
    const psd = layersIn(layered.bytes);
    const names = psd.children!.map((layer) => layer.name!);
    expect(names).toEqual(['Picture', ...things.toReversed()]);
    const { data: composite } = psd.imageData!;
    const flat = { side: psd.width, rgba: new Uint8Array(composite) };
    expect(difference(flat, screen).max).toBeLessThanOrEqual(1);
    // One whose middle is nobody else's.
    const name = things.find((thing) => thing.toLowerCase() === blob.name)!;
    const [, own] = psd.children!.find((layer) => layer.name === name)!.children!;
    expect([own!.name, own!.imageData!.width < screen.side]).toEqual([name, true]);
    // Shown on top of each other as the file opens, the layers are the picture.
    const cutOut = own!.imageData!;
    const [column, row] = [Math.round(blob.x * screen.side), Math.round(blob.y * screen.side)];
    const at = (cutOut.width * (row - own!.top!) + column - own!.left!) * 4;
    const there = (screen.side * row + column) * 4;
    for (const channel of [0, 1, 2])
      expect(Math.abs(cutOut.data[at + channel]! - screen.rgba[there + channel]!)).toBeLessThanOrEqual(1);
  },
);

test(
  'a film of the edit: its frames, its size, its first and last picture',
  proves('export-film'),
  async ({ room, browser, baseURL }) => {
    const { page } = room;
    const first = await room.pixels();
    await editThings(room, 3);
    const last = await room.pixels();
    await runCommand(page, 'Export an animation');
    const dialog = page.getByRole('dialog', { name: 'Export an animation' });
    await dialog.getByLabel('Format').selectOption('webm');
    await dialog.getByLabel('Seconds').fill('1');
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog.getByRole('button', { name: 'Make it' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Make it' }).click();
    // It goes on while a person works: the bar says how far it is, and leads back to it.
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    const inBar = page.getByRole('banner').getByRole('button', { name: 'Film' });
    await expect(inBar).toContainText(/\d+ %/);
    await room.things.first().locator('button').first().click();
    await room.canvas.focus();
    await room.drawnAfter(() => page.keyboard.press('Shift+ArrowUp'));
    await expect(inBar).toContainText('ready', { timeout: 90_000 });
    await inBar.click();
    await expect(dialog.getByRole('status')).toContainText('Ready');
    const { name, bytes } = await downloaded(page, () =>
      dialog.getByRole('button', { name: 'Download' }).click(),
    );
    expect(name).toBe('blobroom-room-3.webm');
    await page.keyboard.press('Escape');
    await expect(inBar).toHaveCount(0);

    // In a page of its own: the editor's policy lets no library in. Its address is a secure one: others decode no video.
    const reader = await browser.newPage({ serviceWorkers: 'block' });
    await reader.route(`${baseURL}/reader`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    await reader.goto(`${baseURL}/reader`);
    await reader.addScriptTag({
      content: readFileSync('node_modules/mediabunny/dist/bundles/mediabunny.min.cjs', 'utf8'),
    });
    const film = await reader.evaluate(async (base64) => {
      const { ALL_FORMATS, BlobSource, CanvasSink, Input } = (
        globalThis as unknown as { Mediabunny: typeof import('mediabunny') }
      ).Mediabunny;
      const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(new Blob([data])) });
      const track = (await input.getPrimaryVideoTrack())!;
      const frames: number[][] = [];
      let [width, height] = [0, 0];
      for await (const { canvas } of new CanvasSink(track).canvases()) {
        [width, height] = [canvas.width, canvas.height];
        const small = new OffscreenCanvas(64, 64).getContext('2d')!;
        small.drawImage(canvas, 0, 0, 64, 64);
        frames.push([...small.getImageData(0, 0, 64, 64).data]);
      }
      return { width, height, count: frames.length, first: frames[0]!, last: frames.at(-1)! };
    }, bytes.toString('base64'));
    await reader.close();
    expect(film.count).toBe(25);
    const side = Math.max(256, first.side);
    expect([film.width, film.height]).toEqual([side, side]);
    const picture = (rgba: number[]): Picture => ({ side: 64, rgba: Uint8Array.from(rgba) });
    const small = ({ side: from, rgba }: Picture): Picture => {
      const step = from / 64;
      const out = new Uint8Array(64 * 64 * 4);
      for (let at = 0; at < 64 * 64; at++) {
        const source = (Math.floor(at / 64) * step * from + (at % 64) * step) * 4;
        out.set(rgba.subarray(source, source + 4), at * 4);
      }
      return { side: 64, rgba: out };
    };
    // A codec loses a little; the two ends are farther apart than that.
    const [near, far] = [
      difference(picture(film.first), small(first)).mean,
      difference(picture(film.first), small(last)).mean,
    ];
    expect(near).toBeLessThan(6);
    expect(far).toBeGreaterThan(near);
    expect(difference(picture(film.last), small(last)).mean).toBeLessThan(6);
  },
);

test(
  'by key: Ctrl+O asks for a file, Ctrl+Shift+O shows the scenes, Ctrl+Shift+E exports, Shift+Alt+C copies the picture',
  proves('key:Mod+o', 'key:Mod+Shift+o', 'key:Mod+Shift+e', 'key:Alt+Shift+c'),
  async ({ room }) => {
    const { page } = room;
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')]);
    expect(chooser.isMultiple()).toBe(true);
    for (const [key, name] of [
      ['Control+Shift+o', 'Scenes on this device'],
      ['Control+Shift+e', 'Export a picture'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog', { name })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.keyboard.press('Alt+Shift+c');
    await expect(page.getByTestId('sharing-notice')).toContainText('on the clipboard');
    const base64 = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const bytes = new Uint8Array(await (await item!.getType('image/png')).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    });
    const copied = pictureOf(decode(Buffer.from(base64, 'base64')));
    expect(difference(copied, await room.pixels()).max).toBeLessThanOrEqual(1);
    await page.getByTestId('sharing-notice').getByRole('button', { name: 'Dismiss' }).click();
  },
);
