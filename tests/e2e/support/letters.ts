/** The browser's own setting for the size of letters, and whether all can be read and reached with it. */
import type { Page } from '@playwright/test';
import { onScreen } from './on-screen';

/** @param size of the letters that the browser begins with, in CSS pixels; 16 where nobody has changed it */
export async function setLetters(page: Page, size: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: size } });
  await session.detach();
  await onScreen(page);
}

/** @returns words that are cut off or lie over each other, and controls that cannot be brought into view, within a part of the page */
export function complaintsOf(page: Page, within: string): Promise<string[]> {
  return page.locator(within).evaluate((root) => {
    interface Box {
      left: number;
      top: number;
      right: number;
      bottom: number;
    }
    const found: string[] = [];
    const view = (): Box => ({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
    const common = (a: Box, b: Box): Box => ({
      left: Math.max(a.left, b.left),
      top: Math.max(a.top, b.top),
      right: Math.min(a.right, b.right),
      bottom: Math.min(a.bottom, b.bottom),
    });
    /** What is seen through all that an element lies in; a dialog or popover lies in the window alone. */
    const windowOf = (element: Element): Box => {
      let seen = view();
      for (let at: Element | null = element; at; at = at.parentElement) {
        const { overflowX, position } = getComputedStyle(at);
        if (at !== element && overflowX !== 'visible') seen = common(seen, at.getBoundingClientRect());
        if (position === 'fixed') break;
      }
      return seen;
    };
    const scrollsAside = (element: Element): boolean => {
      for (let at: Element | null = element; at && at !== root.parentElement; at = at.parentElement)
        if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX) && at.matches('.tiles')) return true;
      return false;
    };
    const shown = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !element.closest('.visually-hidden, [inert], .mirror, option') &&
      getComputedStyle(element).clipPath === 'none';

    if (document.documentElement.scrollWidth > innerWidth)
      found.push(`the page is ${document.documentElement.scrollWidth} px wide`);

    const words: { text: string; element: Element; box: Box }[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement!;
      const text = node.textContent!.trim();
      if (!text || !shown(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const shortened = element.closest('.text, dd, .engine-status, .named, .model-name') !== null;
      for (const line of range.getClientRects()) {
        const seen = windowOf(element);
        const cut = Math.max(seen.left - line.left, line.right - seen.right);
        if (cut > 1 && !shortened && !scrollsAside(element))
          found.push(`“${text}” is cut off by ${Math.round(cut)} px`);
        const box = common(line, seen);
        if (box.right - box.left > 1 && box.bottom - box.top > 1) words.push({ text, element, box });
      }
    }
    words.forEach((one, at) => {
      for (const other of words.slice(at + 1)) {
        if (one.element === other.element) continue;
        const { left, top, right, bottom } = common(one.box, other.box);
        // Lines may touch: letters do not fill the whole of their line.
        if (right - left > 2 && bottom - top > 6) found.push(`“${one.text}” lies over “${other.text}”`);
      }
    });

    for (const control of root.querySelectorAll('button, input, select, textarea')) {
      if (!shown(control) || control.matches('.quiet, .tile-remove')) continue;
      control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const box = control.getBoundingClientRect();
      const at = [(box.left + box.right) / 2, (box.top + box.bottom) / 2] as const;
      const hit = document.elementFromPoint(...at);
      const name = control.ariaLabel ?? (control.textContent || control.id);
      const fits = box.left >= -1 && box.right <= innerWidth + 1 && at[1] >= 0 && at[1] <= innerHeight;
      if (!fits) found.push(`${name} is not in the window`);
      else if (!hit || !(control.contains(hit) || hit.closest('label')?.control === control))
        found.push(`${name} is covered`);
    }
    return found;
  });
}
