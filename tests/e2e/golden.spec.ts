/** What the published code drew, drawn again in a real browser by the editor's own converter and pipeline. */
import { expect, test } from '@playwright/test';
import { readGolden } from '../../scripts/lib/golden';
import { rowPasses } from '../../scripts/lib/golden-cases';
import { type Provider, runGoldenInBrowser } from '../../scripts/lib/golden-browser';

const FOLDER = 'tests/golden/official-small';
/** Of a decoder whose blobs have maps and outlines of their own. */
const MAPS = 'tests/golden/trainer-maps';

for (const provider of ['wasm', 'webgpu'] satisfies Provider[]) {
  test(`every golden case and edit agrees on ${provider}`, async () => {
    // The software adapter takes seconds for a picture, and a machine may have other work.
    test.setTimeout(600_000);
    const start = Date.now();
    const folders = provider === 'webgpu' ? [FOLDER, MAPS] : [FOLDER];
    const [published, maps] = await runGoldenInBrowser(folders, provider);
    const { rows, dispatches } = published!;
    const worst = Math.max(...rows.flatMap((row) => [row.image, row.imageFromZ ?? 0]));
    test.info().annotations.push({
      type: 'measured',
      description: `${rows.length} cases in ${Math.round((Date.now() - start) / 1000)} s, worst image ${worst.toExponential(1)} of its deviation`,
    });
    const cases = [...(await readGolden(FOLDER)).keys()].filter((name) => name.endsWith('.image'));
    expect(rows.map((row) => `${row.name}.image`)).toEqual(cases);
    expect(cases).toHaveLength(11);
    expect(rows.filter((row) => !rowPasses(row))).toEqual([]);
    // Pictures that are made of the ones before took part where the page makes such.
    const parts = rows.map((row) => row.incremental?.drawnPart ?? null);
    expect(parts.every((part) => (provider === 'wasm' ? part! < 0.5 : part === null))).toBe(true);
    // Layouts from z took part: without truncation, with some, and with all of it.
    const truncations = rows.filter((row) => row.layout !== null).map((row) => row.truncation?.toFixed(2));
    expect(truncations).toEqual(['0.00', '0.40', '1.00']);
    // Whoever asks for the GPU gets the GPU: each of the 14 pictures takes dozens of dispatches.
    if (provider === 'webgpu') expect(dispatches).toBeGreaterThan(14 * 24);
    else expect(dispatches).toBe(0);
    if (!maps) return;
    expect(maps.rows).toHaveLength(3);
    expect(maps.rows.filter((row) => !rowPasses(row))).toEqual([]);
    expect(maps.dispatches).toBeGreaterThan(0);
  });
}
