import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { bytesSource, convertCheckpoint } from '../../src/convert';
import { readGolden } from '../../scripts/lib/golden';
import { KINDS, Subject, attempt, type Outcome } from './mutations';

const FOLDER = 'tests/golden/official-small';
const COUNT = 500;
const FIRST_SEED = 1;

describe('a damaged or malicious checkpoint', () => {
  it(`ends in a sentence or in the right answer, ${COUNT} times`, { timeout: 180_000 }, async () => {
    const bytes = new Uint8Array(await readFile(`${FOLDER}/blobgan.ckpt`));
    const meanLatent = (await readGolden(FOLDER)).get('mean_latent')!.data;
    const good = await convertCheckpoint(bytesSource(bytes), { name: 'good', meanLatent });
    const subject = new Subject(bytes);
    const outcomes: Outcome[] = [];
    for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed++) {
      outcomes.push(await attempt(subject, seed, good.manifest.id, meanLatent));
    }
    expect(outcomes.filter(({ verdict }) => verdict === 'WRONG')).toEqual([]);
    // Every kind of mutation got through to the reader, and the fuzz does not only make files that nobody opens.
    for (const kind of KINDS)
      expect(outcomes.some((outcome) => outcome.kind === kind && outcome.verdict === 'refused')).toBe(true);
    const verdicts = new Set(outcomes.map(({ verdict }) => verdict));
    expect([...verdicts].sort()).toEqual(['other', 'refused', 'same']);
    expect(new Set(outcomes.map(({ detail }) => detail.replace(/\d+/g, '#'))).size).toBeGreaterThan(20);
  });
});
