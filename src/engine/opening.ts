/** Building a model's sessions with the provider that works here, and of several with the one that draws fastest. */
import { fault } from '../faults';
import type { Manifest } from '../convert/manifest';
import { causeIn } from './causes';
import { Pipeline, type ReadFile, type Runtime } from './pipeline';
import { type DrawTimes, type DrawTimesStore, inOrderOfTime, isFaster } from './draw-times';
import { type Limit, PROVIDER_IDS, type ProviderChoice, type ProviderId } from './protocol';
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
  readonly onRuntime?: (provider: ProviderId) => void;
  readonly onCompiled?: (done: number, total: number) => void;
  /**
   * The first drawing: shaders are compiled and memory is taken only then, so a provider that fails in it counts as
   * one that did not start.
   */
  readonly firstDrawing?: (model: OpenModel) => Promise<void>;
  /** Without it the first provider that works is taken. */
  readonly timing?: {
    readonly store: DrawTimesStore;
    /** Milliseconds of a whole picture of a model that has drawn before. */
    readonly drawTime: (model: OpenModel) => Promise<number>;
  };
}

/** The providers that are tried for a model, in this order: from the chosen one down the table. */
export function candidates(
  table: readonly Provider[],
  choice: ProviderChoice,
  manifest: Manifest,
): readonly Provider[] {
  const from = table.findIndex(({ id }) => id === choice);
  return table.slice(Math.max(from, 0)).filter(({ id, automatic }) => id === choice || automatic(manifest));
}

/**
 * Loads a provider's runtime and has it give its proof.
 * @param chosen whether a person asked for it
 * @returns the runtime, or why the provider is not used here
 * @throws Error when the runtime does not load, or the proof cannot be given
 */
export async function startRuntime(
  { id, missing, load, guard }: Provider,
  chosen: boolean,
  onRuntime?: (provider: ProviderId) => void,
): Promise<{ readonly runtime: Runtime } | { readonly limit: Limit }> {
  const code = await missing(chosen);
  if (code) return { limit: { code, provider: id } };
  onRuntime?.(id);
  const runtime = await load();
  const right = !guard || (await guard(runtime));
  return right ? { runtime } : { limit: { code: 'wrongPictures', provider: id } };
}

/** The explanation for a provider that failed to start. */
export function limitOf(provider: ProviderId, error: unknown): Limit {
  if (error instanceof WrongPicture) return { code: 'wrongPictures', provider };
  return { code: 'notStarted', provider, detail: causeIn(error) };
}

/** Opens models with one provider after the other, and keeps why some do not draw. */
class Opener {
  readonly limits: Limit[] = [];

  constructor(
    private readonly manifest: Manifest,
    private readonly read: ReadFile,
    private readonly choice: ProviderChoice,
    private readonly events: OpeningEvents,
  ) {}

  /**
   * @param isLast then nothing else can draw, and its failure is thrown
   * @returns null where the provider does not work here
   * @throws Fault
   */
  async open(provider: Provider, isLast: boolean): Promise<OpenModel | null> {
    const { events, limits } = this;
    try {
      const started = await startRuntime(provider, provider.id === this.choice, events.onRuntime);
      if ('limit' in started) {
        limits.push(started.limit);
        return null;
      }
      const { runtime } = started;
      const pipeline = await Pipeline.create(runtime, this.manifest, this.read, WASM_OPTIONS, {
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
      return null;
    }
  }

  /** The first one that works, and why those before it in the table do not draw. */
  async first(tried: readonly Provider[], times: DrawTimes = {}): Promise<OpenModel> {
    for (const [at, provider] of tried.entries()) {
      const opened = await this.open(provider, at === tried.length - 1);
      if (!opened) continue;
      this.tellSlower(provider.id, times);
      return opened;
    }
    throw fault('nothingDraws');
  }

  /** The one that draws fastest, of one for each device. */
  async fastest(
    tried: readonly Provider[],
    { store, drawTime }: NonNullable<OpeningEvents['timing']>,
  ): Promise<OpenModel> {
    const times: Partial<Record<ProviderId, number>> = {};
    let best: OpenModel | null = null;
    for (const [at, provider] of tried.entries()) {
      if (best?.provider.device === provider.device) continue;
      const opened = await this.open(provider, at === tried.length - 1 && !best);
      if (!opened) continue;
      if (!best && at === tried.length - 1) return opened;
      const time = await drawTime(opened);
      times[provider.id] = time;
      const beaten: OpenModel | null = best && !isFaster(time, times[best.provider.id]!) ? opened : best;
      await beaten?.pipeline.release().catch(() => undefined);
      if (beaten !== opened) best = opened;
    }
    if (!best) throw fault('nothingDraws');
    if (Object.keys(times).length > 1) await store.set(times).catch(() => undefined);
    this.tellSlower(best.provider.id, times);
    return best;
  }

  /** Of what sounds faster than the one that draws, and was measured to be slower. */
  private tellSlower(drawing: ProviderId, times: DrawTimes): void {
    const best = times[drawing];
    if (best === undefined) return;
    for (const provider of PROVIDER_IDS.slice(0, PROVIDER_IDS.indexOf(drawing))) {
      const own = times[provider];
      if (own !== undefined && own > best)
        this.limits.push({ code: 'slower', provider, milliseconds: { own, best } });
    }
  }
}

/**
 * Opens a model with the provider that is chosen, or the first after it that is there, passes its guard, builds its sessions and
 * draws. Where none is chosen and several do, it is the one that draws a whole picture in the least time, as it was measured here before, or is now.
 * @param read may be asked for a file more than once
 * @throws Fault when none does
 */
export async function openModel(
  manifest: Manifest,
  read: ReadFile,
  choice: ProviderChoice,
  table: readonly Provider[],
  events: OpeningEvents = {},
): Promise<OpenModel> {
  const tried = candidates(table, choice, manifest);
  const opener = new Opener(manifest, read, choice, events);
  if (choice !== 'auto' || !events.timing) return opener.first(tried);
  // A device that keeps nothing is measured every time.
  const times = (await events.timing.store.get().catch(() => undefined)) ?? {};
  const measured = tried.filter(({ id }) => times[id] !== undefined);
  const isCovered = ({ device }: Provider): boolean => measured.some((other) => other.device === device);
  if (!measured.length || !tried.every(isCovered)) return opener.fastest(tried, events.timing);
  const order = inOrderOfTime(
    measured.map(({ id }) => id),
    times,
  );
  return opener.first(
    order.map((id) => measured.find((provider) => provider.id === id)!),
    times,
  );
}
