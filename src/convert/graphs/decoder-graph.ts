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
import type { FloatStorage, GraphBuilder, Ref } from '../onnx/graph-builder';
import type { DecoderWeights } from './decoder-weights';
import { BLOB_MAPS, blobMapsAdder, mapNumbers, writeBlobMaps } from './blob-maps';
import {
  type AddToMaps,
  constantMiddles,
  declareGeometry,
  declareMiddles,
  localFeaturesAdder,
} from './local-features';
import { BLOB_OUTLINES, outlinedScores, writeOutlines } from './outlines';
import { BLOB_WAVES, WAVE_NUMBERS, wavesAdder, writeBlobWaves } from './waves';
import { type Running, STYLES, type StagePlan, StageWriter } from './stage-writer';

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
  const { shape, maps, outlines, waves } = weights.checkpoint;
  const given = writer.scores(plan.levels.map((level) => level.resolution));
  const features = graph.input('features', ['regions', shape.featureDim]);
  writer.declareStylesAndNoise();
  const framed = maps || outlines || plan.levels.some(({ localOrder }) => localOrder);
  const geometry = framed ? declareGeometry(graph) : null;
  const middles = new Map(
    plan.levels.map(({ resolution: side }) => [side, once(() => constantMiddles(graph, side))]),
  );
  const places = (side: number) => ({ middles: middles.get(side)!(), geometry: geometry!, features });
  const own = outlines ? writeOutlines(graph, weights, outlines, features, geometry!.sizes) : null;
  const scoresAt = outlinedScores(graph, weights, given, (side) => ({ ...places(side), outlines: own! }));
  let running: Running = {
    maps: writeInputGrid(writer, features, scoresAt(shape.inputSize), weights),
    rgb: null,
  };
  const addLocal = localFeaturesAdder(graph, weights, scoresAt, places);
  const blobMaps = maps ? writeBlobMaps(graph, weights, maps, features, geometry!.sizes) : null;
  const addMaps = blobMapsAdder(graph, weights, (side) => ({ ...places(side), maps: blobMaps! }));
  const blobWaves = waves ? writeBlobWaves(graph, weights, waves, { features, styles: STYLES }) : null;
  const addWaves = wavesAdder(graph, weights, (side) => ({
    waves: blobWaves!,
    scores: scoresAt(waves!.coarsest),
    middles: middles.get(side)!(),
  }));
  const addPlaced: AddToMaps = (into, level, channels) =>
    addWaves.toMaps(addMaps(addLocal(into, level, channels), level, channels), level, channels);
  for (const level of plan.levels)
    running = writer.level(level, running, scoresAt, addPlaced, addWaves.toRgb);
  if (maps?.sides.some((side) => side > plan.resolution))
    graph.output(BLOB_MAPS, blobMaps!, ['regions', mapNumbers(maps)]);
  if (waves?.sides.some((side) => side > plan.resolution))
    graph.output(BLOB_WAVES, blobWaves!, ['regions', WAVE_NUMBERS]);
  if (own && !last) graph.output(BLOB_OUTLINES, own, ['regions', outlines!.cells ** 2]);
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
  const given = writer.scores([below, plan.resolution]);
  const maps = graph.input(`features_${below}`, [1, level.channelsIn, ...writer.sides(below)]);
  const rgb = graph.input(`rgb_${below}`, [1, 3, ...writer.sides(below)]);
  writer.declareStylesAndNoise();
  const geometry = once(() => declareGeometry(graph));
  const features = (): Ref => graph.input('features', ['regions', weights.checkpoint.shape.featureDim]);
  const middles = new Map(
    [below, plan.resolution].map((side) => [
      side,
      once(() => declareMiddles(graph, side, writer.sides(side))),
    ]),
  );
  const addLocal = localFeaturesAdder(
    graph,
    weights,
    (side) => scoresAt(side),
    (side) => ({
      geometry: geometry(),
      features: features(),
      middles: middles.get(side)!(),
    }),
  );
  // A frame has no axis for the picture.
  const squeezed = (value: Ref): Ref => graph.node('Squeeze', [value, graph.integers(0)]);
  const frames = (side: number) => {
    const { x, y } = middles.get(side)!();
    return { geometry: geometry(), middles: { x: squeezed(x), y: squeezed(y) } };
  };
  const own = once(() => graph.input(BLOB_OUTLINES, ['regions', weights.checkpoint.outlines!.cells ** 2]));
  const scoresAt = outlinedScores(graph, weights, given, (side) => ({ ...frames(side), outlines: own() }));
  const addMaps = blobMapsAdder(graph, weights, (side) => ({
    ...frames(side),
    maps: graph.input(BLOB_MAPS, ['regions', mapNumbers(weights.checkpoint.maps!)]),
  }));
  const addWaves = wavesAdder(graph, weights, (side) => ({
    waves: graph.input(BLOB_WAVES, ['regions', WAVE_NUMBERS]),
    scores: scoresAt(weights.checkpoint.waves!.coarsest),
    middles: middles.get(side)!(),
  }));
  const addPlaced: AddToMaps = (into, at, channels) =>
    addWaves.toMaps(addMaps(addLocal(into, at, channels), at, channels), at, channels);
  const running = writer.level(level, { maps, rgb }, scoresAt, addPlaced, addWaves.toRgb);
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
