/** The trainer's Python: a venv of its own with the pinned packages, made only when a test or a training needs it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT, isFresh, run, stampOf, writeStamp } from './install.mjs';

const REQUIREMENTS = 'scripts/training/requirements.txt';
const STAMP = '.venv/.installed-from';

/**
 * Makes or refreshes .venv.
 * @returns {{ python: string } | { reason: string }} the interpreter, or one sentence why there is none
 */
export function ensurePython() {
  const python = path.join(ROOT, '.venv', 'bin', 'python');
  const stamp = stampOf(REQUIREMENTS);
  if (isFresh(STAMP, stamp)) return { python };
  const found = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  if (found.status !== 0) return { reason: 'There is no python3 on this machine.' };
  console.log('Installing PyTorch for the trainer (about a minute) ...');
  if (!existsSync(python) && run('python3', ['-m', 'venv', '.venv']) !== 0) {
    return { reason: 'python3 could not make a virtual environment (on Debian: install python3-venv).' };
  }
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS];
  if (run(python, pip) !== 0) {
    return { reason: `PyTorch could not be installed from ${REQUIREMENTS}.` };
  }
  writeStamp(STAMP, stamp);
  return { python };
}
