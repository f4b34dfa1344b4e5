/** Files that are no model, and a device that is full: one sentence, and the room as it was. */
import { expect, test } from '@playwright/test';
import { orderedDict, TorchWriter } from '../../scripts/lib/torch-writer';
import { ModelsPage, type NamedBytes, fileOf } from './support/models-page';
import { difference } from './support/pixels';
import { RoomPage } from './support/room-page';

const FOLDER = 'tests/golden/official-small';
const { bytes: CHECKPOINT } = await fileOf(`${FOLDER}/blobgan.ckpt`);
const MEAN_LATENT = await fileOf(`${FOLDER}/mean_latent.pt`);

/** The keys of a StyleGAN2 checkpoint. */
function styleGan2(): Uint8Array {
  const writer = new TorchWriter();
  const constant = writer.tensor({
    storageType: 'FloatStorage',
    shape: [1, 4, 4, 4],
    bytes: new Uint8Array(256),
  });
  return writer.toBytes(new Map([['g_ema', orderedDict(new Map([['input.input', constant]]))]]));
}

/** How torch.save began before version 1.6. */
const OLD = Uint8Array.of(
  0x80,
  2,
  0x8a,
  10,
  0x6c,
  0xfc,
  0x9c,
  0x46,
  0xf9,
  0x20,
  0x6a,
  0xa8,
  0x50,
  0x19,
  0x2e,
);

/** One bit is another, in what the file says of the network that is used. */
const flipped = (): Uint8Array => {
  const file = Buffer.from(CHECKPOINT);
  file[file.indexOf('generator_ema.')]! ^= 1;
  return file;
};

/** What a person brings -> the sentence. */
const REFUSALS: readonly [string, () => readonly NamedBytes[], string | RegExp][] = [
  [
    'any file',
    () => [
      { name: 'holiday.ckpt', bytes: Uint8Array.from({ length: 5_000 }, (_, at) => (at * 7 + 1) % 251) },
    ],
    'holiday.ckpt is not a PyTorch checkpoint: open a BlobGAN checkpoint (.ckpt).',
  ],
  [
    'StyleGAN2',
    () => [{ name: 'faces.pt', bytes: styleGan2() }],
    'faces.pt is a StyleGAN2 checkpoint; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  ],
  [
    'a file from before PyTorch 1.6',
    () => [{ name: 'old.pt', bytes: OLD }],
    "old.pt is in PyTorch's format from before version 1.6, which cannot be read in part: load it in a current PyTorch and save it again with torch.save.",
  ],
  [
    'half a download',
    () => [{ name: 'half.ckpt', bytes: CHECKPOINT.slice(0, CHECKPOINT.length / 2) }],
    'half.ckpt begins like a zip file and has no end, so that the download is incomplete: fetch it again.',
  ],
  [
    'a damaged file',
    () => [{ name: 'scratched.ckpt', bytes: flipped() }, MEAN_LATENT],
    /^scratched\.ckpt is damaged \(.+\): fetch it again\.$/,
  ],
  [
    'a mean latent alone',
    () => [MEAN_LATENT],
    'mean_latent.pt goes with a checkpoint: bring the checkpoint (.ckpt) together with it.',
  ],
];

test('what is no model gets a sentence, and the room stays', async ({ page }) => {
  const room = await RoomPage.open(page);
  const models = new ModelsPage(page);
  const before = await room.pixels();
  const names = await room.names();
  const picture = await room.picture.getAttribute('data-picture-id');
  await models.show();
  for (const [what, files, sentence] of REFUSALS) {
    await test.step(what, async () => {
      await models.choose(...files());
      await expect(models.failure).toHaveText(sentence, { timeout: 30_000 });
      await expect(models.rows).toHaveCount(1);
      expect(await models.stored()).toEqual([]);
    });
  }
  await models.dialog.getByRole('button', { name: 'Close' }).click();
  expect(await room.names()).toEqual(names);
  expect(await room.picture.getAttribute('data-picture-id')).toBe(picture);
  expect(difference(await room.pixels(), before).max).toBe(0);
});

test('a full device gets a sentence, nothing is left behind, and there is room again after it', async ({
  page,
}) => {
  const room = await RoomPage.open(page);
  const models = new ModelsPage(page);
  const before = await room.pixels();
  await models.show();
  const browser = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  // The browser's own limit: enough for the layout network, not for the decoder.
  await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 500_000 });
  await models.choose({ name: 'rooms.ckpt', bytes: CHECKPOINT }, MEAN_LATENT);
  await expect(models.failure).toHaveText(
    'There is no room left for this model: delete another one, or free space on this device.',
    { timeout: 30_000 },
  );
  await expect.poll(() => models.stored()).toEqual([]);
  expect(difference(await room.pixels(), before).max).toBe(0);
  await browser.send('Storage.overrideQuotaForOrigin', { origin });
  await models.opensAfter('brought rooms', () =>
    models.choose({ name: 'brought rooms.ckpt', bytes: CHECKPOINT }, MEAN_LATENT),
  );
  await expect(models.dialog).toBeHidden();
});
