import { cpSync, createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { contentPolicy, offline } from './scripts/build/offline.ts';

const ROOT = path.dirname(fileURLToPath(import.meta.url));

/** Models that the page opened on before, each in a folder that is called by its id. */
const EARLIER = path.join(ROOT, 'models/earlier');

/** How long plugins take is no part of a build's report. */
const CHECKS = { bundlerTimings: false };

/** Threads in WASM need an isolated page. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** models/ stands at the top level, beside the code: served as /models in development, copied into the build. */
function models(): Plugin {
  let outDir = 'dist';
  return {
    name: 'models',
    configResolved(config) {
      outDir = path.resolve(config.root, config.build.outDir);
    },
    configureServer(server) {
      server.middlewares.use('/models', (request, response, next) => {
        const name = decodeURIComponent((request.url ?? '').split('?')[0]!);
        const file = path.join(ROOT, 'models', path.normalize(`/${name}`));
        if (!existsSync(file) || !statSync(file).isFile()) return next();
        response.setHeader('Content-Length', statSync(file).size);
        createReadStream(file).pipe(response);
      });
    },
    // Not closeBundle: a test run closes a bundle too, that it never writes.
    writeBundle() {
      cpSync(path.join(ROOT, 'models'), path.join(outDir, 'models'), {
        recursive: true,
        // What training goes on from is not for visitors.
        filter: (source) => !source.includes(`${path.sep}training`) && !source.endsWith('.md'),
      });
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [
    react(),
    models(),
    contentPolicy(),
    offline([
      { folder: path.join(ROOT, 'public'), place: '', lazy: false },
      { folder: path.join(ROOT, 'models/default'), place: 'models/default', lazy: false },
      { folder: EARLIER, place: 'models/earlier', lazy: true },
    ]),
  ],
  define: { __EARLIER_MODELS__: JSON.stringify(existsSync(EARLIER) ? readdirSync(EARLIER) : []) },
  worker: { format: 'es', rolldownOptions: { checks: CHECKS } },
  // Found late, it would reload the page under a running worker.
  optimizeDeps: {
    include: [
      'onnxruntime-web/wasm',
      'onnxruntime-web/webgpu',
      'onnxruntime-web/webgl',
      'react',
      'react-dom/client',
    ],
  },
  server: { headers: ISOLATION },
  // A phone reaches this machine by whatever name the network gives it, and nothing here is secret.
  preview: { headers: ISOLATION, allowedHosts: true },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      checks: CHECKS,
      input: {
        index: path.join(ROOT, 'index.html'),
        'service-worker': path.join(ROOT, 'src/app/isolation/service-worker.ts'),
      },
      output: {
        // A service worker rules over what lies beside and below it, under a name that stays.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  test: {
    environment: 'node',
    include: ['tests/{unit,golden,fuzz,repository}/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
