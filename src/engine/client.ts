/** The page's side of the engine: promises and callbacks in place of messages. */
import type { Layout } from '../blobgan';
import type { Manifest } from '../convert/manifest';
import {
  type FromWorker,
  type LoadProgress,
  type ModelPlace,
  PROTOCOL,
  type RuntimeStatus,
  type ToWorker,
} from './protocol';

/** A small picture: resolution x resolution x 4 bytes. */
export type Thumbnail = Pick<Extract<FromWorker, { type: 'thumbnail' }>, 'resolution' | 'rgba'>;
export type Picture = Extract<FromWorker, { type: 'picture' }>;

export interface EngineEvents {
  readonly onProgress: (progress: LoadProgress) => void;
  /** Pictures of older layouts than the newest that was handed in are dropped here. */
  readonly onPicture: (picture: Picture) => void;
  /** One sentence for a person. */
  readonly onFailure: (message: string) => void;
}

export interface LoadedModel {
  readonly manifest: Manifest;
  readonly status: RuntimeStatus;
}

/** The part of a Worker that is used, so that tests can stand in for it. */
export interface WorkerLike {
  postMessage(message: ToWorker): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

interface Pending<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

export class Engine {
  private nextId = 1;
  private newest = 0;
  private loading: Pending<LoadedModel> | null = null;
  private readonly samples = new Map<number, Pending<Layout[]>>();
  private readonly thumbnails = new Map<number, Pending<Thumbnail>>();

  constructor(
    private readonly worker: WorkerLike,
    private readonly events: EngineEvents,
  ) {
    worker.onmessage = ({ data }) => this.receive(data);
    worker.onerror = (event) => {
      this.fail(null, `The engine stopped working (${event.message || 'no reason given'}): reload the page.`);
    };
  }

  load(place: ModelPlace): Promise<LoadedModel> {
    return new Promise((resolve, reject) => {
      this.loading = { resolve, reject };
      this.worker.postMessage({ type: 'load', version: PROTOCOL, place });
    });
  }

  /** Layouts of seeds. */
  sample(seeds: readonly number[], truncation: number): Promise<Layout[]> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.samples.set(id, { resolve, reject });
      this.worker.postMessage({ type: 'sample', id, seeds: [...seeds], truncation });
    });
  }

  /**
   * Draws a layout; a newer call takes its place.
   * @returns the id that its pictures carry
   */
  draw(layout: Layout, noiseSeed: number): number {
    const id = this.nextId++;
    this.newest = id;
    this.worker.postMessage({ type: 'draw', id, layout, noiseSeed });
    return id;
  }

  /**
   * A small picture of a layout (the first stage's size), drawn when nothing else is to be done: an edit never
   * waits for more than the stage that runs.
   * @param signal takes the wish back; the promise is then refused with the signal's reason
   */
  thumbnail(layout: Layout, noiseSeed: number, signal?: AbortSignal): Promise<Thumbnail> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      this.thumbnails.set(id, { resolve, reject });
      this.worker.postMessage({ type: 'thumbnail', id, layout, noiseSeed });
      signal?.addEventListener('abort', () => {
        if (!this.thumbnails.delete(id)) return;
        this.worker.postMessage({ type: 'withdraw', id });
        reject(signal.reason as Error);
      });
    });
  }

  close(): void {
    this.worker.terminate();
  }

  private receive(message: FromWorker): void {
    if (message.type === 'progress') this.events.onProgress(message.progress);
    else if (message.type === 'ready') {
      this.loading?.resolve({ manifest: message.manifest, status: message.status });
      this.loading = null;
    } else if (message.type === 'sampled') {
      this.samples.get(message.id)?.resolve(message.layouts);
      this.samples.delete(message.id);
    } else if (message.type === 'thumbnail') {
      this.thumbnails.get(message.id)?.resolve(message);
      this.thumbnails.delete(message.id);
    } else if (message.type === 'picture') {
      // While the hand moves, the picture of a moment ago is better than none; once a final one of a newer
      // layout is there, nothing older may follow, and the worker draws in order.
      if (message.id <= this.newest) this.events.onPicture(message);
    } else this.fail(message.id, message.message);
  }

  private fail(id: number | null, message: string): void {
    const error = new Error(message);
    const asked = id === null ? undefined : (this.samples.get(id) ?? this.thumbnails.get(id));
    if (asked) {
      this.samples.delete(id!);
      this.thumbnails.delete(id!);
      asked.reject(error);
      return;
    }
    if (this.loading) {
      this.loading.reject(error);
      this.loading = null;
      return;
    }
    this.events.onFailure(message);
  }
}

/** The engine in its worker. */
export function startEngine(events: EngineEvents): Engine {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  return new Engine(worker, events);
}
