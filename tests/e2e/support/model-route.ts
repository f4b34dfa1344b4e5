/** Another model in the place of the default one, for a page under test. */
import type { BrowserContext, Page } from '@playwright/test';
import type { ConvertedModel } from '../../../src/convert';

export async function serveModel(where: Page | BrowserContext, { files }: ConvertedModel): Promise<void> {
  await where.route('**/models/default/*', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1)!;
    const bytes = files.get(name);
    if (!bytes) await route.fulfill({ status: 404, body: 'There is no such file.' });
    else await route.fulfill({ body: Buffer.from(bytes), contentType: 'application/octet-stream' });
  });
}
