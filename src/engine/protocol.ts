/** What the page and the engine's worker say to each other. Versioned, so that a stale worker is noticed. */
import type { Layout } from '../blobgan';
import type { Manifest } from '../convert/manifest';

export const PROTOCOL = 2;

export type LoadProgress =
  | { readonly phase: 'download'; readonly loaded: number; readonly total: number }
  | { readonly phase: 'compile'; readonly loaded: number; readonly total: number }
  | { readonly phase: 'warm-up' };

export interface RuntimeStatus {
  readonly provider: 'wasm';
  readonly threads: number;
  /** Why it is not faster, in a sentence; null when nothing is missing. */
  readonly limit: string | null;
}

/** Where a model lies: on the page's host, or stored on this device. */
export type ModelPlace =
  { readonly kind: 'url'; readonly manifestUrl: string } | { readonly kind: 'stored'; readonly id: string };

export type ToWorker =
  | { readonly type: 'load'; readonly version: number; readonly place: ModelPlace }
  | { readonly type: 'sample'; readonly id: number; readonly seeds: number[]; readonly truncation: number }
  | { readonly type: 'draw'; readonly id: number; readonly layout: Layout; readonly noiseSeed: number }
  /** A small picture, drawn when there is nothing else to do. */
  | { readonly type: 'thumbnail'; readonly id: number; readonly layout: Layout; readonly noiseSeed: number }
  /** A small picture is not needed any more. */
  | { readonly type: 'withdraw'; readonly id: number };

export type FromWorker =
  | { readonly type: 'progress'; readonly progress: LoadProgress }
  | { readonly type: 'ready'; readonly manifest: Manifest; readonly status: RuntimeStatus }
  | { readonly type: 'sampled'; readonly id: number; readonly layouts: Layout[] }
  | {
      readonly type: 'picture';
      readonly id: number;
      readonly resolution: number;
      /** resolution x resolution x 4 bytes. */
      readonly rgba: Uint8ClampedArray<ArrayBuffer>;
      /** False for a preview that a sharper one follows. */
      readonly final: boolean;
      readonly milliseconds: number;
    }
  | {
      readonly type: 'thumbnail';
      readonly id: number;
      readonly resolution: number;
      readonly rgba: Uint8ClampedArray<ArrayBuffer>;
    }
  | { readonly type: 'failed'; readonly id: number | null; readonly message: string };
