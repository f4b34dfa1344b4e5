/**
 * Draws with an open model: live, with previews by plan, and whole pictures on request beside that. Incrementally
 * where the maps of the picture before are at hand. No worker in it.
 */
import type { Layout } from '../blobgan';
import { IncrementalDecoder } from './incremental/decoder';
import type { DrawOptions, Pipeline } from './pipeline';
import { toRgba } from './pixels';
import { FIRST_PLAN, LIVE_MS, type Plan, StageClock, planDrawing } from './policy';
import type { FromWorker, Rendered } from './protocol';
import type { JobControl } from './scheduler';
import { SharpPreview } from './sharp-preview';

export interface Job {
  readonly id: number;
  readonly layout: Layout;
  readonly noiseSeed: number;
}

export type PictureMessage = Extract<FromWorker, { type: 'picture' }>;

export interface RendererHooks {
  readonly onPicture: (picture: PictureMessage) => void;
  /** Lets waiting messages in; awaited between stages. */
  readonly breathe: () => Promise<void>;
  /** Milliseconds. */
  readonly now?: () => number;
}

export class Renderer {
  private plan: Plan = FIRST_PLAN;
  private readonly clock = new StageClock();
  private readonly preview = new SharpPreview();
  private readonly decoder: IncrementalDecoder | null;
  /** Keeps the maps of a sequence that is asked for: the live drawing's stay as they are. */
  private readonly sequence: IncrementalDecoder | null;
  private readonly now: () => number;

  /** @param incremental whether maps of the drawing before are kept and reused */
  constructor(
    private readonly pipeline: Pipeline,
    incremental: boolean,
    private readonly hooks: RendererHooks,
  ) {
    const stages = pipeline.manifest.stages.length;
    const decoder = (): IncrementalDecoder | null =>
      incremental && stages > 1 ? new IncrementalDecoder(pipeline) : null;
    this.decoder = decoder();
    this.sequence = decoder();
    this.now = hooks.now ?? ((): number => performance.now());
  }

  /** Draws everything once, so that memory is laid out and times are known before the first hand moves. */
  async warmUp(layout: Layout, noiseSeed: number): Promise<void> {
    await this.run(this.decoder, layout, noiseSeed, {});
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
    const { stages } = this.pipeline.manifest;
    const edit = this.preview.isEdit(layout, noiseSeed);
    // A picture of another room that is whole at once is not announced by a coarse one.
    const previews = plan.preview !== null && (edit || !plan.finish);
    // After the preview, finer pictures come as long as the whole one makes the eye wait.
    const wanted = (stage: number): boolean =>
      previews && (stage === plan.preview || (shownAt !== null && this.now() - shownAt >= LIVE_MS));
    // Without a preview nothing would be seen of a drawing that gives way.
    const finish =
      plan.finish ||
      (edit && plan.preview !== null && !this.preview.canShow(stages[plan.preview]!.resolution));
    const coarse = new Map<number, Float32Array>();
    await this.run(this.decoder, layout, noiseSeed, {
      stopped: () => superseded() && !finish,
      onStage: async ({ resolution, last, read }) => {
        const stage = times.length;
        // Read for the previews of the drawings after this one, too. Maps in memory cost nothing to read.
        const rgb = last || wanted(stage) || this.decoder || stage === plan.preview ? await read() : null;
        let shown: Rendered | null = null;
        if (rgb && !last && edit && wanted(stage)) shown = this.preview.of(rgb, resolution, layout, coarse);
        else if (rgb && last) shown = { resolution, rgba: toRgba(rgb, resolution) };
        else if (rgb && wanted(stage)) shown = this.preview.ofAnother(rgb, resolution);
        if (rgb && !last) coarse.set(resolution, rgb);
        if (shown) {
          if (last) this.preview.keep({ ...shown, layout, noiseSeed, coarse });
          shownAt = this.now();
          this.hooks.onPicture({
            type: 'picture',
            id,
            ...shown,
            final: last,
            milliseconds: this.now() - start,
            running: this.pipeline.running - ranBefore,
            stages: [...times, this.now() - stageStart],
          });
        }
        this.clock.record(stage, this.now() - stageStart);
        times.push(this.now() - stageStart);
        await this.hooks.breathe();
        stageStart = this.now();
      },
    });
    this.plan = planDrawing(this.clock.medians(stages.length), plan);
  }

  /**
   * The whole picture of a layout, without previews.
   * @param continuous whether it may be made of the picture that was asked for before it, within 1/255
   * @returns null when it was stopped
   * @throws what the runtime throws
   */
  async render(
    { layout, noiseSeed }: Omit<Job, 'id'>,
    continuous: boolean,
    stopped: () => boolean,
  ): Promise<Rendered | null> {
    if (!continuous) this.sequence?.forget();
    let whole: Rendered | null = null;
    await this.run(continuous ? this.sequence : null, layout, noiseSeed, {
      stopped,
      onStage: async ({ resolution, last, read }) => {
        if (last) whole = { resolution, rgba: toRgba(await read(), resolution) };
        await this.hooks.breathe();
      },
    });
    return whole;
  }

  /** @param decoder keeps maps; null draws everything */
  private async run(
    decoder: IncrementalDecoder | null,
    layout: Layout,
    noiseSeed: number,
    options: DrawOptions,
  ): Promise<void> {
    await (decoder ?? this.pipeline).draw(layout, this.pipeline.noiseOf(noiseSeed), options);
  }
}
