/** docs/BROWSERS.md has every interface that is younger than the oldest engines, and what the page does without it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENGINES, type EngineVersions, versionsOfInterface, webApisIn } from './web-apis';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Every browser of the end of 2020 had what is not in the table. */
const EVERYWHERE: EngineVersions = { chrome: 87, firefox: 84, safari: 14 };
/** The oldest that the page is made for. */
const OLDEST: EngineVersions = { chrome: 120, firefox: 128, safari: 17 };

const written = (versions: EngineVersions): string =>
  ENGINES.map((engine) => (Number.isFinite(versions[engine]) ? versions[engine] : 'no')).join(' | ');

const isYounger = (versions: EngineVersions, than: EngineVersions): boolean =>
  ENGINES.some((engine) => versions[engine] > than[engine]);

/** What is in use, by name: an interface stands for all of its members that came together with it. */
function rowsOf(found: ReadonlyMap<string, EngineVersions>): Map<string, EngineVersions> {
  const rows = new Map<string, EngineVersions>();
  for (const [name, versions] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const owner = name.split('.')[0]!;
    const itself = versionsOfInterface(owner);
    const together = itself && written(itself) === written(versions);
    rows.set(together ? owner : name, versions);
  }
  return rows;
}

describe('the table of interfaces', () => {
  it('has each that some engine got since 2021, with what the page does without those that the oldest lack', () => {
    const files = execFileSync('git', ['ls-files', 'src/*.ts', 'src/*.tsx'], { cwd: ROOT, encoding: 'utf8' })
      .split('\n')
      .filter((file) => file && !file.endsWith('.d.ts'))
      .map((file) => path.join(ROOT, file));
    const found = webApisIn(files, path.join(ROOT, 'tsconfig.json'), (versions) =>
      isYounger(versions, EVERYWHERE),
    );
    // Or nothing was looked at.
    expect(found.size).toBeGreaterThan(30);
    const young = rowsOf(found);
    const doc = readFileSync(path.join(ROOT, 'docs/BROWSERS.md'), 'utf8');
    const [section] = doc.split('## Interfaces')[1]!.split('\n## ');
    const table = [...section!.matchAll(/^\| `([\w.]+)`\s*\| (.+?) \|$/gm)].map(([, name, cells]) => {
      const all = cells!.split('|').map((cell) => cell.trim());
      return { name: name!, versions: all.slice(0, 3).join(' | '), without: all[3] };
    });
    expect(Object.fromEntries(table.map(({ name, versions }) => [name, versions]))).toEqual(
      Object.fromEntries([...young].map(([name, versions]) => [name, written(versions)])),
    );
    const untold = table.filter(
      ({ name, without }) => isYounger(young.get(name)!, OLDEST) && !/\w/.test(without ?? ''),
    );
    expect(untold).toEqual([]);
  }, 240_000);
});
