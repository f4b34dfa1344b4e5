/** Models that a person brings: opened, kept on the device, opened again at once, deleted. */
import { test as base, expect } from '@playwright/test';
import { convertGolden } from '../../scripts/lib/golden';
import { randomCheckpoint } from '../../scripts/lib/random-checkpoint';
import { TorchWriter } from '../../scripts/lib/torch-writer';
import { gaussian } from '../../src/blobgan';
import { bytesSource } from '../../src/convert';
import { proves } from './features';
import { ModelsPage, type NamedBytes, fileOf } from './support/models-page';
import { NodeRooms, findMove, withMoved } from './support/node-rooms';
import { difference } from './support/pixels';
import { RoomPage } from './support/room-page';

const FOLDER = 'tests/golden/official-small';
/** Kept models store the decoder so. */
const STORAGE = { storage: 'float16' } as const;

const LATENT_DIM = 512;
const CHECKPOINT = await fileOf(`${FOLDER}/blobgan.ckpt`, 'small rooms.ckpt');
const MEAN_LATENT = await fileOf(`${FOLDER}/mean_latent.pt`);

/** Two latents of the golden model, as a published file holds them. */
function picksFile(): NamedBytes {
  const writer = new TorchWriter();
  const latents = gaussian(3, 9, 2 * LATENT_DIM);
  const tensor = writer.tensor({
    storageType: 'FloatStorage',
    shape: [2, LATENT_DIM],
    bytes: new Uint8Array(latents.buffer),
  });
  return { name: 'small_cherrypicked.pt', bytes: writer.toBytes(tensor) };
}

const test = base.extend<object, { small: NodeRooms }>({
  small: [
    // Playwright reads the fixtures that a fixture needs from this pattern: none.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const { name, bytes } = picksFile();
      await use(new NodeRooms(await convertGolden(FOLDER, { ...STORAGE, picks: bytesSource(bytes, name) })));
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test(
  'a checkpoint is opened with what goes with it, edited, and there again at the next visit',
  proves('model'),
  async ({ page, small }) => {
    const move = await findMove(small, [1]);
    const { seed } = move.scene;
    const room = await RoomPage.open(page, `/?seed=${seed}`);
    const models = new ModelsPage(page);
    await models.show();
    await expect(models.rows).toHaveCount(1);
    await models.opensAfter('small rooms', () => models.choose(CHECKPOINT, MEAN_LATENT, picksFile()));
    await expect(models.dialog).toBeHidden();
    const status = page.getByRole('contentinfo');
    await expect(status).toContainText('small rooms');
    await expect(status).toContainText('64 px');

    // What the tab converted draws what Node converted draws.
    const opened = await room.pixels();
    expect(difference(opened, await small.draw(move.scene)).max).toBeLessThanOrEqual(1);

    // Dragging a blob changes the picture, as Node says.
    const [from, to] = [await room.onPixel(move.blob), await room.onPixel(move.to)];
    await room.drawnAfter(() => room.drag(from, to));
    const dragged = await room.pixels();
    expect(difference(opened, dragged, move.was).mean).toBeGreaterThan(2);
    const moved = await small.draw(withMoved(move.scene, move.blob, from, to));
    expect(difference(dragged, moved).max).toBeLessThanOrEqual(1);

    // A room that the model's authors picked has a seed below 0.
    await room.drawnAfter(async () => {
      await room.seed.fill('-2');
      await room.seed.press('Enter');
    });
    expect(difference(await room.pixels(), await small.draw(await small.scene(-2))).max).toBeLessThanOrEqual(
      1,
    );

    // The next visit opens on it, with nothing converted: no worker for that is started.
    const workers: string[] = [];
    page.on('worker', (worker) => workers.push(worker.url()));
    await page.goto(`/?seed=${seed}`);
    await room.settle();
    expect(difference(await room.pixels(), opened).max).toBeLessThanOrEqual(1);
    expect(workers.length).toBeGreaterThan(0);
    expect(workers.filter((url) => url.includes('convert'))).toEqual([]);

    await models.show();
    await expect(models.rows).toHaveCount(2);
    await expect(models.rows.filter({ hasText: 'small rooms' })).toContainText(
      /64 px · 10 blobs · \d+\.\d MB/,
    );
    const stored = await models.stored();
    expect(stored.map((path) => path.split('/').at(-1))).toEqual([
      'layout.onnx',
      'manifest.json',
      'picks.bin',
      'stage-32.onnx',
      'stage-64.onnx',
    ]);

    // The open one cannot be deleted: the page's own is opened first.
    await expect(page.getByRole('button', { name: 'Delete small rooms from this device' })).toBeDisabled();
    await models.opensAfter('Rooms', () => page.getByRole('button', { name: 'Open Rooms' }).click());
    await expect(status).not.toContainText('small rooms');
    await models.show();
    await page.getByRole('button', { name: 'Delete small rooms from this device' }).click();
    await expect(models.rows).toHaveCount(1);
    expect(await models.stored()).toEqual([]);
  },
);

test('a checkpoint that is dropped on the page opens, and two models are listed', async ({ page, small }) => {
  const room = await RoomPage.open(page, '/?seed=5');
  const models = new ModelsPage(page);
  await models.opensAfter('small rooms', () => models.drop(CHECKPOINT, MEAN_LATENT));
  expect(difference(await room.pixels(), await small.draw(await small.scene(5))).max).toBeLessThanOrEqual(1);
  const other = await fileOf('tests/golden/trainer-128/blobgan.ckpt', 'trained.ckpt');
  await models.opensAfter('trained', () => models.drop(other));
  await expect(page.getByRole('contentinfo')).toContainText('128 px');
  await models.show();
  await expect(models.rows).toHaveCount(3);
  await models.opensAfter('small rooms', () =>
    page.getByRole('button', { name: 'Open small rooms' }).click(),
  );
  await expect(page.getByRole('contentinfo')).toContainText('small rooms');
});

test('a conversion shows how far it is; cancelled, it leaves the room and the device as they were', async ({
  page,
}) => {
  const room = await RoomPage.open(page);
  const models = new ModelsPage(page);
  const before = await room.pixels();
  const picture = await room.picture.getAttribute('data-picture-id');
  // A layout network of the published size: its mean latent, of 10,000 latents, takes a while.
  const { writer, root } = randomCheckpoint({
    resolution: 64,
    inputSize: 16,
    width: 1,
    featureDim: 8,
    styleDim: 8,
    latentDim: 512,
    hiddenDim: 1024,
    layers: 8,
    blobCount: 4,
  });
  await models.show();
  await models.choose({ name: 'slow.ckpt', bytes: writer.toBytes(root) });
  const part = async (): Promise<number> => Number(await models.progress.getAttribute('value'));
  await expect.poll(part, { timeout: 60_000, intervals: [20] }).toBeGreaterThan(0);
  const first = await part();
  await expect.poll(part, { timeout: 60_000, intervals: [20] }).toBeGreaterThan(first);
  await expect(models.dialog).toContainText(/Reading the checkpoint, \d+ %/);
  // Escape does not hide what goes on.
  await page.keyboard.press('Escape');
  await expect(models.dialog).toBeVisible();
  await models.dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(models.progress).toHaveCount(0);
  await expect(models.failure).toHaveCount(0);
  await expect(models.rows).toHaveCount(1);
  await expect.poll(() => models.stored()).toEqual([]);
  expect(await room.picture.getAttribute('data-picture-id')).toBe(picture);
  expect(difference(await room.pixels(), before).max).toBe(0);
});

test('a model that was damaged on the device is named, and the page opens with its own', async ({ page }) => {
  const room = await RoomPage.open(page);
  const own = await room.pixels();
  const models = new ModelsPage(page);
  await models.opensAfter('small rooms', () => models.drop(CHECKPOINT, MEAN_LATENT));
  await page.evaluate(async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    for await (const folder of root.values()) {
      const file = await (folder as FileSystemDirectoryHandle).getFileHandle('stage-64.onnx');
      const stream = await file.createWritable({ keepExistingData: true });
      await stream.truncate(1000);
      await stream.close();
    }
  });
  await page.reload();
  await room.settle();
  await expect(models.failure).toContainText(/stage-64\.onnx/);
  await expect(models.rows).toHaveCount(2);
  expect(difference(await room.pixels(), own).max).toBe(0);
  // The next visit is spared the sentence.
  await page.reload();
  await room.settle();
  await expect(models.dialog).toBeHidden();
});
