/** The page's side of the question whether WebGL can be offered on this device. */
import type { Limit } from '../protocol';

/** The part of a Worker that is used, so that tests can stand in for it. */
export interface ProbeWorker {
  onmessage: ((event: MessageEvent<Limit | null>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

/** Shaders of a software driver are compiled within half of it; a test that takes longer promises nothing good. */
const PATIENCE = 60_000;

const startWorker = (): ProbeWorker =>
  new Worker(new URL('./probe-worker.ts', import.meta.url), { type: 'module', name: 'webgl-probe' });

/**
 * Runs the self-test on WebGL, or finds what it said before on this driver.
 * @returns why WebGL is not offered here, null when it is
 */
export function probeWebgl(start = startWorker, patience = PATIENCE): Promise<Limit | null> {
  const failed = (detail: string): Limit => ({ code: 'notStarted', provider: 'webgl', detail });
  const worker = start();
  return new Promise<Limit | null>((resolve) => {
    const timer = setTimeout(() => resolve(failed('its test did not end')), patience);
    const end = (limit: Limit | null): void => {
      clearTimeout(timer);
      resolve(limit);
    };
    worker.onmessage = ({ data }) => end(data);
    worker.onerror = (event) => end(failed(event.message || 'no reason given'));
  }).finally(() => worker.terminate());
}
