/** A page for tests alone: runs the golden files in a worker, as the editor runs its pictures. */
import type { GoldenRow } from '../../../../scripts/lib/golden-cases';

export type Provider = 'wasm' | 'webgl' | 'webgpu';

/** Names in a golden folder; the files are fetched from `golden/` beside the page. */
export interface GoldenRequest {
  readonly provider: Provider;
  readonly checkpoint: string;
  readonly golden: string;
  readonly meanLatent: string | null;
  /** Of the cases and edits, null for all. */
  readonly names: readonly string[] | null;
}

export type FromGoldenWorker =
  | { readonly type: 'row'; readonly row: GoldenRow }
  | { readonly type: 'done'; readonly report: GoldenReport }
  | { readonly type: 'failed'; readonly message: string };

export interface GoldenReport {
  readonly rows: readonly GoldenRow[];
  /** Dispatches of compute passes and draw calls on a GPU: none when everything ran in WASM. */
  readonly dispatches: number;
}

declare global {
  interface Window {
    runGolden(request: GoldenRequest): Promise<GoldenReport>;
    /** Put there by whoever drives the page. */
    onGoldenRow?(row: GoldenRow): void;
  }
}

window.runGolden = (request) => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<GoldenReport>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromGoldenWorker>) => {
      if (data.type === 'row') window.onGoldenRow?.(data.row);
      else if (data.type === 'done') resolve(data.report);
      else reject(new Error(data.message));
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
};
