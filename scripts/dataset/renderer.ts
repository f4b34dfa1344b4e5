/** A headless Chromium page that draws rooms with software WebGL: data in, pixels and metadata out. */
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { findChromium } from '../setup/chromium.mjs';
import { type RoomLine, describeRoom } from './describe';
import type { Silhouette } from './describe/moments';
import type { Furniture } from './furniture/pack';
import type { Batch } from './page/main';
import type { ModelInfo, Room } from './room';

const HERE = path.dirname(fileURLToPath(import.meta.url));
/** Side of a silhouette's tile: as in page/passes.ts. */
const TILE = 64;

/** A quiet Chromium that draws WebGL in software. */
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

export interface Rendered {
  /** n x size x size x 3. */
  readonly images: Uint8Array;
  /** n x size x size. */
  readonly masks: Uint8Array;
  readonly lines: readonly RoomLine[];
  /** The rooms as drawn. */
  readonly rooms: readonly Room[];
}

/** A batch that takes longer has hung, or all cores are so busy that it had better be known. */
const SECONDS_A_ROOM = 20;

/** `work`, or an error when the page dies or takes too long. */
async function withinTime<T>(work: Promise<T>, seconds: number, died: Promise<never>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `The page of the room renderer gave no answer for ${seconds} s: leave it a processor core, then run the same command again.`;
    timer = setTimeout(() => reject(new Error(message)), seconds * 1000);
  });
  try {
    return await Promise.race([work, late, died]);
  } finally {
    clearTimeout(timer);
  }
}

export interface Renderer {
  /** What the furniture offers to the layout of rooms. */
  readonly models: readonly ModelInfo[];
  /** @param keepAll draw also what is barely visible */
  render(rooms: readonly Room[], keepAll?: boolean): Promise<Rendered>;
  close(): Promise<void>;
}

/** The page's code as one script. */
async function bundlePage(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'esnext',
      lib: { entry: path.join(HERE, 'page', 'main.ts'), formats: ['es'], fileName: 'page' },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  for (const output of outputs) {
    if (!('output' in output)) continue;
    for (const chunk of output.output) if (chunk.type === 'chunk' && chunk.isEntry) return chunk.code;
  }
  throw new Error('The page of the room renderer could not be bundled.');
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Serves the page, its script and the furniture; keeps what the page posts. */
async function servePage(
  script: string,
  folder: string,
  keep: (body: Buffer) => void,
): Promise<{ url: string; close: () => void }> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const name = decodeURIComponent((request.url ?? '/').split('?')[0]!);
    if (request.method === 'POST') keep(await bodyOf(request));
    else if (name === '/page.js') response.setHeader('content-type', 'text/javascript').write(script);
    else if (name.startsWith('/furniture/')) {
      response.write(
        await readFile(path.join(folder, path.posix.normalize(name.slice('/furniture'.length)))),
      );
    } else
      response
        .setHeader('content-type', 'text/html')
        .write('<!doctype html><script type="module" src="/page.js"></script>');
    response.end();
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      response.statusCode = 404;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string')
    throw new Error('The page of the room renderer could not be served.');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

/** The silhouettes of one room, out of the batch's tiles. */
function silhouettesOf(
  boxes: Batch['tiles'][number],
  bytes: Uint8Array,
  from: number,
): (Silhouette | null)[] {
  return boxes.map((box, k) => {
    if (!box) return null;
    const [left, top, right, bottom] = box;
    const at = (from + k) * TILE * TILE;
    const region = { left, top, width: right - left, height: bottom - top };
    return { region, side: TILE, cells: bytes.subarray(at, at + TILE * TILE) };
  });
}

/**
 * @param size side of the pictures in pixels
 * @param layouts the pictures will not be kept: they are drawn coarsely, for the mean colours of things
 */
export async function openRenderer(furniture: Furniture, size: number, layouts = false): Promise<Renderer> {
  const executablePath = findChromium();
  if (!executablePath)
    throw new Error('There is no Chromium: install one, or set CHROMIUM_PATH to its executable.');
  let posted: Buffer = Buffer.alloc(0);
  const server = await servePage(await bundlePage(), furniture.folder, (body) => (posted = body));
  // The caller stops after a whole shard; the browser must not die first.
  const browser = await chromium.launch({
    executablePath,
    args: FLAGS,
    handleSIGINT: false,
    handleSIGTERM: false,
  });
  const died = new Promise<never>((_, reject) => {
    browser.on('disconnected', () => reject(new Error('The Chromium of the room renderer ended.')));
  });
  // Nobody may be waiting when the renderer is closed.
  died.catch(() => undefined);
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/favicon/.test(message.location().url)) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
  const check = (): void => {
    if (faults.length)
      throw new Error(`The page of the room renderer failed: ${faults.join('; ').slice(0, 2000)}`);
  };
  await page.goto(server.url);
  await page.waitForFunction(() => 'dataset' in window);
  const models = await page.evaluate(([packed, side, coarse]) => window.dataset.load(packed, side, coarse), [
    furniture.models,
    size,
    layouts,
  ] as const);
  check();
  return {
    models,
    async render(rooms, keepAll = false) {
      const work = page.evaluate(([wanted, all]) => window.dataset.render(wanted, '/batch', all), [
        rooms as Room[],
        keepAll,
      ] as const);
      const batch = await withinTime(work, SECONDS_A_ROOM * rooms.length, died);
      check();
      const pixels = size * size;
      const images = posted.subarray(0, rooms.length * pixels * 3);
      const masks = posted.subarray(images.length, images.length + rooms.length * pixels);
      const tiles = posted.subarray(images.length + masks.length);
      let tile = 0;
      const lines = batch.rooms.map((room, k) => {
        const boxes = batch.tiles[k]!;
        const shot = {
          image: images.subarray(k * pixels * 3, (k + 1) * pixels * 3),
          mask: masks.subarray(k * pixels, (k + 1) * pixels),
          silhouettes: silhouettesOf(boxes, tiles, tile),
        };
        tile += boxes.length;
        return describeRoom(room, shot, size);
      });
      return { images, masks, lines, rooms: batch.rooms };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
