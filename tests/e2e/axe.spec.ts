/** Accessibility rules (axe-core) at each state of the page; what a theme can change, its colours, in both. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { proves } from './features';
import { expect, test } from './support/fixtures';
import type { RoomPage } from './support/room-page';
import { runCommand } from './support/sharing';

/**
 * What axe finds, in words that tell where.
 * @param within the part of the page to look at, all of it by default
 * @param only the rules to try, all of them when there is none given
 */
async function found(page: Page, within = 'html', ...only: string[]): Promise<string[]> {
  // Legacy: without a second page that takes the focus; there are no frames here.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).include(within);
  const { violations } = await (only.length ? axe.withRules(only) : axe).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

/** The states, each reached from the one before it: how to get there, and back. */
const STATES: readonly {
  readonly name: string;
  readonly enter: (page: Page, room: RoomPage) => Promise<unknown>;
  readonly leave?: (page: Page) => Promise<unknown>;
  /** What this state shows and the one before did not; all of the page by default. */
  readonly within?: string;
}[] = [
  { name: 'the start', enter: () => Promise.resolve() },
  {
    name: 'a selection',
    enter: async (page, room) => {
      await room.canvas.focus();
      await page.keyboard.press('Tab');
      await expect.poll(() => room.selected()).not.toBeNull();
    },
  },
  {
    name: 'the styles',
    within: '.left',
    enter: (page) => page.getByRole('button', { name: 'Styles', exact: true }).click(),
  },
  {
    name: 'the library',
    within: '.left',
    enter: async (page) => {
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await expect(page.locator('.tile.named:enabled').first()).toBeVisible({ timeout: 60_000 });
    },
  },
  {
    name: 'the history',
    within: '.side',
    enter: (page) => page.locator('.side summary').click(),
    leave: (page) => page.locator('.side summary').click(),
  },
  ...(['Settings', 'Keys'] as const).map((name) => ({
    name,
    within: 'dialog[open]',
    enter: async (page: Page) => {
      await page.getByRole('button', { name, exact: true }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
    leave: (page: Page) => page.keyboard.press('Escape'),
  })),
  {
    name: 'the commands',
    within: 'dialog[open]',
    enter: (page) => page.keyboard.press('Control+/'),
    leave: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'the models',
    within: 'dialog[open]',
    enter: (page) => page.getByRole('button', { name: 'Models', exact: true }).click(),
    leave: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'the engine',
    within: 'dialog[open]',
    enter: (page) =>
      page
        .getByRole('contentinfo')
        .getByRole('button', { name: /Drawn on/ })
        .click(),
    leave: (page) => page.keyboard.press('Escape'),
  },
  ...(['Share a link', 'Export a picture', 'Export an animation', 'Scenes on this device'] as const).map(
    (name) => ({
      name,
      within: 'dialog[open]',
      enter: async (page: Page) => {
        await runCommand(page, name);
        await expect(page.getByRole('dialog', { name })).toBeVisible();
      },
      leave: (page: Page) => page.keyboard.press('Escape'),
    }),
  ),
  {
    name: 'before and after, with the menu of the view',
    within: 'main',
    enter: async (page, room) => {
      await room.canvas.focus();
      await page.keyboard.press('Shift+C');
      await expect(page.getByTestId('original')).toHaveAttribute('data-state', 'final');
      await page.getByRole('button', { name: 'View', exact: true }).click();
    },
    leave: async (page) => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('button', { name: 'View', exact: true })).toBeFocused();
      await page.getByRole('application').focus();
      await page.keyboard.press('Shift+C');
      await expect(page.getByTestId('original')).toHaveCount(0);
    },
  },
  {
    name: 'the look of a thing',
    within: 'main, .side',
    enter: async (page, room) => {
      await room.canvas.focus();
      await page.keyboard.press('Tab');
      await page.getByText('Look', { exact: true }).click();
      await expect(page.getByLabel('Colour, hexadecimal')).toBeVisible();
    },
    leave: (page) => page.getByText('Shape', { exact: true }).click(),
  },
  {
    name: 'the palette of the room',
    within: '.left',
    enter: async (page) => {
      await page.getByRole('button', { name: 'Rooms', exact: true }).click();
      await page.locator('.left summary').click();
      await page.getByRole('button', { name: 'Walls', exact: true }).click();
    },
    leave: (page) => page.locator('.left summary').click(),
  },
  {
    name: 'the menu',
    within: '[role=menu]',
    enter: (_page, room) => room.canvas.click({ button: 'right', position: { x: 200, y: 200 } }),
    leave: (page) => page.keyboard.press('Escape'),
  },
];

/** Another theme, when every colour of it is there: on a slow machine they come over several frames. */
async function lit(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise((next) => requestAnimationFrame(next));
    const ending = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}

test('nothing is found at any state of the page, in either theme', proves('accessible'), async ({ room }) => {
  const { page } = room;
  const complaints: string[] = [];
  for (const { name, enter, leave, within } of STATES) {
    await enter(page, room);
    await lit(page, 'light');
    complaints.push(...(await found(page, within)).map((what) => `${name}, light: ${what}`));
    await lit(page, 'dark');
    complaints.push(...(await found(page, within, 'color-contrast')).map((what) => `${name}, dark: ${what}`));
    await leave?.(page);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  expect(complaints).toEqual([]);
});

test('a page that cannot begin is as accessible', async ({ page }) => {
  await page.route('**/models/default/manifest.json', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto('/');
  await expect(page.getByRole('alert')).toBeVisible({ timeout: 60_000 });
  expect(await found(page)).toEqual([]);
});
