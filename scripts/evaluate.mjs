/** `npm run evaluate -- --model DIR --data DIR`: the figures of a converted model, by the trainer's Python. */
import path from 'node:path';
import { ROOT, run } from './setup/install.mjs';
import { ensurePython } from './setup/python.mjs';

const found = ensurePython();
if ('reason' in found) {
  console.error(found.reason);
  process.exit(1);
}
process.exitCode = run(found.python, ['-m', 'training.evaluate', ...process.argv.slice(2)], {
  // Paths on the command line are meant from where it was typed.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: { ...process.env, PYTHONPATH: path.join(ROOT, 'scripts') },
});
