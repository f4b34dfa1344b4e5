/** `npm run golden -- DIR`: converts DIR/blobgan.ckpt and compares what it draws with DIR/golden.safetensors. */
import { UsageError, runScript } from './lib/cli';
import { IMAGE_LIMIT, LAYOUT_LIMIT, SCORE_LIMIT, rowPasses, runGolden, type GoldenRow } from './lib/golden';

const HEADINGS = ['case', 'blobs', 'trunc.', 'layout', 'scores', 'splat', 'image', 'from z'];
const WIDTHS = [22, 6, 7, 10, 10, 10, 10, 10];

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
];

runScript(async () => {
  const [folder, ...rest] = process.argv.slice(2);
  if (!folder || folder.startsWith('-') || rest.length) {
    throw new UsageError('Usage: npm run golden -- DIR, a folder with blobgan.ckpt and golden.safetensors');
  }
  console.log(line(HEADINGS));
  const rows = await runGolden(folder, (row) =>
    console.log(line(cellsOf(row)) + (rowPasses(row) ? '' : '  FAILS')),
  );
  const failed = rows.filter((row) => !rowPasses(row)).length;
  const worst = Math.max(...rows.flatMap((row) => [row.image, row.imageFromZ ?? 0]));
  console.log(
    `\nLargest differences; images over their own deviation (limit ${IMAGE_LIMIT}), layouts (${LAYOUT_LIMIT}) and scores (${SCORE_LIMIT}) absolute.`,
  );
  console.log(
    `${rows.length - failed} of ${rows.length} cases agree with the published code; worst image ${worst.toExponential(1)} of its deviation.`,
  );
  return failed ? 1 : 0;
});
