/** The worker that owns onnxruntime-web. Thin: everything that can be tested without a browser is elsewhere. */
import { type Manifest, filesOf, parseManifest } from '../convert/manifest';
import { download } from './download';
import { openStored } from './model-store';
import { Leisure } from './leisure';
import { Pipeline, type ReadFile, messageOf } from './pipeline';
import { toRgba } from './pixels';
import { type FromWorker, type ModelPlace, PROTOCOL, type ToWorker } from './protocol';
import { SESSION_OPTIONS, loadRuntime, runtimeStatus } from './runtime';
import { NewestWins } from './scheduler';

type DrawMessage = Extract<ToWorker, { type: 'draw' }>;
type ThumbnailMessage = Extract<ToWorker, { type: 'thumbnail' }>;

const scope = self as unknown as DedicatedWorkerGlobalScope;
const send = (message: FromWorker, transfer: Transferable[] = []): void =>
  scope.postMessage(message, transfer);

let pipeline: Pipeline | null = null;

/** A whole picture that took longer than this (in milliseconds) is worth a preview. */
const PREVIEW_ABOVE = 40;
let lastWhole = Infinity;

/** After a drawing (in milliseconds) the next one of the same drag may be on its way. */
const QUIET = 250;
let lastEnd = -Infinity;

const drawings = new NewestWins<DrawMessage>(
  async ({ id, layout, noiseSeed }, { superseded }) => {
    const start = performance.now();
    await pipeline?.draw(layout, noiseSeed, {
      stopped: superseded,
      onStage: ({ resolution, rgb, last }) => {
        const milliseconds = performance.now() - start;
        if (last) lastWhole = milliseconds;
        else if (lastWhole < PREVIEW_ABOVE) return;
        const rgba = toRgba(rgb, resolution);
        send({ type: 'picture', id, resolution, rgba, final: last, milliseconds }, [rgba.buffer]);
        // Messages that came meanwhile are heard before the next stage begins.
        return nextTask();
      },
    });
    lastEnd = performance.now();
  },
  (error, { id }) =>
    send({ type: 'failed', id, message: `The room could not be drawn: ${messageOf(error)}` }),
);

const thumbnails = new Leisure<ThumbnailMessage>({
  run: async ({ id, layout, noiseSeed }, stopped) => {
    let sent = false;
    await pipeline?.draw(layout, noiseSeed, {
      stopped: () => sent || stopped(),
      onStage: ({ resolution, rgb }) => {
        if (sent) return;
        sent = true;
        const rgba = toRgba(rgb, resolution);
        send({ type: 'thumbnail', id, resolution, rgba }, [rgba.buffer]);
      },
    });
    await nextTask();
    return sent;
  },
  busy: () => drawings.busy || performance.now() - lastEnd < QUIET,
  pause: () => new Promise((resolve) => setTimeout(resolve, QUIET / 4)),
  onError: (error, { id }) => send({ type: 'failed', id, message: messageOf(error) }),
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

async function fetchManifest(url: string): Promise<Manifest> {
  const response = await fetch(url).catch(() => null);
  if (!response) throw new Error('The model could not be fetched: check the connection and reload the page.');
  if (!response.ok) throw new Error(`There is no model at ${url} (${response.status}).`);
  const json: unknown = await response.json().catch(() => {
    throw new Error(`What lies at ${url} is no manifest of a model: it is not JSON.`);
  });
  return parseManifest(json);
}

type Files = { manifest: Manifest; read: ReadFile };

/** Fetches every file of a model, telling how far it is. */
async function fetchModel(manifestUrl: string): Promise<Files> {
  const manifest = await fetchManifest(manifestUrl);
  const facts = filesOf(manifest);
  const total = facts.reduce((sum, fact) => sum + fact.bytes, 0);
  let loaded = 0;
  const files = new Map<string, Uint8Array>();
  await Promise.all(
    facts.map(async (fact) => {
      const bytes = await download(manifestUrl, fact, (count) => {
        loaded += count;
        send({ type: 'progress', progress: { phase: 'download', loaded, total } });
      });
      files.set(fact.file, bytes);
    }),
  );
  return {
    manifest,
    read: async (name) => {
      const bytes = files.get(name)!;
      files.delete(name);
      return bytes;
    },
  };
}

async function load(place: ModelPlace): Promise<void> {
  const { manifest, read } =
    place.kind === 'url' ? await fetchModel(place.manifestUrl) : await openStored(place.id);
  const ort = await loadRuntime();
  pipeline = await Pipeline.create(ort, manifest, read, SESSION_OPTIONS, (loaded, total) =>
    send({ type: 'progress', progress: { phase: 'compile', loaded, total } }),
  );
  send({ type: 'progress', progress: { phase: 'warm-up' } });
  // Memory is laid out on the first run: better now than under the first drag.
  const [layout] = await pipeline.sample([0], 0);
  await pipeline.draw(layout!, 0);
  send({ type: 'ready', manifest, status: runtimeStatus() });
}

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'load') {
    if (data.version !== PROTOCOL) {
      send({
        type: 'failed',
        id: null,
        message: 'The page and its engine are of different versions: reload the page.',
      });
      return;
    }
    load(data.place).catch((error: unknown) => send({ type: 'failed', id: null, message: messageOf(error) }));
  } else if (!pipeline) {
    send({
      type: 'failed',
      id: data.id,
      message: 'The model is not loaded yet: wait until the room is there.',
    });
  } else if (data.type === 'draw') {
    drawings.submit(data);
  } else if (data.type === 'thumbnail') {
    thumbnails.submit(data);
  } else if (data.type === 'withdraw') {
    thumbnails.withdraw(data.id);
  } else {
    const { id, seeds, truncation } = data;
    pipeline
      .sample(seeds, truncation)
      .then((layouts) => send({ type: 'sampled', id, layouts }))
      .catch((error: unknown) => send({ type: 'failed', id, message: messageOf(error) }));
  }
};
