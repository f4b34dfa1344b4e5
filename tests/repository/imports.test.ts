/** The map of the house: who imports whom, types included, never goes in a circle. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const SOURCE = /\.(ts|tsx|mjs)$/;

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name))
    .filter((file) => SOURCE.test(file));

/** The file of the tree that a relative import names; null for anything else. */
function resolved(from: string, name: string, exists: (file: string) => boolean): string | null {
  if (!name.startsWith('.')) return null;
  const base = path.posix.join(path.posix.dirname(from), name);
  return [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find(exists) ?? null;
}

/** Circles of a graph: groups of more than one file, each of which can be reached from every other (Tarjan). */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    open.push(file);
    for (const next of graph.get(file)!) {
      if (!order.has(next)) visit(next);
      if (open.includes(next)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const group = open.splice(open.indexOf(file));
    if (group.length > 1) found.push(group.sort());
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}

function importsOf(files: readonly string[], read: (file: string) => string): Map<string, string[]> {
  const known = new Set(files);
  return new Map(
    files.map((file) => [
      file,
      ts
        .preProcessFile(read(file))
        .importedFiles.flatMap(({ fileName }) => resolved(file, fileName, (one) => known.has(one)) ?? []),
    ]),
  );
}

describe('imports', () => {
  it('are found with their types, and a circle of them is seen', () => {
    const texts: Record<string, string> = {
      'a/one.ts': "import { two } from './two';",
      'a/two.ts': "export type { Three } from '../b';\nconst later = import('./four.tsx');",
      'a/four.tsx': "import 'react';",
      'b/index.ts': "import type { One } from '../a/one';",
    };
    expect(circles(importsOf(Object.keys(texts), (file) => texts[file]!))).toEqual([
      ['a/one.ts', 'a/two.ts', 'b/index.ts'],
    ]);
  });

  it('never go in a circle', () => {
    const files = ['src', 'scripts', 'tests'].flatMap(filesIn).filter((file) => statSync(file).isFile());
    const graph = importsOf(files, (file) => readFileSync(file, 'utf8'));
    // Or nothing was looked at.
    expect([...graph.values()].flat().length).toBeGreaterThan(files.length);
    expect(circles(graph)).toEqual([]);
  });
});
