/** The levels of the decoder as nodes of a stage's graph. */
import type { DecoderLevel } from '../checkpoint';
import { GraphBuilder, type FloatStorage, type Ref } from '../onnx/graph-builder';
import type { Dimension } from '../onnx/wire';
import {
  ACTIVATION_GAIN,
  BLUR,
  demodulate,
  rgbUpsamplingWeights,
  scaled,
  swapChannels,
  type DecoderWeights,
} from './decoder-weights';
import type { AddToMaps } from './local-features';
import { writeModulation } from './modulation';

/** The input with the regions' styles. */
export const STYLES = 'styles';

const LEAK = { float: 0.2 };
const SAME = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };

export interface StagePlan {
  /** Side of the picture after this stage. */
  readonly resolution: number;
  readonly levels: readonly DecoderLevel[];
}

/** What the levels of a stage work on. */
export interface Running {
  /** Maps [1, C, r, r] and RGB sum [1, 3, r, r] so far. */
  maps: Ref;
  rgb: Ref | null;
}

export class StageWriter {
  readonly graph: GraphBuilder;
  private readonly noise: ReadonlyMap<string, Ref>;

  constructor(
    private readonly weights: DecoderWeights,
    private readonly plan: StagePlan,
    storage: FloatStorage,
    readonly isFirst: boolean,
  ) {
    this.graph = new GraphBuilder(`stage-${plan.resolution}`, storage);
    const { levels } = weights.checkpoint;
    const order = levels.flatMap((level) => level.convolutions.map((name) => ({ name, level })));
    this.noise = new Map(
      order.flatMap(({ name, level }, index) =>
        plan.levels.includes(level) ? [[name, `noise_${index}`]] : [],
      ),
    );
  }

  /** Height and width of maps at a resolution: numbers in the first stage, named dimensions after it, where a crop may be drawn. */
  sides(resolution: number): [Dimension, Dimension] {
    if (this.isFirst) return [resolution, resolution];
    return resolution === this.plan.resolution ? ['height', 'width'] : ['half_height', 'half_width'];
  }

  /** The scores at a level's side and at every side that it reads. */
  scores(sides: readonly number[]): (side: number) => Ref {
    const inputs = new Map(
      sides.map((side) => [side, this.graph.input(`scores_${side}`, [1, 'regions', ...this.sides(side)])]),
    );
    return (side) => inputs.get(side)!;
  }

  declareStylesAndNoise(): void {
    this.graph.input(STYLES, ['regions', this.weights.checkpoint.shape.styleDim]);
    for (const level of this.plan.levels) {
      for (const name of level.convolutions) {
        this.graph.input(this.noise.get(name)!, [1, 1, ...this.sides(level.resolution)]);
      }
    }
  }

  /** Noise, bias and activation. Its gain, sqrt(2), is folded into the weights and the bias; the noise's share is applied here. */
  private activate(name: string, maps: Ref): Ref {
    const { graph, weights } = this;
    const order = weights.checkpoint.levels.flatMap((level) => level.convolutions);
    const weight = weights.noise[order.indexOf(name)]!;
    // A noise of weight 0 stays an input (so that all models are run alike) that costs nothing.
    const noisy = weight
      ? graph.node('Add', [
          maps,
          graph.node('Mul', [this.noise.get(name)!, graph.scalar(weight * ACTIVATION_GAIN)]),
        ])
      : maps;
    return graph.node('LeakyRelu', [noisy], { alpha: LEAK }, `${name}.activated`);
  }

  private bias(name: string, channels: number): Ref {
    return this.graph.weights(`${name}.bias`, [channels], async () =>
      scaled(await this.weights.read(`${name}.activate.bias`), ACTIVATION_GAIN),
    );
  }

  /** SConv: modulation, 3 x 3 convolution, noise, bias, activation. */
  private convolution(name: string, maps: Ref, scores: Ref, level: DecoderLevel, channelsIn: number): Ref {
    const { graph, weights } = this;
    const { channels, resolution } = level;
    const modulated = writeModulation(
      graph,
      weights,
      name,
      { maps, scores, styles: STYLES, channels: channelsIn, resolution },
      true,
    );
    const kernel = graph.weights(`${name}.weight`, [channels, channelsIn, 3, 3], async () =>
      demodulate(await weights.read(`${name}.conv.weight`), channels),
    );
    graph.multiplyAdds += channels * channelsIn * 9 * resolution ** 2;
    return this.activate(name, graph.node('Conv', [modulated, kernel, this.bias(name, channels)], SAME));
  }

  /** SConv that doubles the side: a transposed convolution to 2 r + 1, and the blur, to 2 r. */
  private upsampling(name: string, maps: Ref, scores: Ref, level: DecoderLevel): Ref {
    const { graph, weights } = this;
    const { channels, channelsIn } = level;
    const below = level.resolution / 2;
    const modulated = writeModulation(
      graph,
      weights,
      name,
      { maps, scores, styles: STYLES, channels: channelsIn, resolution: below },
      true,
    );
    const kernel = graph.weights(`${name}.weight`, [channelsIn, channels, 3, 3], async () =>
      swapChannels(demodulate(await weights.read(`${name}.conv.weight`), channels), channels, 9),
    );
    const spread = graph.node('ConvTranspose', [modulated, kernel], {
      kernel_shape: [3, 3],
      strides: [2, 2],
    });
    const blur = graph.shared(`blur ${channels}`, () =>
      graph.weights('blur', [channels, 1, 4, 4], () => {
        const square = BLUR.flatMap((y) => BLUR.map((x) => y * x));
        return Float32Array.from({ length: channels * 16 }, (_, at) => square[at % 16]!);
      }),
    );
    const blurred = graph.node('Conv', [spread, blur, this.bias(name, channels)], {
      kernel_shape: [4, 4],
      pads: [1, 1, 1, 1],
      group: channels,
    });
    graph.multiplyAdds += channels * channelsIn * 9 * below ** 2 + channels * 16 * level.resolution ** 2;
    return this.activate(name, blurred);
  }

  /** ToRGB: 1 x 1, modulated, not demodulated, no noise; added to the upsampled sum from below. */
  private toRgb(level: DecoderLevel, maps: Ref, scores: Ref, below: Ref | null): Ref {
    const { graph, weights } = this;
    const { toRgb: name, channels, resolution } = level;
    const modulated = writeModulation(
      graph,
      weights,
      name,
      { maps, scores, styles: STYLES, channels, resolution },
      false,
    );
    const kernel = graph.weights(`${name}.weight`, [3, channels, 1, 1], async () =>
      scaled(await weights.read(`${name}.conv.weight`), 1 / Math.sqrt(channels)),
    );
    const bias = graph.weights(`${name}.bias`, [3], () => weights.read(`${name}.bias`));
    const colours = graph.node('Conv', [modulated, kernel, bias]);
    graph.multiplyAdds += 3 * channels * resolution ** 2;
    if (below === null) return colours;
    const polyphase = graph.shared('rgb upsampling', () =>
      graph.weights('rgb_upsampling', [12, 3, 3, 3], rgbUpsamplingWeights),
    );
    graph.multiplyAdds += 12 * 27 * (resolution / 2) ** 2;
    const upsampled = graph.node('DepthToSpace', [graph.node('Conv', [below, polyphase], SAME)], {
      blocksize: 2,
    });
    return graph.node('Add', [colours, upsampled], {}, `rgb_sum_${resolution}`);
  }

  /**
   * One level.
   * @param scoresAt gives the scores at a resolution
   * @param addPlaced adds what is made of places to maps of a level that has it
   * @param addToRgb adds to the picture what does not come from maps
   */
  level(
    level: DecoderLevel,
    { maps, rgb }: Running,
    scoresAt: (resolution: number) => Ref,
    addPlaced: AddToMaps,
    addToRgb: (rgb: Ref, level: DecoderLevel) => Ref,
  ): Running {
    const scores = scoresAt(level.resolution);
    const [first, second] = level.convolutions as [string, string?];
    const upsampled =
      second === undefined ? maps : this.upsampling(first, maps, scoresAt(level.resolution / 2), level);
    const channels = second === undefined ? level.channelsIn : level.channels;
    const placed = addPlaced(upsampled, level, channels);
    const into = this.convolution(second ?? first, placed, scores, level, channels);
    return { maps: into, rgb: addToRgb(this.toRgb(level, into, scores, rgb), level) };
  }
}
