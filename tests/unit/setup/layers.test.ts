import { ESLint } from 'eslint';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const LAYERS = ['app', 'editor', 'scene', 'engine', 'convert', 'blobgan'];

const eslint = new ESLint();

/** Rules that `code` would break if it stood in `file`. */
async function broken(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

describe('the house', () => {
  it('has every layer of the list', () => {
    for (const layer of LAYERS) expect(existsSync(`src/${layer}/index.ts`), layer).toBe(true);
  });

  it('refuses every import that goes up the list, and allows every one that goes down', async () => {
    for (const [at, layer] of LAYERS.entries()) {
      for (const [other, target] of LAYERS.entries()) {
        if (at === other) continue;
        const rules = await broken(`src/${layer}/probe.ts`, `import '../${target}/index';\n`);
        const refused = rules.includes('import-x/no-restricted-paths');
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
});
