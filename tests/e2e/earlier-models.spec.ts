/** Models that the page opened on before: what was given away in their time still opens as it was. */
import { readdirSync } from 'node:fs';
import { sceneModel } from '../../src/app/scene-model';
import { snapScene, writeLink } from '../../src/scene';
import { expect, test } from './support/fixtures';
import { NodeRooms, findMove } from './support/node-rooms';
import { difference } from './support/pixels';
import { RoomPage } from './support/room-page';

const EARLIER = 'models/earlier';

for (const id of readdirSync(EARLIER)) {
  test(`a link of the earlier model ${id} draws its room, is edited, and opens with the network off`, async ({
    rooms: today,
    browser,
    baseURL,
  }) => {
    const rooms = await NodeRooms.load(`${EARLIER}/${id}`);
    const { manifest } = rooms;
    expect(manifest.id).toBe(id);
    // On the grid that links hold.
    const scene = snapScene((await findMove(rooms)).after);
    const link = writeLink(scene, { ...sceneModel(rooms), name: manifest.name, picks: 0 });
    const context = await browser.newContext();
    const page = await context.newPage();
    const room = await RoomPage.open(page, `${baseURL}/${link}`);
    const picture = await room.pixels();
    expect(difference(picture, await rooms.draw(scene)).max).toBeLessThanOrEqual(1);
    await expect(page.getByRole('contentinfo')).toContainText(manifest.name);

    await room.canvas.focus();
    await page.keyboard.press('Tab');
    await room.drawnAfter(() => page.keyboard.press('Delete'));
    await room.drawnAfter(() => page.keyboard.press('Control+z'));
    expect(difference(await room.pixels(), picture).max).toBeLessThanOrEqual(1);

    await expect(page.locator('html')).toHaveAttribute('data-offline', 'ready', { timeout: 90_000 });
    // Once more, so that the service worker saw what the link wants.
    await RoomPage.open(await context.newPage(), `${baseURL}/${link}`);
    await context.setOffline(true);
    const offline = await RoomPage.open(await context.newPage(), `${baseURL}/${link}`);
    expect(difference(await offline.pixels(), picture).max).toBe(0);
    // Who begins anew begins with the model of today.
    const anew = await RoomPage.open(await context.newPage(), `${baseURL}/?seed=3`);
    const status = anew.page.getByRole('contentinfo');
    await expect(status).toContainText(`${today.manifest.shape.resolution} px`);
    await expect(status).toContainText(today.manifest.name);
    await context.close();
  });
}
