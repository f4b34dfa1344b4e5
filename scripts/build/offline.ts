/** Vite plugins of the build alone: the service worker's list of files, and the page's content policy. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import type { PageFile } from '../../src/app/offline/files';

/** What the service worker's source has where the list belongs. */
const PLACE = '__PAGE_FILES__';

/** Runtimes for hardware that not every device has, or that not everybody chooses. */
const isLazy = (name: string): boolean =>
  (/\.wasm$/.test(name) && /jsep|jspi|asyncify|webgpu/.test(name)) || /ort\.webgl/.test(name);

function revisionOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}

/** Files below a folder, by their paths in it. */
function filesIn(folder: string, below = ''): string[] {
  if (!existsSync(path.join(folder, below))) return [];
  return readdirSync(path.join(folder, below)).flatMap((name) => {
    const file = path.posix.join(below, name);
    return statSync(path.join(folder, file)).isDirectory() ? filesIn(folder, file) : [file];
  });
}

/** A folder whose files are copied into the build. */
interface CopiedFolder {
  readonly folder: string;
  /** Where its files lie in the build. */
  readonly place: string;
  /** Whether they are kept only once they were used. */
  readonly lazy: boolean;
}

/** Writes the list of the page's files into the service worker. */
export function offline(copied: readonly CopiedFolder[]): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    generateBundle: {
      // After the page itself was written.
      order: 'post',
      handler(_, bundle) {
        const worker = Object.values(bundle).find(({ fileName }) => fileName === 'service-worker.js');
        if (worker?.type !== 'chunk') return;
        const files: PageFile[] = [];
        for (const output of Object.values(bundle)) {
          if (output === worker || output.fileName.endsWith('.map')) continue;
          const hashed = output.fileName.startsWith('assets/');
          const contents = output.type === 'chunk' ? output.code : output.source;
          files.push({
            path: output.fileName,
            revision: hashed ? null : revisionOf(contents),
            lazy: isLazy(output.fileName),
          });
        }
        for (const { folder, place, lazy } of copied) {
          for (const name of filesIn(folder)) {
            if (/\.md$|screenshot/.test(name)) continue;
            const revision = revisionOf(readFileSync(path.join(folder, name)));
            files.push({ path: path.posix.join(place, name), revision, lazy });
          }
        }
        worker.code = worker.code.replace(PLACE, JSON.stringify(files));
      },
    },
  };
}

/**
 * What the page may load and run: its own files and nothing else, of nobody else. `wasm-unsafe-eval` is what
 * compiling WebAssembly is called; no text is ever run as a program.
 */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Says the policy in the page itself, because a static host may not be able to. */
export function contentPolicy(): Plugin {
  return {
    name: 'content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}
