/** What the published code drew, drawn again in a real browser by the editor's own converter and pipeline. */
import { expect, test } from '@playwright/test';
import { readGolden } from '../../scripts/lib/golden';
import { type GoldenRow, rowPasses } from '../../scripts/lib/golden-cases';
import { runGoldenInBrowser } from '../../scripts/lib/golden-browser';

const FOLDER = 'tests/golden/official-small';
/** Of a decoder whose blobs have maps and outlines of their own, and waves. */
const MAPS = 'tests/golden/trainer-maps';

function noteWorst(rows: readonly GoldenRow[]): void {
  const worst = Math.max(...rows.flatMap((row) => [row.image, row.imageFromZ ?? 0]));
  test.info().annotations.push({
    type: 'measured',
    description: `${rows.length} cases, worst image ${worst.toExponential(1)} of its deviation`,
  });
}

test('every golden case and edit agrees on WASM', async () => {
  const [report] = await runGoldenInBrowser([FOLDER], 'wasm');
  const { rows, dispatches } = report!;
  noteWorst(rows);
  const cases = [...(await readGolden(FOLDER)).keys()].filter((name) => name.endsWith('.image'));
  expect(rows.map((row) => `${row.name}.image`)).toEqual(cases);
  expect(cases).toHaveLength(11);
  expect(rows.filter((row) => !rowPasses(row))).toEqual([]);
  // Pictures that are made of the ones before took part.
  expect(rows.every((row) => row.incremental!.drawnPart < 0.5)).toBe(true);
  // Layouts from z took part: without truncation, with some, and with all of it.
  const truncations = rows.filter((row) => row.layout !== null).map((row) => row.truncation?.toFixed(2));
  expect(truncations).toEqual(['0.00', '0.40', '1.00']);
  expect(dispatches).toBe(0);
});

test('a golden case and an edit of each form agree on WebGPU', async () => {
  // The software adapter takes seconds for a picture: `npm run golden -- FOLDER --browser webgpu` does the others.
  test.setTimeout(600_000);
  const names = ['case1', 'edit.duplicate'];
  const runs = await runGoldenInBrowser([FOLDER, MAPS], 'webgpu', undefined, names);
  for (const { rows, dispatches } of runs) {
    noteWorst(rows);
    expect(rows.map((row) => row.name)).toEqual(names);
    expect(rows.filter((row) => !rowPasses(row))).toEqual([]);
    // No maps are kept there to make pictures of.
    expect(rows.map((row) => row.incremental)).toEqual([null, null]);
    // Whoever asks for the GPU gets the GPU: each of the three pictures takes dozens of dispatches.
    expect(dispatches).toBeGreaterThan(3 * 24);
  }
});
