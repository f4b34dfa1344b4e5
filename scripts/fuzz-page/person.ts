/** What a person does on the page, in whatever language and width it is. */
import type { Locator, Page } from '@playwright/test';
import { en } from '../../src/editor/i18n/en';
import { fr } from '../../src/editor/i18n/fr';

/** Milliseconds: what cannot be done by then is not there to be done, as the list of things under a narrow page's rooms. */
const PATIENCE = 1_500;

const soon = { timeout: PATIENCE };
/** Opening a scene draws it, on a machine that does other things, too. */
const late = { timeout: 30_000 };

/** Draws numbers; the same seed draws the same ones. */
export type Draw = (below: number) => number;

const canvas = (page: Page): Locator => page.locator('.canvas');

async function anyThing(page: Page, draw: Draw): Promise<void> {
  const names = page.locator('.thing-name');
  await names.first().waitFor(soon);
  await names.nth(draw(await names.count())).click(soon);
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  await canvas(page).focus(soon);
  for (const key of keys) await page.keyboard.press(key);
}

/** The button of an action. */
const button = (page: Page, action: keyof typeof en.actions): Locator =>
  page
    .locator(`button[aria-label="${en.actions[action]}"], button[aria-label="${fr.actions[action]}"]`)
    .first();

async function menuItem(page: Page, action: keyof typeof en.actions): Promise<void> {
  await page.locator('button[popovertarget]').first().click(soon);
  await button(page, action).click(soon);
}

/** Does something in the dialog that a press opens, and closes it. */
async function inDialog(page: Page, open: () => Promise<void>, does: () => Promise<void>): Promise<void> {
  await open();
  const dialog = page.locator('dialog[open]');
  await dialog.waitFor(soon);
  try {
    await does();
  } finally {
    for (let tries = 0; tries < 4 && (await dialog.count()); tries++) await page.keyboard.press('Escape');
  }
}

/** Edits change the document under its record; what opens begins another step, maybe of another record. */
type Kind = 'edit' | 'opens' | 'history' | 'other';

interface Doing {
  readonly kind: Kind;
  readonly does: (page: Page, draw: Draw, other: Page | null) => Promise<void>;
}

export const DOINGS: Readonly<Record<string, Doing>> = {
  drag: {
    kind: 'edit',
    async does(page, draw) {
      const box = (await canvas(page).boundingBox(soon))!;
      const at = (): readonly [number, number] => [
        box.x + (box.width * (20 + draw(60))) / 100,
        box.y + (box.height * (20 + draw(60))) / 100,
      ];
      await page.mouse.move(...at());
      await page.mouse.down();
      await page.mouse.move(...at(), { steps: 5 });
      await page.mouse.up();
    },
  },
  arrows: {
    kind: 'edit',
    async does(page, draw) {
      await anyThing(page, draw);
      await press(page, ['Shift+ArrowLeft', 'Shift+ArrowUp', ']', 'Shift+ArrowDown'][draw(4)]!);
    },
  },
  draft: {
    kind: 'edit',
    async does(page, draw) {
      await anyThing(page, draw);
      await page
        .locator('.number-field input')
        .first()
        .fill(String(10 + draw(80)), soon);
      // Without Enter: another thing is selected.
      await anyThing(page, draw);
    },
  },
  paste: {
    kind: 'edit',
    async does(page, draw, other) {
      const from = other ?? page;
      await from.bringToFront();
      await anyThing(from, draw);
      await press(from, 'Control+c');
      await page.bringToFront();
      await press(page, 'Control+v');
    },
  },
  seed: {
    kind: 'opens',
    async does(page, draw) {
      const field = page.locator('form.field input').first();
      await field.fill(String(1 + draw(40)), soon);
      await field.press('Enter');
    },
  },
  'seed, not taken': {
    kind: 'other',
    does: (page, draw) =>
      page
        .locator('form.field input')
        .first()
        .fill(String(1 + draw(40)), soon),
  },
  dice: { kind: 'opens', does: (page) => press(page, 'r') },
  truncation: {
    kind: 'opens',
    does: (page, draw) =>
      page
        .locator('.field input[type=range]')
        .first()
        .press(draw(2) ? 'ArrowRight' : 'ArrowLeft', soon),
  },
  saved: {
    kind: 'opens',
    async does(page, draw) {
      await inDialog(
        page,
        () => menuItem(page, 'savedScenes'),
        async () => {
          // The card of the open scene has a note in the place of its button.
          const cards = page.locator('[data-testid=scene-card]:not(:has(.hint)) .button:first-of-type');
          await page.locator('[data-testid=scene-card]').first().waitFor(late);
          if (!(await cards.count())) return;
          await cards.nth(draw(await cards.count())).click(soon);
          await page.locator('dialog[open]').waitFor({ state: 'detached', ...late });
        },
      );
    },
  },
  undo: { kind: 'history', does: (page) => press(page, 'Control+z') },
  'undo twice': { kind: 'history', does: (page) => press(page, 'Control+z', 'Control+z') },
  redo: { kind: 'history', does: (page) => press(page, 'Control+Shift+z') },
  link: {
    kind: 'opens',
    async does(page, _, other) {
      if (!other) return;
      const { hash } = new URL(other.url());
      if (hash)
        await page.evaluate((link) => {
          location.hash = link;
        }, hash);
    },
  },
  back: {
    kind: 'opens',
    // Before the first of the page's own entries there is another page.
    does: (page) =>
      page.evaluate(() => {
        if ((window as unknown as { navigation: { canGoBack: boolean } }).navigation.canGoBack)
          history.back();
      }),
  },
  forward: { kind: 'opens', does: (page) => page.evaluate(() => history.forward()) },
  help: {
    kind: 'other',
    does: (page) =>
      inDialog(
        page,
        () => press(page, '?'),
        async () => undefined,
      ),
  },
  dialogs: {
    kind: 'other',
    async does(page, draw) {
      const action = (['share', 'export', 'animation'] as const)[draw(3)]!;
      await inDialog(
        page,
        () => menuItem(page, action),
        async () => undefined,
      );
    },
  },
  width: {
    kind: 'other',
    async does(page) {
      const narrow = page.viewportSize()!.width < 760;
      await page.setViewportSize(narrow ? { width: 1280, height: 800 } : { width: 390, height: 844 });
    },
  },
  language: {
    kind: 'other',
    async does(page) {
      await inDialog(
        page,
        () => button(page, 'settings').click(soon),
        () => page.locator('dialog .segment:has([lang]):not(:has(:checked))').first().click(soon),
      );
    },
  },
};
