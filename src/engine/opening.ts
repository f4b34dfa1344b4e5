/** Building a model's sessions with the best provider that works here. */
import type { Manifest } from '../convert/manifest';
import { Pipeline, type ReadFile, type Runtime, messageOf } from './pipeline';
import type { Limit, ProviderChoice } from './protocol';
import { type Provider, WASM_OPTIONS } from './providers';

export interface OpenModel {
  readonly pipeline: Pipeline;
  readonly runtime: Runtime;
  readonly provider: Provider;
  /** Why no better provider runs. */
  readonly limits: readonly Limit[];
}

export interface OpeningEvents {
  readonly onRuntime?: () => void;
  readonly onCompiled?: (done: number, total: number) => void;
}

/** The providers that are tried, in this order: from the chosen one down the table. */
export function candidates(table: readonly Provider[], choice: ProviderChoice): readonly Provider[] {
  const from = table.findIndex(({ id }) => id === choice);
  return from < 0 ? table : table.slice(from);
}

/**
 * Opens a model with the first provider of the table that is there, passes its guard and builds its sessions.
 * @param read may be asked for a file more than once
 * @throws Error with one sentence when the last one fails too
 */
export async function openModel(
  manifest: Manifest,
  read: ReadFile,
  choice: ProviderChoice,
  table: readonly Provider[],
  events: OpeningEvents = {},
): Promise<OpenModel> {
  const tried = candidates(table, choice);
  const limits: Limit[] = [];
  for (const [at, provider] of tried.entries()) {
    const isLast = at === tried.length - 1;
    const { id } = provider;
    try {
      const missing = await provider.missing();
      if (missing) {
        limits.push({ code: missing, provider: id });
        continue;
      }
      events.onRuntime?.();
      const runtime = await provider.load();
      if (provider.guard && !(await provider.guard(runtime))) {
        limits.push({ code: 'wrongPictures', provider: id });
        continue;
      }
      const pipeline = await Pipeline.create(runtime, manifest, read, WASM_OPTIONS, {
        stageOptions: provider.stageOptions,
        onCompiled: events.onCompiled,
      });
      return { pipeline, runtime, provider, limits };
    } catch (error) {
      if (isLast) throw error;
      limits.push({ code: 'notStarted', provider: id, detail: messageOf(error).slice(0, 200) });
    }
  }
  throw new Error('Nothing in this browser can draw the room.');
}
