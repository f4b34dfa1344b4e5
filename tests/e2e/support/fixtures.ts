/** What every spec needs: Node's rooms and a move that shows, found once for all of them. */
import { test as base } from '@playwright/test';
import { type Move, NodeRooms, findMove } from './node-rooms';

interface Shared {
  readonly rooms: NodeRooms;
  readonly move: Move;
}

/** Drawing some rooms one after the other, on one thread, beside whatever else the machine does. */
const timeout = 240_000;

export const test = base.extend<object, Shared>({
  rooms: [
    // Playwright reads the fixtures that a fixture needs from this pattern: none.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => use(await NodeRooms.load()),
    { scope: 'worker', timeout },
  ],
  move: [async ({ rooms }, use) => use(await findMove(rooms)), { scope: 'worker', timeout }],
});

export { expect } from '@playwright/test';
