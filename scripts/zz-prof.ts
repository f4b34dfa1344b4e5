import { readFile } from 'node:fs/promises';
import { parseManifest } from '../src/convert';
import { Pipeline } from '../src/engine/pipeline';
import { prepareRuntime } from './lib/runtime';
import { shown, withBlobs } from './bench/edits';
(async () => {
  const threads = Number(process.env.T ?? 1);
  const ort = prepareRuntime(threads);
  const folder = process.env.MODEL ?? 'models/default';
  const manifest = parseManifest(JSON.parse(await readFile(folder + '/manifest.json', 'utf8')));
  const p = await Pipeline.create(ort, manifest, async (n) => new Uint8Array(await readFile(folder + '/' + n)), { executionProviders: ['wasm'], enableProfiling: !!process.env.PROF });
  const [layout] = await p.sample([7], 0);
  for (const count of [10, 50]) {
    const l = withBlobs(shown(layout!), count);
    const times: number[][] = [];
    for (let i = 0; i < 8; i++) {
      const stages: number[] = []; let last = performance.now();
      await p.draw(l, 1, { onStage: async () => { stages.push(performance.now() - last); last = performance.now(); } });
      if (i > 1) times.push(stages);
    }
    const med = times[0]!.map((_, k) => times.map((t) => t[k]!).sort((a, b) => a - b)[times.length >> 1]!.toFixed(0));
    console.error('blobs', count, 'of', shown(layout!).count, 'stages', med.join(' '));
  }
  const sessions = [(p as any).layoutSession, ...(p as any).stageSessions];
  if (process.env.PROF) for (const s of sessions) { console.log('=== session'); s.endProfiling(); }
  process.exit(0);
})();
