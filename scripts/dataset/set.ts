/** Renders a set: the shards that are missing, by one or more pages, until done or told to stop. */
import type { Furniture } from './furniture/pack';
import { SteadyRenderer, renderAll, stopOnSignals, timeText } from './long-run';
import { type SetFacts, prepareSet } from './prepare';
import { makeRoom } from './room';
import { SHARD_SIZE, missingShards, roomsOfShard, writeShard } from './shards';

export interface SetOptions extends SetFacts {
  /** The rooms' numbers alone. */
  readonly layouts: boolean;
  /** Pages that draw side by side. */
  readonly workers: number;
}

export async function renderSet(furniture: Furniture, options: SetOptions): Promise<void> {
  const { out, kind, seed, size, count, layouts, workers } = options;
  const part = layouts ? 'layouts' : 'shards';
  prepareSet(furniture, options);
  const missing = missingShards(out, count, part);
  const all = missing.length;
  console.log(`${Math.ceil(count / SHARD_SIZE) - all} shards are there, ${all} to render.`);
  const signals = stopOnSignals('shard');
  const start = Date.now();
  let [rooms, shards] = [0, 0];
  const work = async (): Promise<void> => {
    const steady = await SteadyRenderer.open(furniture, size, layouts);
    try {
      while (missing.length && !signals.stopped) {
        const shard = missing.shift()!;
        const indices = roomsOfShard(shard, count);
        const rendered = await steady.run(`shard ${shard}`, (renderer) =>
          renderAll(
            renderer,
            indices.map((i) => makeRoom(seed, i, renderer.models, kind)),
          ),
        );
        writeShard(out, shard, rendered, part);
        rooms += indices.length;
        const rate = rooms / ((Date.now() - start) / 1000);
        const left = ((all - ++shards) * (rooms / shards)) / rate;
        console.log(`shard ${shard}: ${rooms} rooms, ${rate.toFixed(1)} a second, ${timeText(left)} left`);
      }
    } finally {
      await steady.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, all) }, work));
}
