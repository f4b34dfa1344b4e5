/** Finds out whether WebGL draws right here, beside the engine: a driver that hangs must not hang the room. */
import { limitOf, startRuntime } from '../opening';
import { isSoftware, webglDriver } from '../proof-store';
import type { WebglAnswer } from './probe';
import { WEBGL } from './provider';

const scope = self as unknown as DedicatedWorkerGlobalScope;

async function probe(): Promise<WebglAnswer> {
  try {
    const started = await startRuntime(WEBGL, true);
    if ('limit' in started) return { limit: started.limit, software: false };
    return { limit: null, software: isSoftware(webglDriver()) };
  } catch (error) {
    return { limit: limitOf('webgl', error), software: false };
  }
}

void probe().then((answer) => scope.postMessage(answer));
