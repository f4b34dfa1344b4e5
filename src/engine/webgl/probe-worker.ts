/** Finds out whether WebGL draws right here, beside the engine: a driver that hangs must not hang the room. */
import { limitOf, startRuntime } from '../opening';
import type { Limit } from '../protocol';
import { WEBGL } from './provider';

const scope = self as unknown as DedicatedWorkerGlobalScope;

async function probe(): Promise<Limit | null> {
  try {
    const started = await startRuntime(WEBGL);
    return 'limit' in started ? started.limit : null;
  } catch (error) {
    return limitOf('webgl', error);
  }
}

void probe().then((limit) => scope.postMessage(limit));
