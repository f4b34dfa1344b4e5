/** The page's side of a conversion. */
import { Fault, because, fault } from '../faults';
import type { Manifest } from '../convert';
import type { ConvertRequest, FromConverter } from './convert-protocol';

/**
 * Converts a checkpoint into a stored model.
 * @throws Fault when the checkpoint cannot be used or the device is full
 * @throws the signal's reason when it is aborted
 */
export function convertInTab(
  request: ConvertRequest,
  onProgress: (step: string, fraction: number) => void,
  signal: AbortSignal,
): Promise<Manifest> {
  const worker = new Worker(new URL('./convert-worker.ts', import.meta.url), {
    type: 'module',
    name: 'convert',
  });
  const start = performance.now();
  return new Promise<Manifest>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    worker.onmessage = ({ data }: MessageEvent<FromConverter>) => {
      if (data.type === 'progress') onProgress(data.step, data.fraction);
      else if (data.type === 'done') {
        // Where a browser's own tools, and a benchmark, look for it.
        performance.measure('conversion', { start, detail: { bytesRead: data.bytesRead } });
        resolve(data.manifest);
      } else reject(new Fault(data.explanation));
    };
    worker.onerror = (event) => {
      reject(fault('conversionStopped', { why: event.message || because('noReasonGiven') }));
    };
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}
