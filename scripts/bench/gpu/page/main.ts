/** The page that run.py opens in a browser with a graphics card: finds everything out, and tells it. */
import { hand } from './hand';
import { type Finding, find, post } from './tell';
import type { Asked } from './worker';

const asked = new URLSearchParams(location.search);
const number = (name: string, otherwise: number): number => Number(asked.get(name) ?? otherwise);

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
worker.onmessage = async ({ data }: MessageEvent<Finding | null>) => {
  if (data) {
    await post('finding', data);
    return;
  }
  worker.terminate();
  await post('finding', await find('the hand', () => hand(number('steps', 20))));
  await post('end', null);
};
worker.onerror = async (event) => {
  await post('finding', { name: 'worker', error: event.message, seconds: 0 });
  await post('end', null);
};
worker.postMessage({
  golden: (asked.get('golden') ?? '').split(',').filter(Boolean),
  renders: number('renders', 500),
  publishedWidth: number('width', 96),
  rounds: number('rounds', 20),
  tiny: number('tiny', 0) > 0,
} satisfies Asked);
