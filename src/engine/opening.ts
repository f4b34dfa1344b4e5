/** Building a model's sessions with the best provider that works here. */
import { fault } from '../faults';
import type { Manifest } from '../convert/manifest';
import { causeIn } from './causes';
import { Pipeline, type ReadFile, type Runtime } from './pipeline';
import type { Limit, ProviderChoice, ProviderId } from './protocol';
import type { Provider } from './provider';
import { WASM_OPTIONS } from './providers';
import { WrongPicture } from './self-test';

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
  /**
   * The first drawing: shaders are compiled and memory is taken only then, so a provider that fails in it counts as
   * one that did not start.
   */
  readonly firstDrawing?: (model: OpenModel) => Promise<void>;
}

/** The providers that are tried, in this order: from the chosen one down the table. */
export function candidates(table: readonly Provider[], choice: ProviderChoice): readonly Provider[] {
  const from = table.findIndex(({ id }) => id === choice);
  return table.slice(Math.max(from, 0)).filter(({ id, automatic }) => automatic || id === choice);
}

/**
 * Loads a provider's runtime and has it give its proof.
 * @returns the runtime, or why the provider is not used here
 * @throws Error when the runtime does not load, or the proof cannot be given
 */
export async function startRuntime(
  { id, missing, load, guard }: Provider,
  onRuntime?: () => void,
): Promise<{ readonly runtime: Runtime } | { readonly limit: Limit }> {
  const code = await missing();
  if (code) return { limit: { code, provider: id } };
  onRuntime?.();
  const runtime = await load();
  const right = !guard || (await guard(runtime));
  return right ? { runtime } : { limit: { code: 'wrongPictures', provider: id } };
}

/** The explanation for a provider that failed to start. */
export function limitOf(provider: ProviderId, error: unknown): Limit {
  if (error instanceof WrongPicture) return { code: 'wrongPictures', provider };
  return { code: 'notStarted', provider, detail: causeIn(error) };
}

/**
 * Opens a model with the first provider of the table that is there, passes its guard, builds its sessions and draws.
 * @param read may be asked for a file more than once
 * @throws Fault when the last one fails too
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
    try {
      const started = await startRuntime(provider, events.onRuntime);
      if ('limit' in started) {
        limits.push(started.limit);
        continue;
      }
      const { runtime } = started;
      const pipeline = await Pipeline.create(runtime, manifest, read, WASM_OPTIONS, {
        stageOptions: provider.stageOptions,
        onCompiled: events.onCompiled,
      });
      const opened = { pipeline, runtime, provider, limits };
      try {
        await events.firstDrawing?.(opened);
      } catch (error) {
        // What has failed may not even be able to go.
        await pipeline.release().catch(() => undefined);
        throw error;
      }
      return opened;
    } catch (error) {
      if (isLast) throw error;
      limits.push(limitOf(provider.id, error));
    }
  }
  throw fault('nothingDraws');
}
