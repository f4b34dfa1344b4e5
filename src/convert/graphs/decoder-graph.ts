/**
 * The decoder as graphs, one per stage: `stage-32` draws from the layout to 32 pixels, every further stage doubles
 * the side. Each hands on its maps and its RGB sum, so there is a picture after every stage.
 *
 * The scores are inputs (src/blobgan/score-pyramid.ts makes them): most blobs are in few places, and code can skip
 * the rest, which operators on whole maps cannot. As operators the splat took half of the first stage.
 *
 * After the first stage the maps' sides are dynamic dimensions: nothing in the decoder is global, so a stage can as
 * well be run on a crop with a margin.
 */
import type { DecoderLevel } from '../checkpoint';
import { FIRST_STAGE } from '../names';
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
import { BLOB_MAPS, blobMapsAdder, mapNumbers, writeBlobMaps } from './blob-maps';
import {
  type AddToMaps,
  constantMiddles,
  declareGeometry,
  declareMiddles,
  localFeaturesAdder,
} from './local-features';
import { writeModulation } from './modulation';

const LEAK = { float: 0.2 };
const SAME = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };

export interface StagePlan {
  /** Side of the picture after this stage. */
  readonly resolution: number;
  readonly levels: readonly DecoderLevel[];
}

/** Which levels each stage runs. */
export function planStages(levels: readonly DecoderLevel[]): StagePlan[] {
  // A decoder may begin at more than that.
  const resolution = Math.max(FIRST_STAGE, levels[0]!.resolution);
  const first = levels.filter((level) => level.resolution <= resolution);
  const rest = levels.filter((level) => level.resolution > resolution);
  return [
    { resolution, levels: first },
    ...rest.map((level) => ({ resolution: level.resolution, levels: [level] })),
  ];
}

/** What the levels of a stage work on. */
interface Running {
  /** Maps [1, C, r, r] and RGB sum [1, 3, r, r] so far. */
  maps: Ref;
  rgb: Ref | null;
}

class StageWriter {
  readonly graph: GraphBuilder;
  private readonly styles: Ref;
  private readonly noise: ReadonlyMap<string, Ref>;

  constructor(
    private readonly weights: DecoderWeights,
    private readonly plan: StagePlan,
    storage: FloatStorage,
    readonly isFirst: boolean,
  ) {
    this.graph = new GraphBuilder(`stage-${plan.resolution}`, storage);
    this.styles = 'styles';
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
    this.graph.input(this.styles, ['regions', this.weights.checkpoint.shape.styleDim]);
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
      { maps, scores, styles: this.styles, channels: channelsIn, resolution },
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
      { maps, scores, styles: this.styles, channels: channelsIn, resolution: below },
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
      { maps, scores, styles: this.styles, channels, resolution },
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
   */
  level(
    level: DecoderLevel,
    { maps, rgb }: Running,
    scoresAt: (resolution: number) => Ref,
    addPlaced: AddToMaps,
  ): Running {
    const scores = scoresAt(level.resolution);
    const [first, second] = level.convolutions as [string, string?];
    const upsampled =
      second === undefined ? maps : this.upsampling(first, maps, scoresAt(level.resolution / 2), level);
    const channels = second === undefined ? level.channelsIn : level.channels;
    const placed = addPlaced(upsampled, level, channels);
    const into = this.convolution(second ?? first, placed, scores, level, channels);
    return { maps: into, rgb: this.toRgb(level, into, scores, rgb) };
  }
}

/** Something that is made when it is first asked for. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** What the decoder starts from: at each cell of the input grid, the blobs' features mixed by the scores there. */
function writeInputGrid(writer: StageWriter, features: Ref, scores: Ref, weights: DecoderWeights): Ref {
  const { graph } = writer;
  const { featureDim, blobCount, inputSize } = weights.checkpoint.shape;
  const kernel = graph.node('Unsqueeze', [
    graph.node('Transpose', [features], { perm: [1, 0] }),
    graph.integers(2, 3),
  ]);
  graph.multiplyAdds += featureDim * (blobCount + 1) * inputSize ** 2;
  return graph.node('Conv', [scores, kernel], {}, 'input_grid');
}

function writeFirst(
  writer: StageWriter,
  weights: DecoderWeights,
  plan: StagePlan,
  last: boolean,
): GraphBuilder {
  const { graph } = writer;
  const { featureDim, inputSize } = weights.checkpoint.shape;
  const scoresAt = writer.scores(plan.levels.map((level) => level.resolution));
  const features = graph.input('features', ['regions', featureDim]);
  writer.declareStylesAndNoise();
  let running: Running = {
    maps: writeInputGrid(writer, features, scoresAt(inputSize), weights),
    rgb: null,
  };
  const { maps } = weights.checkpoint;
  const geometry = maps || plan.levels.some(({ localOrder }) => localOrder) ? declareGeometry(graph) : null;
  const middles = new Map(
    plan.levels.map(({ resolution: side }) => [side, once(() => constantMiddles(graph, side))]),
  );
  const places = (side: number) => ({ middles: middles.get(side)!(), geometry: geometry!, features });
  const addLocal = localFeaturesAdder(graph, weights, scoresAt, places);
  const blobMaps = maps ? writeBlobMaps(graph, weights, maps, features, geometry!.sizes) : null;
  const addMaps = blobMapsAdder(graph, weights, (side) => ({ ...places(side), maps: blobMaps! }));
  const addPlaced: AddToMaps = (into, level, channels) =>
    addMaps(addLocal(into, level, channels), level, channels);
  for (const level of plan.levels) running = writer.level(level, running, scoresAt, addPlaced);
  if (maps?.sides.some((side) => side > plan.resolution))
    graph.output(BLOB_MAPS, blobMaps!, ['regions', mapNumbers(maps)]);
  writeOutputs(writer, running, plan, last);
  return graph;
}

/** A stage after the first. */
function writeLater(
  writer: StageWriter,
  weights: DecoderWeights,
  plan: StagePlan,
  last: boolean,
): GraphBuilder {
  const { graph } = writer;
  const level = plan.levels[0]!;
  const below = plan.resolution / 2;
  const scoresAt = writer.scores([below, plan.resolution]);
  const maps = graph.input(`features_${below}`, [1, level.channelsIn, ...writer.sides(below)]);
  const rgb = graph.input(`rgb_${below}`, [1, 3, ...writer.sides(below)]);
  writer.declareStylesAndNoise();
  const geometry = once(() => declareGeometry(graph));
  const features = (): Ref => graph.input('features', ['regions', weights.checkpoint.shape.featureDim]);
  const middles = once(() => declareMiddles(graph, plan.resolution, writer.sides(plan.resolution)));
  const addLocal = localFeaturesAdder(graph, weights, scoresAt, () => ({
    geometry: geometry(),
    features: features(),
    middles: middles(),
  }));
  // A frame has no axis for the picture.
  const squeezed = (value: Ref): Ref => graph.node('Squeeze', [value, graph.integers(0)]);
  const addMaps = blobMapsAdder(graph, weights, () => ({
    geometry: geometry(),
    middles: { x: squeezed(middles().x), y: squeezed(middles().y) },
    maps: graph.input(BLOB_MAPS, ['regions', mapNumbers(weights.checkpoint.maps!)]),
  }));
  const running = writer.level(level, { maps, rgb }, scoresAt, (into, at, channels) =>
    addMaps(addLocal(into, at, channels), at, channels),
  );
  writeOutputs(writer, running, plan, last);
  return graph;
}

function writeOutputs(writer: StageWriter, { maps, rgb }: Running, plan: StagePlan, last: boolean): void {
  const sides = writer.sides(plan.resolution);
  const { channels } = plan.levels.at(-1)!;
  if (!last) writer.graph.output(`features_${plan.resolution}`, maps, [1, channels, ...sides]);
  writer.graph.output(`rgb_${plan.resolution}`, rgb!, [1, 3, ...sides]);
}

/** The graph of one stage. Its weights are read when it is serialised. */
export function writeStage(weights: DecoderWeights, plan: StagePlan, storage: FloatStorage): GraphBuilder {
  const { levels } = weights.checkpoint;
  const isFirst = plan.levels.includes(levels[0]!);
  const isLast = plan.levels.includes(levels.at(-1)!);
  const writer = new StageWriter(weights, plan, storage, isFirst);
  return isFirst ? writeFirst(writer, weights, plan, isLast) : writeLater(writer, weights, plan, isLast);
}
