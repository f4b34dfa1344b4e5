/** Unit tests lie where what they test lies: a reader who knows one place knows the other. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** Unit tests mirror these two, as one tree: no folder at their top has the same name. */
const TREES = ['src', 'scripts'];
const UNIT = 'tests/unit';

const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' });

const withoutEnd = (file: string): string => path.basename(file).replace(/(\.test)?\.(ts|tsx|mjs)$/, '');

const modules = TREES.flatMap(filesIn).filter((file) => /\.(ts|tsx|mjs)$/.test(file));

/** What is wrong with the place of a test; null when it is right. */
function misplaced(test: string): string | null {
  const folder = path.dirname(test);
  if (folder === '.') return 'it lies at the top';
  if (!TREES.some((tree) => existsSync(path.join(tree, folder)))) return `${folder} is in neither tree`;
  // A test that has a module's name lies in that module's folder.
  const [layer] = folder.split(path.sep);
  const namesakes = modules.filter(
    (file) => file.split(path.sep)[0] === layer && withoutEnd(file) === withoutEnd(test),
  );
  const places = namesakes.map((file) => path.dirname(file));
  return places.length && !places.includes(folder) ? `${namesakes.join(', ')} lies elsewhere` : null;
}

describe('unit tests', () => {
  it('lie in the folder of what they test', () => {
    const tests = filesIn(UNIT).filter((file) => file.endsWith('.test.ts'));
    // Or nothing was looked at.
    expect(tests.length).toBeGreaterThan(50);
    const wrong = tests.flatMap((test) => {
      const why = misplaced(test);
      return why ? [`${test}: ${why}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it('are found out when they do not', () => {
    expect(misplaced('editor/panels/gestures-of-old/press.test.ts')).toContain('neither tree');
    expect(misplaced('editor/press.test.ts')).toContain('lies elsewhere');
    expect(misplaced('editor/canvas/press.test.ts')).toBeNull();
    expect(misplaced('press.test.ts')).toContain('at the top');
  });
});
