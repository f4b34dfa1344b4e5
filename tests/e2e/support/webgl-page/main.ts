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

/** A room, drawn on both providers as the editor draws it. */
export interface RoomRow {
  readonly seed: number;
  readonly blobs: number;
  /** Of any output of any stage, over its largest number on WASM. */
  readonly worst: number;
  /** Of the whole picture, in about [-1, 1]. */
  readonly picture: number;
  /** In milliseconds; on WebGL the first one's shaders are compiled and its outputs compared, too. */
  readonly webgl: number;
  readonly wasm: number;
}

export type WebglRequest =
  /** Every value of one stage of a model; none where it has no such stage. */
  | {
      readonly type: 'stage';
      /** A checkpoint or a manifest, under `models/` beside the page. */
      readonly model: string;
      readonly stage: number;
      readonly blobs: number;
      /** Of the form as it is used, which only gives the outputs. */
      readonly runs: number;
      /** Sides of textures, where the driver's own limit is not to be used. */
      readonly textureSide?: number;
    }
  /** Rooms of a model, the first with so many blobs more than its own, and so on. */
  | { readonly type: 'rooms'; readonly model: string; readonly more: readonly number[] }
  /** Single operators that the provider gets wrong. */
  | { readonly type: 'faults' }
  /** The self-test of the editor. */
  | { readonly type: 'proof' };

export interface WebglReport {
  readonly stage?: StageRows | null;
  readonly rooms?: readonly RoomRow[];
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
