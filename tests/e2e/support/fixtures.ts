/** What every spec needs: Node's rooms, a move that shows, and a page that is open already. */
import { test as base } from '@playwright/test';
import { type Move, NodeRooms, findMove } from './node-rooms';
import { RoomPage } from './room-page';

interface Shared {
  readonly rooms: NodeRooms;
  readonly move: Move;
  readonly opened: RoomPage;
  /** A phone with the room of `move`, which tests share. */
  readonly phone: RoomPage;
}

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

interface PerTest {
  /** The seed of `room`; that of `move` when it is null. */
  readonly seed: number | null;
  /**
   * A room as its seed made it, on a wide page that the tests share: opening one takes longer than most tests. A page of its
   * own is for what a first visit, a reload, another context or another model shows.
   */
  readonly room: RoomPage;
}

const WIDE = { width: 1280, height: 800 };

/** Drawing some rooms one after the other, on one thread, beside whatever else the machine does. */
const timeout = 240_000;

export const test = base.extend<PerTest, Shared>({
  rooms: [
    // Playwright reads the fixtures that a fixture needs from this pattern: none.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => use(await NodeRooms.load()),
    { scope: 'worker', timeout },
  ],
  move: [async ({ rooms }, use) => use(await findMove(rooms)), { scope: 'worker', timeout }],
  opened: [
    async ({ browser, move }, use, { project }) => {
      const { baseURL } = project.use;
      const context = await browser.newContext({ ...(baseURL && { baseURL }), viewport: WIDE });
      const page = await context.newPage();
      await use(await RoomPage.open(page, `/?seed=${move.scene.seed}`));
      await context.close();
    },
    { scope: 'worker', timeout },
  ],
  phone: [
    async ({ browser, move }, use, { project }) => {
      const { baseURL } = project.use;
      const context = await browser.newContext({ ...PHONE, ...(baseURL && { baseURL }) });
      const page = await context.newPage();
      const room = await RoomPage.open(page, `/?seed=${move.scene.seed}`);
      // Snapping would put a blob beside where the finger goes.
      await page.getByRole('button', { name: 'View', exact: true }).tap();
      await page.getByRole('checkbox', { name: 'Snap' }).uncheck();
      await page.getByRole('button', { name: 'View', exact: true }).tap();
      await use(room);
      await context.close();
    },
    { scope: 'worker', timeout },
  ],
  seed: [null, { option: true }],
  room: async ({ opened, move, seed }, provide) => {
    await opened.page.setViewportSize(WIDE);
    await opened.startOver(seed ?? move.scene.seed);
    await provide(opened);
  },
});

export { expect } from '@playwright/test';
