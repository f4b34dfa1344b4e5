/** What a person's system asks of every page: its own few colours (a contrast theme), larger letters. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { contrastOf, luminances, partToldApart, TOLD_APART } from './support/contrast';
import { RoomPage } from './support/room-page';
import { onScreen } from './support/on-screen';
import { complaintsOf, setLetters } from './support/letters';

/** Part of a control that looks another way in its other state: a frame around it, not only a bolder word in it. */
const TOLD = 0.1;

interface State {
  readonly name: string;
  readonly enter?: () => Promise<unknown>;
  readonly leave?: () => Promise<unknown>;
  readonly element: Locator;
  readonly on: () => Promise<unknown>;
  readonly off: () => Promise<unknown>;
}

/** Every kind of state, each with a control that has it. */
function statesOf(page: Page, room: RoomPage): State[] {
  const row = room.things.nth(2);
  const name = row.getByRole('button').first();
  const hide = row.getByRole('button').last();
  const button = (called: string): Locator => page.getByRole('button', { name: called, exact: true });
  const escape = (): Promise<void> => page.keyboard.press('Escape');
  const onCanvas = async (key: string): Promise<void> => {
    await room.canvas.focus();
    await page.keyboard.press(key);
  };
  const label = (text: string): Locator => page.locator('label', { hasText: new RegExp(`^${text}$`) });
  const outlines = page.getByRole('region', { name: 'Things' }).getByRole('checkbox');
  const tile = (at: number): Locator => page.locator('.left .tile').nth(at);
  const openRoom = async (at: number): Promise<void> => {
    await tile(at).click();
    await expect(tile(at)).toHaveAttribute('aria-current', 'true');
  };
  const focus = (element: Locator) => async (): Promise<void> => {
    // Only after a key is the ring of the focus shown.
    await page.keyboard.press('Shift');
    await element.focus();
  };
  const blur = (): Promise<void> => page.evaluate(() => (document.activeElement as HTMLElement).blur());
  return [
    { name: 'a row', element: row, on: () => name.click(), off: () => onCanvas('Escape') },
    { name: 'a toggle', element: hide, on: () => hide.click(), off: () => hide.click() },
    { name: 'a tool', element: button('Hand'), on: () => onCanvas('h'), off: () => onCanvas('v') },
    {
      name: 'an open panel',
      element: button('Styles'),
      on: () => button('Styles').click(),
      off: () => button('Rooms').click(),
    },
    { name: 'a checkbox', element: outlines, on: () => outlines.check(), off: () => outlines.uncheck() },
    {
      name: 'an open menu',
      element: button('View'),
      on: () => button('View').click(),
      off: () => button('View').click(),
    },
    {
      name: 'a choice',
      element: label('English'),
      enter: () => button('Settings').click(),
      leave: escape,
      on: () => label('English').click(),
      off: () => label('As the browser').click(),
    },
    {
      name: 'a way to compare',
      element: label('Difference'),
      enter: () => button('View').click(),
      leave: escape,
      on: () => label('Difference').click(),
      off: () => label('Off').click(),
    },
    {
      name: 'a command',
      element: page.getByRole('dialog').getByRole('option').nth(1),
      enter: () => page.keyboard.press('Control+/'),
      leave: escape,
      on: () => page.keyboard.press('ArrowDown'),
      off: () => page.keyboard.press('ArrowUp'),
    },
    {
      name: 'a step',
      element: page.locator('.history button').first(),
      enter: async () => {
        await page.locator('.side summary').click();
        await name.click();
        await onCanvas('ArrowRight');
      },
      leave: () => page.locator('.side summary').click(),
      on: () => onCanvas('Control+y'),
      off: () => onCanvas('Control+z'),
    },
    {
      name: 'a room',
      element: tile(1),
      enter: () => expect(page.locator('.left .crop.waiting')).toHaveCount(0, { timeout: 90_000 }),
      on: () => openRoom(1),
      off: () => openRoom(0),
      leave: () => button('Dismiss').click(),
    },
    { name: 'the ring of a button', element: button('Settings'), on: focus(button('Settings')), off: blur },
    { name: 'the ring of a row', element: name, on: focus(name), off: blur },
    {
      name: 'the ring of what is chosen',
      element: name,
      enter: () => name.click(),
      leave: () => onCanvas('Escape'),
      on: focus(name),
      off: blur,
    },
  ];
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How far around an element the ring of the focus may go, in CSS pixels. */
const RING = 5;

/** Where an element is, with the ring that the focus may draw around it. */
async function placeOf(element: Locator): Promise<Box> {
  await element.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await element.boundingBox())!;
  return {
    x: Math.round(x) - RING,
    y: Math.round(y) - RING,
    width: Math.ceil(width) + 2 * RING,
    height: Math.ceil(height) + 2 * RING,
  };
}

/** What a place looks like with nothing under the pointer. */
async function lookOf(page: Page, clip: Box): Promise<Buffer> {
  await page.mouse.move(720, 4);
  await onScreen(page);
  return page.screenshot({ clip, animations: 'disabled' });
}

/** On a line across the picture: the part of the rows in which something within `reach` pixels of it stands out. */
function partSeen(png: Uint8Array): number {
  const { width, height, at } = luminances(png);
  let seen = 0;
  for (let row = 0; row < height; row++) {
    const line = at.subarray(row * width, (row + 1) * width);
    if (contrastOf(Math.max(...line), Math.min(...line)) >= TOLD_APART) seen++;
  }
  return seen / height;
}

/** Whether the outline of what is selected has, one beside the other, what is dark and what is light on any picture. */
async function outlineOf(page: Page): Promise<{ dark: boolean; light: boolean }> {
  const box = (await page.locator('.mirror [aria-selected=true]').boundingBox())!;
  return page.locator('.overlay canvas').evaluate((element, { x, y, width, height }) => {
    const canvas = element as HTMLCanvasElement;
    const { left, top, width: side } = canvas.getBoundingClientRect();
    const scale = canvas.width / side;
    const [column, from] = [(x + width * 0.6 - left) * scale, (y + height / 2 - top) * scale];
    const { data } = canvas.getContext('2d')!.getImageData(column, from, 1, (height / 2 + 8) * scale);
    const opaque = Array.from({ length: data.length / 4 }, (_, at) => [...data.slice(at * 4, at * 4 + 4)])
      .filter(([, , , alpha]) => alpha! >= 250)
      .map((colour) => Math.max(...colour.slice(0, 3)));
    return { dark: opaque.some((value) => value < 40), light: opaque.some((value) => value > 230) };
  }, box);
}

test('in a contrast theme each kind of state can be told from its opposite', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  const room = await RoomPage.open(page);
  const states = statesOf(page, room);
  const untold: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const { name, enter, leave, element, on, off } of states) {
      await enter?.();
      await off();
      const place = await placeOf(element);
      const without = await lookOf(page, place);
      await on();
      const part = partToldApart(without, await lookOf(page, place));
      if (part < TOLD) untold.push(`${colorScheme}, ${name}: ${part.toFixed(3)}`);
      await off();
      await leave?.();
    }

    await room.thing('bed').getByRole('button').first().click();
    await onScreen(page);
    const outline = await outlineOf(page);
    if (!outline.dark || !outline.light)
      untold.push(`${colorScheme}, the outline: ${JSON.stringify(outline)}`);

    // What cannot be used has the system's colour for that, undimmed; icons are as their button's text.
    const wrong = await page.locator('button').evaluateAll((buttons) => {
      const grey = document.body.appendChild(document.createElement('i'));
      grey.style.color = 'GrayText';
      const greyed = getComputedStyle(grey).color;
      grey.remove();
      return buttons.flatMap((each) => {
        const { color, opacity } = getComputedStyle(each);
        const paths = [...each.querySelectorAll('path')];
        const said = each.ariaLabel ?? each.textContent;
        return [
          ...(each.matches(':disabled') && (color !== greyed || opacity !== '1')
            ? [`${said}: ${color}, ${opacity} where ${greyed} is meant`]
            : []),
          ...(paths.some((path) => getComputedStyle(path).stroke !== color) ? [`${said}: its icon`] : []),
        ];
      });
    });
    untold.push(...wrong.map((what) => `${colorScheme}, ${what}`));
    expect(await page.locator('button:disabled').count()).toBeGreaterThan(0);

    await page.getByRole('button', { name: 'Settings' }).click();
    const { x, y, width, height } = (await page.locator('dialog select').boundingBox())!;
    const clip = { x: x + width - 34, y: y + 4, width: 30, height: height - 8 };
    const arrow = luminances(await page.screenshot({ clip })).at;
    if (contrastOf(Math.max(...arrow), Math.min(...arrow)) < TOLD_APART)
      untold.push(`${colorScheme}, the arrow of a list`);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'View', exact: true }).click();
    await page.getByText('Split', { exact: true }).click();
    await page.keyboard.press('Escape');
    const line = (await page.getByRole('slider', { name: /divider/i }).boundingBox())!;
    const beside = { x: line.x + line.width / 2 - 4, y: line.y, width: 8, height: line.height };
    const seen = partSeen(await page.screenshot({ clip: beside }));
    // All of it but the knob, which is a thing of its own.
    if (seen < 0.95) untold.push(`${colorScheme}, the line of the split: ${seen.toFixed(3)}`);
    await page.screenshot({ path: `test-results/screens/forced-${colorScheme}.png` });
    await page.getByRole('button', { name: 'View', exact: true }).click();
    await page.getByText('Off', { exact: true }).click();
    await page.keyboard.press('Escape');
  }
  expect(untold).toEqual([]);
});

test('letters as large as a person has them in the browser: all can be read and reached', async ({
  page,
}) => {
  const room = await RoomPage.open(page);
  const wrong: string[] = [];
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const escape = (): Promise<void> => page.keyboard.press('Escape');
  const choosePanel = (name: string) => () => button(name).click();
  /** A page that is narrow for its letters has some of the bar's buttons in the menu of files. */
  const chooseInBar = (name: string) => async () => {
    if (!(await button(name).isVisible())) await button('File').click();
    await button(name).click();
  };
  const select = async (): Promise<void> => {
    await room.canvas.focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await expect.poll(() => room.allSelected()).toHaveLength(1);
  };
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    await setLetters(page, 16);
    const usual = await page.locator('.status').evaluate((bar) => parseFloat(getComputedStyle(bar).fontSize));
    for (const size of [24, 32]) {
      await setLetters(page, size);
      const at = `${width}x${height}, ${size} px`;
      const grown = await page
        .locator('.status')
        .evaluate((bar) => parseFloat(getComputedStyle(bar).fontSize));
      expect(grown / usual, `letters at ${at}`).toBeCloseTo(size / 16, 2);
      const states: readonly (readonly [
        string,
        string,
        () => Promise<unknown>,
        (() => Promise<unknown>)?,
      ])[] = [
        ['a selection', '.editor', select],
        ['the styles', '.left', choosePanel('Styles')],
        ['the library', '.left', choosePanel('Add')],
        ['the rooms', '.left', choosePanel('Rooms')],
        ['files', '.file-menu', choosePanel('File'), escape],
        ['the view', '.view-popover', choosePanel('View'), escape],
        ['settings', 'dialog[open]', choosePanel('Settings'), escape],
        ['keys', 'dialog[open]', chooseInBar('Keys'), escape],
        ['commands', 'dialog[open]', () => page.keyboard.press('Control+/'), escape],
        ['models', 'dialog[open]', chooseInBar('Models'), escape],
        ['sharing', 'dialog[open]', () => page.keyboard.press('Control+Shift+e'), escape],
        ['scenes', 'dialog[open]', () => page.keyboard.press('Control+Shift+o'), escape],
        ['the menu', '[role=menu]', () => page.keyboard.press('Shift+F10'), escape],
      ];
      // A page that is narrow for its letters has this one, too.
      if (await button('Things').count()) await button('Things').click();
      for (const [name, within, enter, leave] of states) {
        if (name === 'the menu') {
          const box = (await room.canvas.boundingBox())!;
          await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { button: 'right' });
        } else await enter();
        await page.locator(within).waitFor();
        await page.screenshot({ path: `test-results/screens/letters-${width}-${size}-${name}.png` });
        wrong.push(...(await complaintsOf(page, within)).map((what) => `${at}, ${name}: ${what}`));
        await leave?.();
      }
    }
  }
  expect(wrong).toEqual([]);
});
