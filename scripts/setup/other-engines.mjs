/** The Firefox and the WebKit that the journeys run in, beside Chromium. Plain node, so that it runs before an install. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { executable, installDebianPackages, onPath } from './programs.mjs';

const PACKAGES = { firefox: ['firefox-esr'], webkit: ['webkit2gtk-driver', 'xvfb'] };
const LIBRARIES = '/usr/lib';

/** @returns {string | null} path of the executable: FIREFOX_PATH, then the system's */
export function findFirefox() {
  const chosen = process.env.FIREFOX_PATH;
  if (!chosen) return onPath('firefox-esr', 'firefox');
  if (executable(chosen)) return chosen;
  throw new Error(`FIREFOX_PATH is ${chosen}, which is no program: correct it or unset it.`);
}

/** WebKit's own little browser, which lies among the libraries of Debian's architecture. @returns {string | null} */
function miniBrowser() {
  for (const architecture of existsSync(LIBRARIES) ? readdirSync(LIBRARIES) : []) {
    for (const version of ['webkit2gtk-4.1', 'webkit2gtk-4.0']) {
      const file = path.join(LIBRARIES, architecture, version, 'MiniBrowser');
      if (executable(file)) return file;
    }
  }
  return null;
}

/**
 * What WebKit needs to be driven: its driver, a browser, and a screen that nobody sees.
 * @returns {{ driver: string, browser: string, screen: string } | null}
 */
export function findWebkit() {
  const driver = onPath('WebKitWebDriver');
  const browser = miniBrowser();
  const screen = onPath('Xvfb');
  return driver && browser && screen ? { driver, browser, screen } : null;
}

const FIND = { firefox: findFirefox, webkit: findWebkit };

/**
 * All of them, or those that E2E_ENGINES names, separated by commas.
 * @returns {('firefox' | 'webkit')[]}
 */
export function otherEngines() {
  const named = (process.env.E2E_ENGINES ?? Object.keys(FIND).join()).split(',').filter(Boolean);
  const unknown = named.find((name) => !(name in FIND));
  if (unknown !== undefined)
    throw new Error(
      `E2E_ENGINES names ${unknown}: it is one of ${Object.keys(FIND).join(', ')}, or several.`,
    );
  return named;
}

/**
 * Installs those of them that are not there, when this process may.
 * @returns {string[]} a sentence for each engine that is still missing
 */
export function ensureOtherEngines() {
  return otherEngines().flatMap((engine) => {
    const packages = PACKAGES[engine];
    const find = FIND[engine];
    if (find() || (installDebianPackages(packages) && find())) return [];
    return [`There is no ${engine} to test in: install ${packages.join(', ')}.`];
  });
}
