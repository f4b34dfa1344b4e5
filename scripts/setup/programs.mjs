/** Programs that this machine has, or can be given. Plain node, so that it runs before an install. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

/** @param {string} file */
export function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The first of some programs that is on the PATH.
 * @param {readonly string[]} names
 * @returns {string | null} its path
 */
export function onPath(...names) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of names) {
      const file = path.join(folder, name);
      if (folder && executable(file)) return file;
    }
  }
  return null;
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
  const install = ['install', '-y', '-qq', ...packages];
  return spawnSync('apt-get', install, options).status === 0;
}
