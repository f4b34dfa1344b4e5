/**
 * What the two commands need before anything else can be imported: plain node, no dependencies.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Runs a command with its output on this terminal. Answers its exit code (1 when it could not be started). */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
  return result.status ?? 1;
}

/** Hash of files' contents: the stamp that says what an installation was made from. */
export function stampOf(...files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(path.join(ROOT, file)));
  return hash.digest('hex');
}

/** Does the stamp in `file` equal `stamp`? */
export function isFresh(file, stamp) {
  const full = path.join(ROOT, file);
  return existsSync(full) && readFileSync(full, 'utf8') === stamp;
}

export function writeStamp(file, stamp) {
  writeFileSync(path.join(ROOT, file), stamp);
}

/**
 * Whether a range of versions, as the `engines` of packages have it, takes a version.
 * @param {string} range such as `^20.19.0 || >=24`
 * @param {string} version such as `22.1.0`
 */
export function takesVersion(range, version) {
  const numbers = (text) => [0, 1, 2].map((at) => Number(text.split('.')[at] ?? 0));
  const least = (wanted, own) => {
    const at = wanted.findIndex((number, index) => number !== own[index]);
    return at < 0 || own[at] > wanted[at];
  };
  const own = numbers(version);
  return range.split('||').some((part) => {
    if (part.trim() === '*') return true;
    const [, sign, text] = /^(\^|>=|) ?([\d.]+?)(?:\.\*)?$/.exec(part.trim()) ?? [];
    if (text === undefined) throw new Error(`${range} is no range of versions that is understood here.`);
    return least(numbers(text), own) && (sign === '>=' || numbers(text)[0] === own[0]);
  });
}

/** Installs the lockfile when node_modules is missing or was made from another one. */
export function ensureNodeModules() {
  const { engines } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  if (!takesVersion(engines.node, process.versions.node)) {
    console.error(
      `Node ${process.versions.node} cannot run this: its packages take Node ${engines.node}. Install one of those.`,
    );
    process.exit(1);
  }
  const stampFile = 'node_modules/.installed-from';
  const stamp = stampOf('package-lock.json');
  if (isFresh(stampFile, stamp)) return;
  console.log('Installing packages from the lockfile ...');
  if (run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']) !== 0) {
    console.error(
      'The packages could not be installed: check the connection to the npm registry and try again.',
    );
    process.exit(1);
  }
  writeStamp(stampFile, stamp);
}
