/** An engine that draws nothing: it says at once what it was asked for, and answers when the test says so. */
import { vi } from 'vitest';
import type { Layout } from '../../../src/blobgan';
import type {
  AttributeAnswer,
  AttributeQuestion,
  Engine,
  EngineEvents,
  LoadedModel,
  Picture,
  Rendered,
} from '../../../src/engine';

/** Two blobs, which the seed moves. */
export function layoutOf(seed: number): Layout {
  return {
    count: 2,
    positions: new Float32Array([0.25 + (seed % 8) / 64, 0.5, 0.75, 0.5]),
    sizes: new Float32Array([3, 4]),
    covariances: new Float32Array([1, 0, 1, 1, 0, 1]),
    features: new Float32Array(6).fill(seed),
    styles: new Float32Array(6).fill(seed),
  };
}

export const MODEL = {
  manifest: {
    id: 'model',
    name: 'Rooms',
    shape: { resolution: 2, abNorm: 0.02 },
    blobs: [
      { slot: 0, name: 'bed' },
      { slot: 1, name: 'lamp' },
    ],
  },
  status: { provider: 'wasm', threads: 1, limits: [] },
} as unknown as LoadedModel;

/** A picture of one colour. */
export const pictureOf = (value: number): Rendered => ({
  resolution: 2,
  rgba: new Uint8ClampedArray(16).fill(value),
});

export interface Drawing {
  readonly id: number;
  readonly layout: Layout;
}

export class FakeEngine {
  events!: EngineEvents;
  readonly drawings: Drawing[] = [];
  readonly renders: (PromiseWithResolvers<Rendered> & { readonly layout: Layout })[] = [];
  readonly load = vi.fn(async () => {
    this.events.onReady(MODEL);
    return MODEL;
  });
  readonly sample = vi.fn(async (seeds: readonly number[]) => seeds.map(layoutOf));
  /** Tells vectors by a 9, and says that everything is a bed; answers when a test says so where `held` is set. */
  readonly attributes = vi.fn(async (question: AttributeQuestion): Promise<AttributeAnswer | null> => {
    await this.held;
    const { features, styles, told } = question;
    return {
      features: features.map(() => 9),
      styles: styles.map(() => 9),
      traits: told.map((values) => ({ class: 'bed', values })),
    };
  });
  held: Promise<void> | null = null;
  readonly restart = vi.fn();
  readonly close = vi.fn();
  readonly thumbnail = vi.fn(async () => pictureOf(0));

  /** In place of `startEngine`. */
  readonly start = (events: EngineEvents): Engine => {
    this.events = events;
    return this as unknown as Engine;
  };

  draw(layout: Layout): number {
    this.drawings.push({ id: this.drawings.length + 1, layout });
    return this.drawings.length;
  }

  render(
    layout: Layout,
    _noiseSeed?: number,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<Rendered> {
    const asked = withResolvers<Rendered>();
    signal?.addEventListener('abort', () => asked.reject(signal.reason as Error));
    this.renders.push({ ...asked, layout });
    return asked.promise;
  }

  /** The picture of the newest drawing comes. */
  shows(value: number, final = true): void {
    const { id } = this.drawings.at(-1)!;
    this.events.onPicture({ ...pictureOf(value), id, final, milliseconds: 1 } as Picture);
  }
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/** Promise.withResolvers, which Node 20 lacks. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let [resolve, reject] = [
    undefined as never as (value: T) => void,
    undefined as never as (error: Error) => void,
  ];
  const promise = new Promise<T>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}
