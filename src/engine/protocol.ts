/** What the page and the engine's worker say to each other. Versioned, so that a stale worker is noticed. */
import type { Layout } from '../blobgan';
import type { AttributeAnswer, AttributeQuestion } from './attributes/networks';
import type { Cause, Explanation } from '../faults';
import type { Manifest } from '../convert/manifest';

export const PROTOCOL = 8;

export type LoadProgress =
  | { readonly phase: 'download'; readonly loaded: number; readonly total: number }
  /** The runtime itself is on its way, and will build its first session. */
  | { readonly phase: 'runtime'; readonly provider: ProviderId }
  | { readonly phase: 'compile'; readonly loaded: number; readonly total: number }
  | { readonly phase: 'warm-up' };

/** What can be chosen, in the order of the table of providers: first what is fastest on most machines. */
export const PROVIDER_IDS = ['webgpu', 'webgl', 'wasm'] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

/** What a person asked for. */
export type ProviderChoice = 'auto' | ProviderId;

/** Why the engine is not faster than it is. */
export type LimitCode =
  | 'noWebgpu'
  | 'noAdapter'
  | 'noWebgl'
  | 'notStarted'
  | 'wrongPictures'
  /** It takes longer than what draws. */
  | 'slower'
  /** It ran and broke down. */
  | 'brokeDown'
  | 'oneThread'
  | 'plainHttp';

export interface Limit {
  readonly code: LimitCode;
  /** The provider that is not in use. */
  readonly provider?: ProviderId;
  /** What the provider failed of. */
  readonly detail?: Cause;
  /** Of a whole picture: with the provider, and with what draws. */
  readonly milliseconds?: { readonly own: number; readonly best: number };
}

export interface RuntimeStatus {
  readonly provider: ProviderId;
  readonly threads: number;
  /** Empty when nothing is missing. */
  readonly limits: readonly Limit[];
}

/** Where a model lies: on the page's host, or stored on this device. */
export type ModelPlace =
  { readonly kind: 'url'; readonly manifestUrl: string } | { readonly kind: 'stored'; readonly id: string };

export type ToWorker =
  | {
      readonly type: 'load';
      readonly version: number;
      readonly place: ModelPlace;
      readonly choice: ProviderChoice;
    }
  | { readonly type: 'sample'; readonly id: number; readonly seeds: number[]; readonly truncation: number }
  | { readonly type: 'draw'; readonly id: number; readonly layout: Layout; readonly noiseSeed: number }
  /** A whole picture apart from the live drawing, which comes first. */
  | {
      readonly type: 'render';
      readonly id: number;
      readonly layout: Layout;
      readonly noiseSeed: number;
      /** A frame of a sequence: it may be made of the frame before, within 1/255. */
      readonly continuous: boolean;
    }
  /** A picture of the least stage that has as many pixels along a side, drawn when there is nothing else to do. */
  | {
      readonly type: 'thumbnail';
      readonly id: number;
      readonly layout: Layout;
      readonly noiseSeed: number;
      readonly side: number;
    }
  /** What things are, and their vectors as they are told to be. */
  | (AttributeQuestion & { readonly type: 'attributes'; readonly id: number })
  /** A picture that was asked for is not needed any more. */
  | { readonly type: 'withdraw'; readonly id: number };

/** A picture as a canvas takes it. */
export interface Rendered {
  readonly resolution: number;
  /** resolution x resolution x 4 bytes, opaque; handed over between threads, not copied. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

export type FromWorker =
  | { readonly type: 'progress'; readonly progress: LoadProgress }
  | { readonly type: 'ready'; readonly manifest: Manifest; readonly status: RuntimeStatus }
  | { readonly type: 'sampled'; readonly id: number; readonly layouts: Layout[] }
  | (Rendered & {
      readonly type: 'picture';
      readonly id: number;
      /** False for a preview that a sharper one follows. */
      readonly final: boolean;
      readonly milliseconds: number;
      /** How long the sessions themselves ran of that. */
      readonly running: number;
      /** Milliseconds of every stage so far, showing its picture included. */
      readonly stages: readonly number[];
    })
  /** Null of a model that knows no attributes. */
  | { readonly type: 'attributes'; readonly id: number; readonly answer: AttributeAnswer | null }
  /** The answer to `render` and `thumbnail`. */
  | (Rendered & { readonly type: 'rendered'; readonly id: number })
  /** A question, or the loading (null), was refused; the worker goes on. */
  | { readonly type: 'failed'; readonly id: number | null; readonly explanation: Explanation }
  /** The worker cannot go on and has to be started again. */
  | { readonly type: 'broken'; readonly why: Cause };
