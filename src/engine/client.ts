/**
 * The page's side of the engine: promises and callbacks in place of messages. A worker that breaks down is started
 * again, once as it was and then on WASM, and asked again for whatever it still owed: nothing of the document lives
 * in it.
 */
import type { Layout } from '../blobgan';
import type { AttributeAnswer, AttributeQuestion } from './attributes/networks';
import { type Cause, Fault, type Explanation, because, fault, explain } from '../faults';
import type { Manifest } from '../convert/manifest';
import {
  type FromWorker,
  type Limit,
  type LoadProgress,
  type ModelPlace,
  PROTOCOL,
  type ProviderChoice,
  type RuntimeStatus,
  type ToWorker,
  type Rendered,
} from './protocol';

export type Picture = Extract<FromWorker, { type: 'picture' }>;

export interface EngineEvents {
  readonly onProgress: (progress: LoadProgress) => void;
  /** Pictures of older layouts than the newest that was handed in are dropped here. */
  readonly onPicture: (picture: Picture) => void;
  /** Shown to the person; the engine goes on. */
  readonly onFailure: (explanation: Explanation) => void;
  /** The worker broke down and starts again by itself. */
  readonly onRecovering: () => void;
  /** The engine is there: at first, and after every recovery. */
  readonly onReady: (model: LoadedModel) => void;
  /** The worker broke down repeatedly; the explanation is shown to the person. `restart` tries once more. */
  readonly onStopped: (explanation: Explanation) => void;
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

type Question = Extract<ToWorker, { type: 'sample' | 'attributes' | 'render' | 'thumbnail' }>;
type Drawing = Extract<ToWorker, { type: 'draw' }>;

/**
 * Milliseconds for the runtime in WASM to come and build its first session, a second on most machines. On Firefox one start in some
 * fifty never does, its worker asleep.
 */
const SILENCE = 30_000;

/** After so many whole pictures a breakdown counts as the first one again. */
const STEADY = 10;

export class Engine {
  private nextId = 1;
  private worker: WorkerLike | null = null;
  private wanted: { readonly place: ModelPlace; readonly choice: ProviderChoice } | null = null;
  private model: LoadedModel | null = null;
  private ready = false;
  private loading: Pending<LoadedModel> | null = null;
  private readonly questions = new Map<number, Pending<never> & { readonly message: Question }>();
  /** The newest drawing, until its whole picture is there. */
  private drawing: Drawing | null = null;
  private newest = 0;
  private breakdowns: Limit[] = [];
  /** Whether a start that gave no sign of life was begun anew already: a second one may only be slow. */
  private begunAnew = false;
  private silence: ReturnType<typeof setTimeout> | undefined;
  /** What the worker that runs was begun with: after a breakdown not always what was wanted. */
  private way: ProviderChoice = 'auto';
  private picturesSince = 0;

  constructor(
    private readonly start: () => WorkerLike,
    private readonly events: EngineEvents,
  ) {}

  /**
   * Loads a model; the engine that ran before ends.
   * @param choice the provider to begin with
   * @throws Fault
   */
  load(place: ModelPlace, choice: ProviderChoice = 'auto'): Promise<LoadedModel> {
    this.wanted = { place, choice };
    this.breakdowns = [];
    this.begunAnew = false;
    return new Promise((resolve, reject) => {
      this.loading?.reject(fault('otherProviderChosen'));
      this.loading = { resolve, reject };
      this.begin(choice);
    });
  }

  /** Tries again after `onStopped`. */
  restart(): void {
    if (!this.wanted) return;
    this.breakdowns = [];
    this.events.onRecovering();
    this.begin(this.wanted.choice);
  }

  /** Layouts of seeds. */
  sample(seeds: readonly number[], truncation: number): Promise<Layout[]> {
    return this.ask({ type: 'sample', id: this.nextId++, seeds: [...seeds], truncation });
  }

  /**
   * What things are, and their vectors as they are told to be.
   * @returns null of a model that knows no attributes
   * @throws Fault when the model's graphs for it cannot be loaded
   */
  attributes(question: AttributeQuestion): Promise<AttributeAnswer | null> {
    return this.ask({ ...question, type: 'attributes', id: this.nextId++ });
  }

  /**
   * Draws a layout; a newer call takes its place.
   * @returns the id that its pictures carry
   */
  draw(layout: Layout, noiseSeed: number): number {
    const id = this.nextId++;
    this.newest = id;
    this.drawing = { type: 'draw', id, layout, noiseSeed };
    if (this.ready) this.worker?.postMessage(this.drawing);
    return id;
  }

  /**
   * The whole picture of a layout, apart from the live drawing, which comes first: an edit never waits for more than
   * the stage that runs.
   * @param options.continuous for the frames of a sequence: each may be made of the one before, within 1/255
   * @param options.signal takes the request back; the promise is then refused with the signal's reason
   */
  render(
    layout: Layout,
    noiseSeed: number,
    { continuous = false, signal }: { readonly continuous?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<Rendered> {
    return this.askFor({ type: 'render', id: this.nextId++, layout, noiseSeed, continuous }, signal);
  }

  /**
   * A small picture of a layout, drawn when nothing else is to be done.
   * @param side so many pixels it has at least along a side, or all that the model has
   * @param signal takes the request back; the promise is then refused with the signal's reason
   */
  thumbnail(layout: Layout, noiseSeed: number, side: number, signal?: AbortSignal): Promise<Rendered> {
    return this.askFor({ type: 'thumbnail', id: this.nextId++, layout, noiseSeed, side }, signal);
  }

  close(): void {
    clearTimeout(this.silence);
    this.ready = false;
    this.worker?.terminate();
    this.worker = null;
  }

  private begin(choice: ProviderChoice): void {
    this.close();
    this.way = choice;
    const worker = this.start();
    this.worker = worker;
    // What a worker says after its end is about nothing any more.
    worker.onmessage = ({ data }) => {
      if (worker === this.worker) this.receive(data);
    };
    worker.onerror = (event) => {
      if (worker === this.worker) this.breakDown(event.message || because('noReasonGiven'));
    };
    worker.postMessage({ type: 'load', version: PROTOCOL, place: this.wanted!.place, choice });
  }

  private ask<Answer>(message: Question): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.questions.set(message.id, { message, resolve, reject } as never);
      if (this.ready) this.worker?.postMessage(message);
    });
  }

  /** Asks for a picture, until the signal takes the request back. */
  private askFor(
    message: Extract<Question, { type: 'render' | 'thumbnail' }>,
    signal?: AbortSignal,
  ): Promise<Rendered> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const { id } = message;
    const asked = this.ask<Rendered>(message);
    signal?.addEventListener('abort', () => {
      if (!this.refuse(id, signal.reason as Error)) return;
      if (this.ready) this.worker?.postMessage({ type: 'withdraw', id });
    });
    return asked;
  }

  private answer(id: number, value: unknown): void {
    const question = this.questions.get(id);
    this.questions.delete(id);
    question?.resolve(value as never);
  }

  private refuse(id: number, error: Error): boolean {
    const question = this.questions.get(id);
    this.questions.delete(id);
    question?.reject(error);
    return question !== undefined;
  }

  private receive(message: FromWorker): void {
    clearTimeout(this.silence);
    if (message.type === 'progress') this.advanced(message.progress);
    else if (message.type === 'ready') this.begun(message);
    else if (message.type === 'sampled') this.answer(message.id, message.layouts);
    else if (message.type === 'attributes') this.answer(message.id, message.answer);
    else if (message.type === 'rendered') this.answer(message.id, message);
    else if (message.type === 'broken') this.breakDown(message.why);
    else if (message.type === 'failed') this.failed(message.id, message.explanation);
    // While the hand moves, the picture of a moment ago is better than none; once a final one of a newer layout is
    // there, nothing older may follow, and the worker draws in order.
    else if (message.id <= this.newest) {
      if (message.final) {
        if (message.id === this.drawing?.id) this.drawing = null;
        if (++this.picturesSince >= STEADY) this.breakdowns = [];
      }
      this.events.onPicture(message);
    }
  }

  private begun({ manifest, status }: LoadedModel): void {
    this.ready = true;
    const limits = [...this.breakdowns.slice(1), ...status.limits];
    this.model = { manifest, status: { ...status, limits } };
    this.events.onReady(this.model);
    this.loading?.resolve(this.model);
    this.loading = null;
    for (const { message } of this.questions.values()) this.worker?.postMessage(message);
    if (this.drawing) this.worker?.postMessage(this.drawing);
  }

  private failed(id: number | null, explanation: Explanation): void {
    if (id === null) this.stop(explanation);
    else if (!this.refuse(id, new Fault(explanation))) {
      if (this.drawing?.id === id) this.drawing = null;
      this.events.onFailure(explanation);
    }
  }

  private advanced(progress: LoadProgress): void {
    this.events.onProgress(progress);
    // The proof of a graphics card takes what it takes.
    if (this.begunAnew || progress.phase !== 'runtime' || progress.provider !== 'wasm') return;
    this.silence = setTimeout(() => {
      this.begunAnew = true;
      this.begin(this.way);
    }, SILENCE);
  }

  private breakDown(detail: Cause): void {
    const provider = this.model?.status.provider;
    const { choice } = this.wanted!;
    this.breakdowns.push({ code: 'brokeDown', detail, ...(provider && { provider }) });
    this.picturesSince = 0;
    const ways: ProviderChoice[] = provider === 'wasm' || choice === 'wasm' ? [choice] : [choice, 'wasm'];
    const way = ways[this.breakdowns.length - 1];
    if (!way) {
      this.stop(explain('engineStopped', { why: detail }));
      return;
    }
    if (!this.loading) this.events.onRecovering();
    this.begin(way);
  }

  /** Nothing works any more, until someone asks again. What was asked for waits, but for the loading. */
  private stop(explanation: Explanation): void {
    this.close();
    if (this.loading) {
      this.loading.reject(new Fault(explanation));
      this.loading = null;
    } else this.events.onStopped(explanation);
  }
}

/** The engine, whose worker starts with the first `load`. */
export function startEngine(events: EngineEvents): Engine {
  const start = (): WorkerLike =>
    new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  return new Engine(start, events);
}
