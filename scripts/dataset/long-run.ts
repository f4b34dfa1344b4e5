/** What every long run of the generator needs: pages that are replaced when they fail, a clean stop, words for time. */
import type { Furniture } from './furniture/pack';
import { type Rendered, type Renderer, openRenderer } from './renderer';
import type { ModelInfo, Room } from './room';

/** Rooms of one call to the page: more are drawn in several calls, so that none takes long. */
const BATCH = 16;
/** A page that fails is replaced; failing this often at one piece of work is an error. */
const ATTEMPTS = 3;

export function timeText(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${(seconds / 60).toFixed(1)} min`;
}

/**
 * Something that a signal stops: first after the piece of work under way, the second time at once.
 * @param piece what is finished first: "shard"
 */
export function stopOnSignals(piece: string): { readonly stopped: boolean } {
  const state = { stopped: false };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (state.stopped) process.exit(1);
      console.log(`Stopping after the ${piece} under way; a second time stops at once and drops it.`);
      state.stopped = true;
    });
  }
  return state;
}

/** Draws any number of rooms, a batch at a time. `keepAll` as of `Renderer.render`. */
export async function renderAll(
  renderer: Pick<Renderer, 'render'>,
  rooms: readonly Room[],
  keepAll = false,
): Promise<Rendered> {
  const parts: Rendered[] = [];
  for (let at = 0; at < rooms.length; at += BATCH) {
    const {
      images,
      masks,
      lines,
      rooms: drawn,
    } = await renderer.render(rooms.slice(at, at + BATCH), keepAll);
    parts.push({ images, masks, lines, rooms: drawn });
  }
  return {
    images: Buffer.concat(parts.map((part) => part.images)),
    masks: Buffer.concat(parts.map((part) => part.masks)),
    lines: parts.flatMap((part) => part.lines),
    rooms: parts.flatMap((part) => part.rooms),
  };
}

/** A renderer whose page is replaced when it fails or gives no answer. */
export class SteadyRenderer {
  private constructor(
    private renderer: Renderer,
    private readonly open: () => Promise<Renderer>,
  ) {}

  /** @param layouts as of `openRenderer` */
  static async open(furniture: Furniture, size: number, layouts = false): Promise<SteadyRenderer> {
    const open = (): Promise<Renderer> => openRenderer(furniture, size, layouts);
    return new SteadyRenderer(await open(), open);
  }

  get models(): readonly ModelInfo[] {
    return this.renderer.models;
  }

  /**
   * Does a piece of work, again in a new page when it fails.
   * @param name what the log calls it
   */
  async run<T>(name: string, work: (renderer: Renderer) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work(this.renderer);
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        console.log(`${name} again, in a new page: ${error instanceof Error ? error.message : error}`);
        await this.renderer.close();
        this.renderer = await this.open();
      }
    }
  }

  async close(): Promise<void> {
    await this.renderer.close();
  }
}
