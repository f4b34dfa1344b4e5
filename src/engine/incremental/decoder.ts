/**
 * Decoding only what an edit changed. Nothing in the decoder is global, so after an edit its maps are what they were
 * outside a rectangle. The first stage is cheap and always runs whole; where its maps changed, and where the scores
 * did, the later stages run on a crop with the margin that their filters read, and the result is pasted into the
 * maps of the drawing before.
 *
 * What counts as unchanged is a bound, not zero: soft outlines have tails without end. Every map is compared with
 * the numbers that the pictures of later stages were really made of, so that many small steps cannot add up unseen.
 */
import { type Layout, type Rect, ScorePyramid } from '../../blobgan';
import type { Manifest } from '../../convert/manifest';
import type { DrawingInputs, NoiseMaps, Shaped } from '../drawing-inputs';
import type { DrawOptions } from '../pipeline';
import { framesBox } from './frames';
import { sameRow, unmatched } from './matching';
import {
  aboveBox,
  areaOf,
  coarser,
  crop,
  differenceBox,
  finer,
  grown,
  paste,
  quantised,
  union,
  wholeOf,
} from './rect';

/** What runs stages: the pipeline. */
export interface StageRunner {
  readonly manifest: Manifest;
  inputs(layout: Layout, noise: NoiseMaps, pyramid: ScorePyramid): DrawingInputs;
  runStage(index: number, values: Readonly<Record<string, Shaped>>): Promise<Record<string, Shaped>>;
}

export interface Tolerances {
  /** A score that is below this everywhere outside a rectangle changes nothing there. */
  readonly score: number;
  /** Largest change of a feature that is none, as a part of the features' root mean square. */
  readonly feature: number;
  /** Largest change of a colour that is none; the whole range is 2. */
  readonly colour: number;
}

/**
 * Measured (npm run incremental, 200 rooms of a random model with four edits each): the picture stays within 0.4 of 255 of
 * a full decode. With a colour tolerance of 1e-3 one of the 800 was 3.2 away; this one draws a few parts in a hundred more.
 */
const TOLERANCES: Tolerances = { score: 1e-3, feature: 4e-3, colour: 2e-4 };

/**
 * Cells of the maps below that a stage's filters read on each side of what they write. A stage doubles the side with
 * a transposed 3 x 3 convolution and a blur of 4, then a 3 x 3 convolution: cell y of its output reads the cells
 * ceil((y - 4) / 2) to floor((y + 3) / 2) below.
 */
export const REACH = 2;

/** A crop larger than this part of the picture costs as much as the whole. */
const WORTHWHILE = 0.7;
/** When more regions changed than this, looking where they are seen costs more than it may spare. */
const MANY = 16;
/** Sides of crops are multiples of this, so that there are few of them. */
const STEP = 4;
/** After so many drawings everything is drawn: what many edits leave below the tolerances cannot add up. */
const REFRESH = 64;

/** A stage's maps as the later stages and the screen have them. */
interface Kept {
  readonly side: number;
  /** Null after the last stage. */
  readonly features: Float32Array | null;
  readonly rgb: Float32Array;
  /** Largest change of a feature that is none. */
  readonly tolerance: number;
}

interface Cache {
  readonly noise: NoiseMaps;
  layout: Layout;
  /** Of `layout`, at the model's resolution. */
  scores: Float32Array;
  /** For every channel of the scores, the cells outside of which it is 0. */
  touched: readonly Rect[];
  readonly kept: Kept[];
  /** For each stage: where its input changed since it ran last, in cells of the stage below. */
  readonly dirty: (Rect | null)[];
  age: number;
}

/** How much of a drawing was computed. */
export interface DrawnParts {
  readonly rgb: Float32Array;
  /** For each stage: part of its cells that ran, 0..1. */
  readonly parts: readonly number[];
}

function rms(map: Float32Array): number {
  let sum = 0;
  for (const value of map) sum += value * value;
  return Math.sqrt(sum / map.length);
}

/** A seed's maps may have been made anew since: they are the same all the same. */
const sameNoise = (a: NoiseMaps, b: NoiseMaps): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((map, index) => map.length === b[index]!.length && sameRow(map, b[index]!, 0, 0, map.length)));

export class IncrementalDecoder {
  private cache: Cache | null = null;
  /** Two, in turn: the scores of the drawing before are looked at once more. */
  private readonly pyramids: [ScorePyramid, ScorePyramid];

  constructor(
    private readonly runner: StageRunner,
    private readonly tolerances: Tolerances = TOLERANCES,
  ) {
    const { resolution, inputSize } = runner.manifest.shape;
    this.pyramids = [new ScorePyramid(resolution, inputSize), new ScorePyramid(resolution, inputSize)];
  }

  /** Forgets the maps of the drawing before: the next one is whole. */
  forget(): void {
    this.cache = null;
  }

  /**
   * Draws a layout as `Pipeline.draw` does, within 1/255.
   * @returns null when it was stopped; what was computed until then is not lost
   * @throws Defect when the layout does not fit the model
   */
  async draw(layout: Layout, noise: NoiseMaps, options: DrawOptions = {}): Promise<DrawnParts | null> {
    const { stages } = this.runner.manifest;
    const { pyramids } = this;
    const { layout: seen, values } = this.runner.inputs(layout, noise, pyramids[0]);
    if (options.stopped?.()) return null;
    const first = await this.runner.runStage(0, values);
    const side = stages[0]!.resolution;
    const rgb = first[`rgb_${side}`]!.data;
    await options.onStage?.({ resolution: side, last: stages.length === 1, read: async () => rgb });
    if (stages.length === 1) return { rgb, parts: [1] };
    if (options.stopped?.()) return null;
    Object.assign(values, first);
    const cache = this.begin(seen, noise, values);
    const parts = [1];
    for (let index = 1; index < stages.length; index++) {
      if (index > 1 && options.stopped?.()) return null;
      try {
        parts.push(await this.stage(cache, index, values));
      } catch (error) {
        this.forget();
        throw error;
      }
      const { side: resolution, rgb: drawn } = cache.kept[index]!;
      await options.onStage?.({
        resolution,
        last: index === stages.length - 1,
        read: async () => drawn,
      });
    }
    return { rgb: cache.kept.at(-1)!.rgb, parts };
  }

  /** Takes in the first stage's maps: what they change is dirty for the stages above. */
  private begin(layout: Layout, noise: NoiseMaps, values: Readonly<Record<string, Shaped>>): Cache {
    const { shape, stages, mapReach = 0 } = this.runner.manifest;
    const scores = values[`scores_${shape.resolution}`]!.data;
    const { touched } = this.pyramids[0];
    this.pyramids.reverse();
    const known = this.cache;
    if (!known || !sameNoise(known.noise, noise) || known.age >= REFRESH) {
      this.cache = {
        noise,
        layout,
        scores,
        touched,
        kept: [this.keep(0, values)],
        dirty: stages.map((_, index) => (index ? wholeOf(stages[index - 1]!.resolution) : null)),
        age: 0,
      };
      return this.cache;
    }
    known.age++;
    const side = shape.resolution;
    const changed = unmatched(known.layout, layout);
    const { score } = this.tolerances;
    const box =
      changed.before.length + changed.after.length > MANY
        ? wholeOf(side)
        : union(
            union(
              aboveBox(known.scores, side, changed.before, score, known.touched),
              aboveBox(scores, side, changed.after, score, touched),
            ),
            union(
              framesBox(known.layout, changed.before, mapReach, side),
              framesBox(layout, changed.after, mapReach, side),
            ),
          );
    known.layout = layout;
    known.scores = scores;
    known.touched = touched;
    if (box) {
      for (let index = 1; index < stages.length; index++) {
        const below = stages[index - 1]!.resolution;
        known.dirty[index] = union(known.dirty[index]!, coarser(box, side / below));
      }
    }
    const firstSide = stages[0]!.resolution;
    this.takeIn(known, 0, values, wholeOf(firstSide), wholeOf(firstSide));
    return known;
  }

  /** A stage's maps, as they came. */
  private keep(index: number, made: Readonly<Record<string, Shaped>>): Kept {
    const { resolution } = this.runner.manifest.stages[index]!;
    const features = made[`features_${resolution}`]?.data ?? null;
    return {
      side: resolution,
      features,
      rgb: made[`rgb_${resolution}`]!.data,
      tolerance: features ? this.tolerances.feature * rms(features) : 0,
    };
  }

  /**
   * Compares new maps of a stage with the kept ones, pastes what changed, and marks it dirty for the next stage.
   * @param at where the new maps lie
   * @param valid the part of them that is right: the rest reads beyond the crop
   */
  private takeIn(
    cache: Cache,
    index: number,
    made: Readonly<Record<string, Shaped>>,
    at: Rect,
    valid: Rect,
  ): void {
    const { side, features, rgb, tolerance } = cache.kept[index]!;
    const newRgb = made[`rgb_${side}`]!.data;
    if (!features) {
      paste(rgb, side, newRgb, at, valid);
      return;
    }
    const newFeatures = made[`features_${side}`]!.data;
    const box = union(
      differenceBox(features, newFeatures, side, tolerance, at, valid),
      differenceBox(rgb, newRgb, side, this.tolerances.colour, at, valid),
    );
    if (!box) return;
    paste(features, side, newFeatures, at, box);
    paste(rgb, side, newRgb, at, box);
    cache.dirty[index + 1] = union(cache.dirty[index + 1]!, box);
  }

  /** Runs a stage where it is dirty. @returns the part of its cells that ran */
  private async stage(cache: Cache, index: number, values: Record<string, Shaped>): Promise<number> {
    const dirty = cache.dirty[index];
    if (!dirty) return 0;
    const { side: below } = cache.kept[index - 1]!;
    const side = below * 2;
    const wide = quantised(grown(dirty, 2 * REACH, below), STEP, below);
    const whole = areaOf(wide) > WORTHWHILE * areaOf(wholeOf(below)) || !cache.kept[index];
    const part = whole ? wholeOf(below) : wide;
    const made = await this.runner.runStage(index, this.cropped(cache, index, values, part));
    cache.dirty[index] = null;
    if (cache.kept[index]) {
      const valid = whole ? part : grown(dirty, REACH, below);
      this.takeIn(cache, index, made, finer(part, 2), finer(valid, 2));
    } else {
      cache.kept[index] = this.keep(index, made);
      if (cache.dirty.length > index + 1) cache.dirty[index + 1] = wholeOf(side);
    }
    return areaOf(part) / areaOf(wholeOf(below));
  }

  /** What a stage reads, of a part of the picture. */
  private cropped(
    cache: Cache,
    index: number,
    values: Readonly<Record<string, Shaped>>,
    part: Rect,
  ): Record<string, Shaped> {
    const { features, rgb, side: below } = cache.kept[index - 1]!;
    const known: Record<string, Shaped> = {
      ...values,
      [`features_${below}`]: { data: features!, dims: [1, features!.length / below ** 2, below, below] },
      [`rgb_${below}`]: { data: rgb, dims: [1, 3, below, below] },
    };
    const cut: Record<string, Shaped> = {};
    for (const { name, shape } of this.runner.manifest.stages[index]!.inputs) {
      const value = known[name]!;
      const side = value.dims.at(-1)!;
      // Maps have four axes; vectors go in as they are.
      if (shape.length !== 4 || areaOf(part) === below ** 2) {
        cut[name] = value;
        continue;
      }
      const rect = finer(part, side / below);
      cut[name] = {
        data: crop(value.data, side, rect),
        dims: [1, value.dims[1]!, rect.y1 - rect.y0, rect.x1 - rect.x0],
      };
    }
    return cut;
  }
}
