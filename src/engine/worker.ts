/** The worker that owns onnxruntime-web. Thin: everything that can be tested without a browser is elsewhere. */
import { checkLayout } from '../blobgan';
import { AttributeNetworks } from './attributes/networks';
import { type Cause, type Explanation, explain } from '../faults';
import { causeIn, explanationIn } from './causes';
import { drawTime } from './draw-times';
import { fetchModel } from './files';
import { IdleQueue } from './idle-queue';
import { openStored } from './model-store';
import { type OpenModel, openModel } from './opening';
import type { Pipeline } from './pipeline';
import { toRgba } from './pixels';
import { type FromWorker, type Limit, PROTOCOL, type ToWorker } from './protocol';
import { drawTimesOf } from './proof-store';
import { PROVIDERS } from './providers';
import { Renderer } from './renderer';
import { threadCount } from './runtime';
import { NewestWins } from './scheduler';
import { verified } from './verified';

type Message<Type extends ToWorker['type']> = Extract<ToWorker, { type: Type }>;

const scope = self as unknown as DedicatedWorkerGlobalScope;
const send = (message: FromWorker, transfer: Transferable[] = []): void =>
  scope.postMessage(message, transfer);

let pipeline: Pipeline | null = null;
let renderer: Renderer | null = null;
let attributes: AttributeNetworks | null = null;

/** After a drawing (in milliseconds) the next one of the same drag may be on its way. */
const QUIET = 250;
let lastEnd = -Infinity;

/** The runtime failed in the middle of its work: it cannot be trusted with more. */
const stopFor = (why: Cause): void => send({ type: 'broken', why });
const breakDown = (error: unknown): void => stopFor(causeIn(error));

const drawings = new NewestWins<Message<'draw'>>(async (job, control) => {
  await renderer?.draw(job, control);
  lastEnd = performance.now();
}, breakDown);

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, QUIET / 4));
const handMoves = (): boolean => drawings.busy || performance.now() - lastEnd < QUIET;

/** Whole pictures that are asked for wait for the hand; small ones wait for both. */
const renders = new IdleQueue<Message<'render'>>({
  run: async ({ id, layout, noiseSeed, continuous }, stopped) => {
    const picture = await renderer?.render({ layout, noiseSeed }, continuous, stopped);
    if (!picture) return false;
    send({ type: 'rendered', id, ...picture }, [picture.rgba.buffer]);
    return true;
  },
  busy: handMoves,
  pause,
  onError: breakDown,
});

const thumbnails = new IdleQueue<Message<'thumbnail'>>({
  run: async ({ id, layout, noiseSeed, side }, stopped) => {
    let sent = false;
    await pipeline?.draw(layout, pipeline.noiseOf(noiseSeed), {
      stopped: () => sent || stopped(),
      onStage: async ({ resolution, last, read }) => {
        if (sent || (resolution < side && !last)) return;
        sent = true;
        const rgba = toRgba(await read(), resolution);
        send({ type: 'rendered', id, resolution, rgba }, [rgba.buffer]);
      },
    });
    await nextTask();
    return sent;
  },
  busy: () => handMoves() || renders.busy,
  pause,
  onError: (error, { id }) => send({ type: 'failed', id, explanation: explanationIn(error) }),
});

/** Resolves after the messages that wait now. A posted message, since nested timers wait 4 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Memory is laid out on the first run: better now than under the first drag. */
async function warmedUp({ pipeline: built, runtime, provider }: OpenModel): Promise<Renderer> {
  let inUse = true;
  provider.onLost?.(runtime, (why) => {
    if (inUse && !built.released) stopFor(why);
  });
  const made = new Renderer(built, provider.mapsInMemory, {
    onPicture: (picture) => send(picture, [picture.rgba.buffer]),
    breathe: nextTask,
  });
  try {
    const [layout] = await built.sample([0], 0);
    await made.warmUp(layout!, 0);
    return made;
  } catch (error) {
    // Another provider takes over, and this one's device goes with it.
    inUse = false;
    throw error;
  }
}

async function load({ place, choice }: Message<'load'>): Promise<void> {
  const progress = (value: Extract<FromWorker, { type: 'progress' }>['progress']): void =>
    send({ type: 'progress', progress: value });
  const { manifest, read } =
    place.kind === 'url'
      ? await fetchModel(place.manifestUrl, (loaded, total) => progress({ phase: 'download', loaded, total }))
      : verified(await openStored(place.id));
  const renderers = new Map<Pipeline, Renderer>();
  const opened = await openModel(manifest, read, choice, PROVIDERS, {
    onRuntime: (provider) => progress({ phase: 'runtime', provider }),
    onCompiled: (loaded, total) => progress({ phase: 'compile', loaded, total }),
    firstDrawing: async (model) => {
      progress({ phase: 'warm-up' });
      renderers.set(model.pipeline, await warmedUp(model));
    },
    timing: { store: drawTimesOf(manifest.id), drawTime: (model) => drawTime(model.pipeline) },
  });
  pipeline = opened.pipeline;
  renderer = renderers.get(pipeline) ?? null;
  attributes = new AttributeNetworks(opened.runtime, pipeline, manifest, read);
  const threads = threadCount();
  const limits: Limit[] = [...opened.limits];
  // One thread on a processor of one core is nobody's fault.
  if (!isSecureContext) limits.push({ code: 'plainHttp' });
  else if (!crossOriginIsolated) limits.push({ code: 'oneThread' });
  send({ type: 'ready', manifest, status: { provider: opened.provider.id, threads, limits } });
}

/** Refuses a layout that does not fit the model, which says nothing about the runtime. */
function fits({ id, layout }: Message<'draw' | 'render' | 'thumbnail'>, { manifest }: Pipeline): boolean {
  try {
    checkLayout(layout, manifest.shape.featureDim, manifest.shape.styleDim);
    return true;
  } catch (error) {
    send({ type: 'failed', id, explanation: explain('roomUndrawable', { why: causeIn(error) }) });
    return false;
  }
}

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'load') {
    const refuse = (explanation: Explanation): void => send({ type: 'failed', id: null, explanation });
    if (data.version !== PROTOCOL) refuse(explain('otherVersions'));
    else load(data).catch((error: unknown) => refuse(explanationIn(error)));
  } else if (!pipeline) {
    send({ type: 'failed', id: data.id, explanation: explain('modelNotLoaded') });
  } else if (data.type === 'draw') {
    if (fits(data, pipeline)) drawings.submit(data);
  } else if (data.type === 'render') {
    if (fits(data, pipeline)) renders.submit(data);
  } else if (data.type === 'thumbnail') {
    if (fits(data, pipeline)) thumbnails.submit(data);
  } else if (data.type === 'withdraw') {
    renders.withdraw(data.id);
    thumbnails.withdraw(data.id);
  } else if (data.type === 'attributes') {
    const { id } = data;
    attributes!.answer(data).then(
      (answer) => send({ type: 'attributes', id, answer }),
      (error: unknown) => send({ type: 'failed', id, explanation: explanationIn(error) }),
    );
  } else {
    const { id, seeds, truncation } = data;
    pipeline.sample(seeds, truncation).then((layouts) => send({ type: 'sampled', id, layouts }), breakDown);
  }
};
