/** `npx tsx scripts/fuzz-checkpoint.ts [--count N] [--seed S]`: mutated checkpoints, as tests/fuzz does, in number. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { bytesSource, convertCheckpoint } from '../src/convert';
import { KINDS, Subject, attempt, type Outcome } from '../tests/fuzz/mutations';
import { numberOption, runScript } from './lib/cli';
import { readGolden } from './lib/golden';

const FOLDER = 'tests/golden/official-small';
/** What the process may take, converter, garbage and all, while it reads files of 2.5 MB. */
const MEMORY_LIMIT_MB = 1_000;

runScript(async () => {
  const { values } = parseArgs({ options: { count: { type: 'string' }, seed: { type: 'string' } } });
  const count = numberOption('count', values.count, 1, 1e7) ?? 20_000;
  const first = numberOption('seed', values.seed, 0, 2 ** 31) ?? 1;
  const bytes = new Uint8Array(await readFile(`${FOLDER}/blobgan.ckpt`));
  const meanLatent = (await readGolden(FOLDER)).get('mean_latent')!.data;
  const good = await convertCheckpoint(bytesSource(bytes), { name: 'good', meanLatent });
  const subject = new Subject(bytes);
  const tally = new Map<string, Record<Outcome['verdict'], number>>(
    KINDS.map((kind) => [kind, { refused: 0, same: 0, other: 0, WRONG: 0 }]),
  );
  const sentences = new Map<string, number>();
  let slowest = 0;
  for (let seed = first; seed < first + count; seed++) {
    const outcome = await attempt(subject, seed, good.manifest.id, meanLatent);
    tally.get(outcome.kind)![outcome.verdict]++;
    slowest = Math.max(slowest, outcome.milliseconds);
    const sentence = outcome.detail.replace(/\d+/g, '#').replace(/(data\/|tensor |storage )\S+/g, '$1...');
    if (outcome.verdict === 'refused') sentences.set(sentence, (sentences.get(sentence) ?? 0) + 1);
    if (outcome.verdict === 'WRONG') console.log(`seed ${seed}, ${outcome.kind}: ${outcome.detail}`);
    if ((seed - first + 1) % 1_000 === 0) console.log(`${seed - first + 1} of ${count}`);
  }
  console.log(`\n${'mutation'.padEnd(18)} refused   same  other  wrong`);
  for (const [kind, { refused, same, other, WRONG }] of tally) {
    console.log(kind.padEnd(18) + [refused, same, other, WRONG].map((n) => String(n).padStart(7)).join(''));
  }
  console.log(`\n${sentences.size} different sentences, the most frequent:`);
  const frequent = [...sentences].sort((a, b) => b[1] - a[1]).slice(0, 12);
  for (const [sentence, times] of frequent)
    console.log(`${String(times).padStart(6)}  ${sentence.slice(0, 140)}`);
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  const wrong =
    [...tally.values()].reduce((sum, { WRONG }) => sum + WRONG, 0) + (memory > MEMORY_LIMIT_MB ? 1 : 0);
  console.log(
    `\n${count} files: ${wrong} wrong; slowest ${Math.round(slowest)} ms; the process took at most ${memory} MB (limit ${MEMORY_LIMIT_MB}).`,
  );
  return wrong ? 1 : 0;
});
