/**
 * `npm run golden -- DIR [--browser wasm|webgl|webgpu]`: converts DIR/blobgan.ckpt and compares what it draws with
 * DIR/golden.safetensors, in Node or in a headless Chromium.
 */
import { UsageError, runScript } from './lib/cli';
import { parseArgs } from 'node:util';
import { runGolden } from './lib/golden';
import { type Provider, runGoldenInBrowser } from './lib/golden-browser';
import {
  IMAGE_LIMIT,
  INCREMENTAL_LIMIT,
  LAYOUT_LIMIT,
  SCORE_LIMIT,
  rowPasses,
  type GoldenRow,
} from './lib/golden-cases';

const HEADINGS = [
  'case',
  'blobs',
  'trunc.',
  'layout',
  'scores',
  'splat',
  'image',
  'from z',
  'levels',
  'of whole',
];
const WIDTHS = [22, 6, 7, 10, 10, 10, 10, 10, 10, 10];

const line = (cells: readonly string[]): string =>
  cells.map((cell, index) => (index ? cell.padStart(WIDTHS[index]!) : cell.padEnd(WIDTHS[index]!))).join('');

const number = (value: number | null): string => (value === null ? '' : value.toExponential(1));

const cellsOf = (row: GoldenRow): string[] => [
  row.name,
  String(row.blobs),
  row.truncation === null ? '' : row.truncation.toFixed(2),
  number(row.layout),
  number(row.scores),
  number(row.pureScores),
  number(row.image),
  number(row.imageFromZ),
  row.incremental?.levels.toFixed(3) ?? '',
  row.incremental ? `${Math.round(row.incremental.drawnPart * 100)}%` : '',
];

const USAGE =
  'Usage: npm run golden -- DIR [--browser wasm|webgl|webgpu], a folder with blobgan.ckpt and golden.safetensors';

const isProvider = (name: string): name is Provider => ['wasm', 'webgl', 'webgpu'].includes(name);

function options(): { folder: string; browser: Provider | undefined } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { browser: { type: 'string' } },
    });
    const [folder, ...rest] = positionals;
    const { browser } = values;
    if (folder && !rest.length && (browser === undefined || isProvider(browser))) {
      return { folder, browser };
    }
  } catch {
    // An option that is not known: the usage says which are.
  }
  throw new UsageError(USAGE);
}

runScript(async () => {
  const { folder, browser } = options();
  const show = (row: GoldenRow): void => console.log(line(cellsOf(row)) + (rowPasses(row) ? '' : '  FAILS'));
  console.log(line(HEADINGS));
  const rows = browser
    ? (await runGoldenInBrowser([folder], browser, show))[0]!.rows
    : await runGolden(folder, show);
  const failed = rows.filter((row) => !rowPasses(row)).length;
  const worst = Math.max(...rows.flatMap((row) => [row.image, row.imageFromZ ?? 0]));
  const incremental = Math.max(...rows.map((row) => row.incremental?.levels ?? 0));
  console.log(
    `\nLargest differences; images over their own deviation (limit ${IMAGE_LIMIT}), layouts (${LAYOUT_LIMIT}) and scores (${SCORE_LIMIT}) absolute; made of the picture before, in levels of 255 (limit ${INCREMENTAL_LIMIT}), and how much of the last stage ran for it.`,
  );
  console.log(
    `${rows.length - failed} of ${rows.length} cases agree with the published code; worst image ${worst.toExponential(1)} of its deviation, worst incremental one ${incremental.toFixed(3)} of 255 levels.`,
  );
  return failed ? 1 : 0;
});
