/** `npx tsx scripts/fuzz-scenes.ts [--links N] [--files N] [--seed S]`: what tests/fuzz/sharing does, in number. */
import { parseArgs } from 'node:util';
import { type Verdict, attempt, kindsOf } from '../tests/fuzz/sharing';
import { numberOption, runScript } from './lib/cli';

/** Longest, in milliseconds, that reading a link may take. */
const LINK_LIMIT = 50;

runScript(async () => {
  const { values } = parseArgs({
    options: { links: { type: 'string' }, files: { type: 'string' }, seed: { type: 'string' } },
  });
  const first = numberOption('seed', values.seed, 0, 2 ** 31) ?? 0;
  const runs = [
    {
      kinds: kindsOf('link'),
      count: numberOption('links', values.links, 0, 1e7) ?? 100_000,
      limit: LINK_LIMIT,
    },
    {
      kinds: kindsOf('file', 'picture'),
      count: numberOption('files', values.files, 0, 1e7) ?? 20_000,
      limit: null,
    },
  ];
  let wrong = 0;
  console.log(`${'mutation'.padEnd(20)}  scene  other refused  wrong  slowest`);
  for (const { kinds, count, limit } of runs) {
    const tally = new Map(
      kinds.map((kind) => [kind, { scene: 0, 'other model': 0, refused: 0, WRONG: 0, slowest: 0 }]),
    );
    const sentences = new Set<string>();
    for (let seed = first; seed < first + count; seed++) {
      const outcome = attempt(kinds, seed);
      const row = tally.get(outcome.kind)!;
      row[outcome.verdict]++;
      let { milliseconds } = outcome;
      // A pause of the machine is not the reader's: what is slow is slow again.
      for (let again = 0; limit && milliseconds > limit && again < 10; again++) {
        milliseconds = Math.min(milliseconds, attempt(kinds, seed).milliseconds);
      }
      row.slowest = Math.max(row.slowest, milliseconds);
      if (limit && milliseconds > limit) {
        wrong++;
        console.log(`seed ${seed}, ${outcome.kind}: ${Math.round(milliseconds)} ms`);
      }
      if (outcome.verdict === 'refused') sentences.add(outcome.detail.replace(/\d+/g, '#'));
      if (outcome.verdict === 'WRONG') {
        wrong++;
        console.log(`seed ${seed}, ${outcome.kind}: ${outcome.detail}`);
      }
    }
    for (const [kind, row] of tally) {
      const counts = (['scene', 'other model', 'refused', 'WRONG'] as const satisfies readonly Verdict[])
        .map((verdict) => String(row[verdict]).padStart(7))
        .join('');
      console.log(`${kind.padEnd(20)}${counts}  ${row.slowest.toFixed(1)} ms`);
    }
    console.log(`${count} in all, ${sentences.size} different sentences\n`);
  }
  console.log(wrong ? `${wrong} WRONG` : 'None wrong.');
  return wrong ? 1 : 0;
});
