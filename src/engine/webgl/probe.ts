/** The page's side of the question whether WebGL can be offered on this device. */
import { type Cause, because } from '../../faults';
import type { Limit } from '../protocol';

export interface WebglAnswer {
  /** Why WebGL is not offered here, null when it is. */
  readonly limit: Limit | null;
  /** There is no graphics device behind it: it draws right, and far slower than WASM. */
  readonly software: boolean;
}

/** The part of a Worker that is used, so that tests can stand in for it. */
export interface ProbeWorker {
  onmessage: ((event: MessageEvent<WebglAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

/** Shaders of a software driver are compiled within half of it; a test that takes longer promises nothing good. */
const PATIENCE = 60_000;

const startWorker = (): ProbeWorker =>
  new Worker(new URL('./probe-worker.ts', import.meta.url), { type: 'module', name: 'webgl-probe' });

/** Runs the self-test on WebGL, or finds what it said before on this driver. Never fails. */
export function probeWebgl(start = startWorker, patience = PATIENCE): Promise<WebglAnswer> {
  const failed = (detail: Cause): WebglAnswer => ({
    limit: { code: 'notStarted', provider: 'webgl', detail },
    software: false,
  });
  const worker = start();
  return new Promise<WebglAnswer>((resolve) => {
    const timer = setTimeout(() => resolve(failed(because('testEndless'))), patience);
    const end = (answer: WebglAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    worker.onmessage = ({ data }) => end(data);
    worker.onerror = (event) => end(failed(event.message || because('noReasonGiven')));
  }).finally(() => worker.terminate());
}
