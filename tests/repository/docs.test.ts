/** What comments and docs point at is there. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const tracked = (...patterns: string[]): string[] =>
  execFileSync('git', ['ls-files', ...patterns], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);

describe('documentation', () => {
  it('has every section of MODEL.md that a comment cites', () => {
    const headings = [...read('docs/MODEL.md').matchAll(/^## (.+)$/gm)].map(([, heading]) => heading!);
    const cited = tracked('src/*.ts', 'src/*.tsx', 'scripts/*.py', 'tests/*.ts').flatMap((file) =>
      [...read(file).matchAll(/MODEL\.md, ("[A-Z][^"]+"(?: and "[^"]+")*)/g)].flatMap(([, names]) =>
        [...names!.matchAll(/"([^"]+)"/g)].map(([, name]) => ({ file, name: name! })),
      ),
    );
    expect(cited.length).toBeGreaterThan(9);
    const missing = cited.filter(({ name }) => !headings.some((heading) => heading.startsWith(name)));
    expect(missing).toEqual([]);
  });

  it.each([
    'README.md',
    'CONTRIBUTING.md',
    'docs/ARCHITECTURE.md',
    'docs/BROWSERS.md',
    'docs/GLOSSARY.md',
    'docs/MODEL.md',
  ])('%s names only files that are there', (doc) => {
    const text = read(doc);
    const links = [...text.matchAll(/\]\((?!http)([^)#]+)\)/g)].map(([, to]) =>
      path.join(path.dirname(doc), to!),
    );
    const named = [...text.matchAll(/`((?:src|scripts|tests|docs|models)\/[\w./-]+)`/g)].map(
      ([, file]) => file!,
    );
    expect([...links, ...named].filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });
});
