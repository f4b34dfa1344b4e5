/**
 * Native onnxruntime, to be measured beside the tab. Its package downloads what it finds missing when it is
 * installed; without scripts it has all that a processor needs, so it is installed so, into a folder that is not kept.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { ConvertedModel } from '../../src/convert';
import { Pipeline, type Runtime } from '../../src/engine/pipeline';

const NAME = 'onnxruntime-node';

function install(folder: string): void {
  const own = createRequire(import.meta.url);
  const web = own.resolve('onnxruntime-web');
  const { version } = own(path.join(web, '../../package.json')) as { version: string };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const args = ['install', `${NAME}@${version}`, '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${NAME} could not be installed: look at what npm says above.`);
}

/** A model on the processor, natively, with so many threads. */
export async function openNative(
  { manifest, files }: ConvertedModel,
  folder: string,
  threads: number,
): Promise<Pipeline> {
  if (!existsSync(path.join(folder, 'node_modules', NAME))) install(folder);
  const native = createRequire(path.join(path.resolve(folder), 'index.js'))(NAME) as Runtime;
  const runtime: Runtime = {
    Tensor: native.Tensor,
    InferenceSession: {
      create: (bytes: Uint8Array) =>
        native.InferenceSession.create(bytes, {
          executionProviders: ['cpu'],
          intraOpNumThreads: threads,
          graphOptimizationLevel: 'all',
        }),
    } as never,
  };
  return Pipeline.create(runtime, manifest, async (name) => files.get(name)!, {});
}
