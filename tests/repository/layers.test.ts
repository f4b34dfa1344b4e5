import { ESLint } from 'eslint';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const LAYERS = ['app', 'editor', 'scene', 'engine', 'convert', 'blobgan', 'faults', 'bytes'];

const eslint = new ESLint();

/** Rules that `code` would break if it stood in `file`. */
async function broken(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

/** Any module of a layer: an arrow is refused by its folder, whatever it points at. */
function moduleOf(layer: string): string {
  const file = readdirSync(`src/${layer}`).find((name) => /\.tsx?$/.test(name));
  if (!file) throw new Error(`src/${layer} has no module.`);
  return file.replace(/\.tsx?$/, '');
}

describe('the house', () => {
  it('is nothing but the layers of the list', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((entry) => entry.name).sort()).toEqual([...LAYERS].sort());
  });

  it('refuses every import that goes up the list, and allows every one that goes down', async () => {
    for (const [at, layer] of LAYERS.entries()) {
      for (const [other, target] of LAYERS.entries()) {
        if (at === other) continue;
        const rules = await broken(`src/${layer}/probe.ts`, `import '../${target}/${moduleOf(target)}';\n`);
        const refused = rules.includes('no-restricted-imports');
        expect(refused, `src/${layer} -> src/${target}`).toBe(other < at);
      }
    }
  }, 60_000);

  it.each([
    ['src/blobgan/probe.ts', "import 'react';"],
    ['src/scene/probe.ts', "import 'onnxruntime-web/wasm';"],
    ['src/scene/probe.ts', "import 'react-konva';"],
    ['src/engine/probe.ts', "import 'zustand/vanilla';"],
    ['src/convert/probe.ts', "import 'node:fs';"],
  ])('keeps platforms and views out of %s: %s', async (file, code) => {
    expect(await broken(file, `${code}\n`)).toContain('no-restricted-imports');
  });

  it.each([
    ['src/engine/probe.ts', "throw new Error('There is no model here.');"],
    ['src/app/probe.ts', 'throw TypeError(`There is no ${1}.`);'],
    ['src/scene/probe.ts', 'export class SceneError extends Error {}'],
    ['src/convert/probe.ts', "throw fault('pickleDamaged', { why: 'it ends too early' });"],
    ['src/convert/probe.ts', "throw fault('fileEmpty', { file: `the file ${1}` });"],
  ])('keeps sentences out of %s: %s', async (file, code) => {
    expect(await broken(file, `${code}\n`)).toContain('no-restricted-syntax');
  });

  it('lets no package come as a whole where a part of it is used', async () => {
    const rules = (code: string): Promise<string[]> => broken('src/app/probe.ts', code);
    expect(await rules("export const load = () => import('mediabunny');")).toContain('no-restricted-syntax');
    expect(await rules("export const load = () => import('./muxer');")).not.toContain('no-restricted-syntax');
    const part = "export const load = async () => (await import('gifenc')).quantize;";
    expect(await rules(part)).not.toContain('no-restricted-syntax');
  });

  it('lets faults and programmers’ errors be thrown', async () => {
    const code =
      "throw Math.random() ? new Defect('No such blob.') : fault('fileEmpty', { file: 'a b.txt' });";
    expect(await broken('src/engine/probe.ts', code.replace('a b', 'a'))).not.toContain(
      'no-restricted-syntax',
    );
  });
});
