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

/** Installs the lockfile when node_modules is missing or was made from another one. */
export function ensureNodeModules() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
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
