/** Which Chromium the tests, the benchmarks and the room renderer drive. Plain node, so that it runs before an install. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @param {string} file */
function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @returns {string | null} */
function onPath() {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of NAMES) {
      const file = path.join(folder, name);
      if (folder && executable(file)) return file;
    }
  }
  return null;
}

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
  return onPath() ?? playwrights();
}

/**
 * Installs Debian packages when this process is root on a Debian system.
 * @param {string[]} packages
 * @returns {boolean} whether they are installed now
 */
export function installDebianPackages(packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.log(`Installing ${packages.join(', ')} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = /** @type {const} */ ({ env, stdio: ['ignore', 'ignore', 'inherit'] });
  spawnSync('apt-get', ['update', '-qq'], options);
  return spawnSync('apt-get', ['install', '-y', '-qq', ...packages], options).status === 0;
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
