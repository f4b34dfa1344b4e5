/** Draws jobs with an open model: previews by plan, incrementally where the maps are at hand. No worker in it. */
import type { Layout } from '../blobgan';
import { IncrementalDecoder } from './incremental/decoder';
import type { DrawOptions, Pipeline } from './pipeline';
import { toRgba } from './pixels';
import { FIRST_PLAN, LIVE, type Plan, StageClock, planDrawing } from './policy';
import type { FromWorker } from './protocol';
import type { JobControl } from './scheduler';

export interface Job {
  readonly id: number;
  readonly layout: Layout;
  readonly noiseSeed: number;
}

export type PictureMessage = Extract<FromWorker, { type: 'picture' }>;

export interface DrawerHooks {
  readonly onPicture: (picture: PictureMessage) => void;
  /** Lets waiting messages in; awaited between stages. */
  readonly breathe: () => Promise<void>;
  /** Milliseconds. */
  readonly now?: () => number;
}

export class Drawer {
  private plan: Plan = FIRST_PLAN;
  private readonly clock = new StageClock();
  private readonly decoder: IncrementalDecoder | null;
  private readonly now: () => number;

  /** @param incremental whether maps of the drawing before are kept and reused */
  constructor(
    private readonly pipeline: Pipeline,
    incremental: boolean,
    private readonly hooks: DrawerHooks,
  ) {
    const stages = pipeline.manifest.stages.length;
    this.decoder = incremental && stages > 1 ? new IncrementalDecoder(pipeline) : null;
    this.now = hooks.now ?? ((): number => performance.now());
  }

  /** Draws everything once, so that memory is laid out and times are known before the first hand moves. */
  async warmUp(layout: Layout, noiseSeed: number): Promise<void> {
    await this.run(layout, noiseSeed, {});
    this.decoder?.forget();
  }

  /** @throws what the runtime throws */
  async draw({ id, layout, noiseSeed }: Job, { superseded }: JobControl): Promise<void> {
    const start = this.now();
    const ranBefore = this.pipeline.running;
    const { plan } = this;
    const times: number[] = [];
    let stageStart = start;
    let shownAt: number | null = null;
    // After the preview, finer pictures come as long as the whole one makes the eye wait.
    const wanted = (stage: number): boolean =>
      plan.preview !== null && (stage === plan.preview || (shownAt !== null && this.now() - shownAt >= LIVE));
    await this.run(layout, noiseSeed, {
      stopped: () => superseded() && !plan.finish,
      onStage: async ({ resolution, last, read }) => {
        if (last || wanted(times.length)) {
          shownAt = this.now();
          const rgba = toRgba(await read(), resolution);
          this.hooks.onPicture({
            type: 'picture',
            id,
            resolution,
            rgba,
            final: last,
            milliseconds: this.now() - start,
            running: this.pipeline.running - ranBefore,
            stages: [...times, this.now() - stageStart],
          });
        }
        this.clock.record(times.length, this.now() - stageStart);
        times.push(this.now() - stageStart);
        await this.hooks.breathe();
        stageStart = this.now();
      },
    });
    this.plan = planDrawing(this.clock.medians(this.pipeline.manifest.stages.length), plan);
  }

  private async run(layout: Layout, noiseSeed: number, options: DrawOptions): Promise<void> {
    if (this.decoder) await this.decoder.draw(layout, noiseSeed, options);
    else await this.pipeline.draw(layout, noiseSeed, options);
  }
}
