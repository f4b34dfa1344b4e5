/** A page for tests and measurements alone: the same graphs on WebGL and on WASM, value by value. */
export interface ValueRow {
  readonly name: string;
  readonly dims: readonly number[];
  /** Largest absolute difference, and the largest number on WASM. */
  readonly difference: number;
  readonly largest: number;
}

export interface StageRows {
  readonly stage: string;
  readonly blobs: number;
  readonly rows: readonly ValueRow[];
  readonly textureBytes: number;
  /** Medians, in milliseconds, alternating. */
  readonly webgl: number;
  readonly wasm: number;
}

export type WebglRequest =
  /** Every value of every stage of a golden model. */
  | {
      readonly type: 'stages';
      /** Under `golden/` beside the page. */
      readonly checkpoint: string;
      readonly latent: number;
      readonly blobs: number;
      readonly runs: number;
    }
  /** Single operators that the provider gets wrong. */
  | { readonly type: 'faults' }
  /** The self-test of the editor. */
  | { readonly type: 'proof' };

export interface WebglReport {
  readonly stages?: readonly StageRows[];
  readonly faults?: readonly FaultRow[];
  readonly right?: boolean;
  readonly seconds?: number;
  readonly driver: string;
}

export interface FaultRow {
  readonly name: string;
  /** Of the plain form, and of the form that is used. */
  readonly plain: number | string;
  readonly used: number | string;
}

declare global {
  interface Window {
    runWebgl(request: WebglRequest): Promise<WebglReport>;
  }
}

type FromWorker = { readonly report: WebglReport } | { readonly message: string };

window.runWebgl = (request) => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<WebglReport>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if ('report' in data) resolve(data.report);
      else reject(new Error(data.message));
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
};
