/** `npm start`: installs what is missing, builds the page when its sources are newer than the build, serves it. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT, ensureNodeModules, run } from './install.mjs';

/** Newest modification time of a file or of everything in a folder, in milliseconds. */
function newest(name) {
  const full = path.join(ROOT, name);
  if (!existsSync(full)) return 0;
  const stat = statSync(full);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(full).map((entry) => newest(path.join(name, entry))));
}

ensureNodeModules();

const sources = ['src', 'public', 'models', 'index.html', 'vite.config.ts', 'package-lock.json'];
const built = existsSync(path.join(ROOT, 'dist/index.html')) ? newest('dist/index.html') : 0;
if (Math.max(...sources.map(newest)) > built) {
  console.log('Building the page ...');
  if (run('npx', ['vite', 'build', '--logLevel', 'warn']) !== 0) process.exit(1);
}

const { preview } = await import('vite');
const port = Number(process.env.PORT) || 4173;
const server = await preview({ root: ROOT, preview: { port, host: process.env.HOST || 'localhost' } });
const url = server.resolvedUrls?.local[0] ?? `http://localhost:${port}/`;
console.log(`\n  Blobroom is at ${url}\n  Ctrl+C stops it.\n`);
