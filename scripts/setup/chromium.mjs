/** Which Chromium the tests, the benchmarks and the room renderer drive. Plain node, so that it runs before an install. */
import { createRequire } from 'node:module';
import { executable, installDebianPackages, onPath } from './programs.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Playwright's own download, where there is one. @returns {string | null} */
function playwrights() {
  try {
    const { chromium } = createRequire(import.meta.url)('@playwright/test');
    const file = chromium.executablePath();
    return file && executable(file) ? file : null;
  } catch {
    return null;
  }
}

/**
 * The Chromium to use: CHROMIUM_PATH, then the system's, then Playwright's own.
 * @returns {string | null} path of the executable, null when there is none
 */
export function findChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (executable(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH is ${chosen}, which is no program: correct it or unset it.`);
  }
  return onPath(...NAMES) ?? playwrights();
}

/**
 * `findChromium`, installing Debian's package when there is none and this process may.
 * @returns {string | null}
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  return installDebianPackages(['chromium']) ? findChromium() : null;
}
