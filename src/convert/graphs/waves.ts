/**
 * Waves for the patterns of surfaces, an extension of the published decoder: a blob's vectors tell where its surface
 * lies, as a homography from the picture to periods of its pattern, and how much of each wave there is
 * (scripts/training/networks/waves.py has the same in PyTorch).
 */
import type { DecoderLevel } from '../checkpoint';
import {
  WAVES,
  WAVE_COLOUR,
  WAVE_COLOURS,
  WAVE_GATES,
  WAVE_GATES_HIDDEN,
  WAVE_GROUNDS,
  WAVE_POSE,
  waveProjectionName,
  waveSurfacesName,
} from '../names';
import type { GraphBuilder, Ref } from '../onnx/graph-builder';
import type { WavesForm } from '../waves-form';
import { type DecoderWeights, scaled } from './decoder-weights';
import { linear } from './linear';
import type { AddToMaps, Middles } from './local-features';

/** What the first stage hands on to the stages that waves are laid onto: homography, gates and colour of every region. */
export const BLOB_WAVES = 'blob_waves';

/** u, v and what both are divided by, each linear in (x, y, 1). */
const COEFFICIENTS = 9;
/** Numbers of a region. */
export const WAVE_NUMBERS = COEFFICIENTS + WAVES + WAVE_COLOURS;

/** A usual distance in metres: with it denominators are about 1. */
const DISTANCE = 4;
const LEAST_DENOMINATOR = 1e-6;
const MOST_PERIODS = 1000;
/** How steep edges and how thin lines are. */
const EDGE = 5;
const LINE = 30;
const DOT = 8;
const DOT_LEVEL = 1.3;
const RAIL = 8;
/** The waves in the order in which the graph makes them; PyTorch's order is their numbers. */
const ORDER = [0, 3, 5, 2, 4, 6, 1, 7, 8] as const;
/** The coefficients of x, then those of y, then the constants; PyTorch's order is by u, v and the denominator. */
const BY_TERM = [0, 3, 6, 1, 4, 7, 2, 5, 8] as const;

/** Rows of a matrix in another order. */
function rowsOf(numbers: Float32Array, order: readonly number[], width: number): Float32Array {
  const turned = new Float32Array(order.length * width);
  order.forEach((from, to) => turned.set(numbers.subarray(from * width, (from + 1) * width), to * width));
  return turned;
}

/** How the camera stands before what a region lies on [M + 1, WAVE_POSE], and how surely it lies on anything [M + 1, 1]. */
function writePoses(
  graph: GraphBuilder,
  weights: DecoderWeights,
  { hidden }: WavesForm,
  vectors: Ref,
  width: number,
): { pose: Ref; there: Ref } {
  const rows = weights.checkpoint.shape.blobCount + 1;
  const layer = (part: string, x: Ref, into: number, out: number, active: boolean): Ref =>
    linear(graph, weights.read, x, { name: waveSurfacesName(part), into, out, active }, rows);
  const first = layer('hidden.0', vectors, width, hidden, true);
  const second = layer('hidden.1', first, hidden, hidden, true);
  const joined = graph.node('Concat', [second, vectors], { axis: 1 });
  const logits = layer('grounds', joined, hidden + width, WAVE_GROUNDS + 1, false);
  const normal = layer('poses', joined, hidden + width, WAVE_GROUNDS * WAVE_POSE, false);
  const table = (name: string): Ref =>
    graph.weights(name, [1, WAVE_GROUNDS, WAVE_POSE], () => weights.read(waveSurfacesName(name)));
  const poses = graph.node('Add', [
    graph.node('Mul', [
      graph.node('Reshape', [normal, graph.integers(-1, WAVE_GROUNDS, WAVE_POSE)]),
      table('spread'),
    ]),
    table('middle'),
  ]);
  const shares = graph.node('Slice', [
    graph.node('Softmax', [logits], { axis: 1 }),
    graph.integers(0),
    graph.integers(WAVE_GROUNDS),
    graph.integers(1),
  ]);
  const there = graph.node('ReduceSum', [shares, graph.integers(1)], { keepdims: 1 });
  const weighed = graph.node('Mul', [poses, graph.node('Unsqueeze', [shares, graph.integers(2)])]);
  const sum = graph.node('ReduceSum', [weighed, graph.integers(1)], { keepdims: 0 });
  return { pose: graph.node('Div', [sum, graph.node('Max', [there, graph.scalar(1e-6)])]), there };
}

/** Poses [M + 1, WAVE_POSE] as homographies to periods [M + 1, 9]. */
function writeHomographies(graph: GraphBuilder, pose: Ref): Ref {
  const [periods, distance, places, rays, alongRays] = graph.split(pose, 1, 2, 1, 2, 3, 6) as [
    Ref,
    Ref,
    Ref,
    Ref,
    Ref,
  ];
  const across = graph.node('Mul', [rays, graph.node('Exp', [distance])]);
  // [M + 1, 2, 3]: along both axes.
  const spread = graph.node('Mul', [
    graph.node('Unsqueeze', [places, graph.integers(2)]),
    graph.node('Unsqueeze', [across, graph.integers(1)]),
  ]);
  const along = graph.node('Add', [spread, graph.node('Reshape', [alongRays, graph.integers(-1, 2, 3)])]);
  const counted = graph.node('Div', [
    along,
    graph.node('Unsqueeze', [graph.node('Exp', [periods]), graph.integers(2)]),
  ]);
  const flat = graph.node('Reshape', [counted, graph.integers(-1, 6)]);
  return graph.node('Mul', [graph.node('Concat', [flat, across], { axis: 1 }), graph.scalar(DISTANCE)]);
}

/** Homography (by term), gates and colour of every region: [M + 1, WAVE_NUMBERS]. */
export function writeBlobWaves(
  graph: GraphBuilder,
  weights: DecoderWeights,
  form: WavesForm,
  { features, styles }: { readonly features: Ref; readonly styles: Ref },
): Ref {
  const { featureDim, styleDim, blobCount } = weights.checkpoint.shape;
  const width = featureDim + styleDim;
  const vectors = graph.node('Concat', [features, styles], { axis: 1 });
  const { pose, there } = writePoses(graph, weights, form, vectors, width);
  const homographies = graph.node('Gather', [writeHomographies(graph, pose), graph.integers(...BY_TERM)], {
    axis: 1,
  });
  const layer = (name: string, x: Ref, into: number, out: number, active: boolean): Ref =>
    linear(graph, weights.read, x, { name, into, out, active }, blobCount + 1);
  const hidden = layer(WAVE_GATES_HIDDEN, vectors, width, form.gatesHidden, true);
  const matrix = graph.weights(WAVE_GATES, [WAVES, form.gatesHidden], async () =>
    rowsOf(scaled(await weights.read(WAVE_GATES), 1 / Math.sqrt(form.gatesHidden)), ORDER, form.gatesHidden),
  );
  const gates = graph.node('Gemm', [hidden, matrix], { transB: 1 });
  const colour = layer(WAVE_COLOUR, hidden, form.gatesHidden, WAVE_COLOURS, false);
  const surfaces = graph.node('Mul', [homographies, there]);
  return graph.node('Concat', [surfaces, gates, colour], { axis: 1 }, 'own_waves');
}

interface LaidWaves {
  /** [M + 1, WAVE_NUMBERS] */
  readonly waves: Ref;
  /** [1, M + 1, h, w] at the coarsest side that waves are laid onto, whatever the level's. */
  readonly scores: Ref;
  /** Of the level, [1, 1, 1, width] and [1, 1, height, 1]. */
  readonly middles: Middles;
}

/** Homography, gates and colour mixed by the scores: [1, WAVE_NUMBERS, h, w]. Who is on top decides, even where little of it is seen. */
function writeFields(graph: GraphBuilder, { waves, scores }: LaidWaves): Ref {
  const turned = graph.node('Transpose', [waves], { perm: [1, 0] });
  const kernels = graph.node('Reshape', [turned, graph.integers(WAVE_NUMBERS, -1, 1, 1)]);
  const [homographies, amounts] = graph.split(kernels, 0, COEFFICIENTS, WAVES + WAVE_COLOURS) as [Ref, Ref];
  const squares = graph.node('Mul', [scores, scores]);
  return graph.node(
    'Concat',
    [graph.node('Conv', [squares, homographies]), graph.node('Conv', [scores, amounts])],
    { axis: 1 },
  );
}

/** The sine of half a turn times r, -0.5 <= r <= 0.5, by its series: in r, r^3, ..., r^11, off by 1e-7 at most. */
const SINE_TERMS = Array.from({ length: 6 }, (_, term) => {
  let value = Math.PI;
  for (let n = 1; n <= term; n++) value *= -(Math.PI ** 2) / (2 * n * (2 * n + 1));
  return value;
});

/**
 * Cosines of full turns, of sums and products alone: cosines of graphics cards are off by 5e-4. The nearest whole
 * number goes first; then cos 2x = 1 - 2 sin^2 x.
 */
function writeCosines(graph: GraphBuilder, turns: Ref): Ref {
  const times = (one: Ref, other: Ref): Ref => graph.node('Mul', [one, other]);
  const plus = (value: Ref, more: number): Ref => graph.node('Add', [value, graph.scalar(more)]);
  const rest = graph.node('Sub', [turns, graph.node('Floor', [plus(turns, 0.5)])]);
  const square = times(rest, rest);
  const [last, ...others] = [...SINE_TERMS].reverse() as [number, ...number[]];
  let sum = times(square, graph.scalar(last));
  for (const term of others.slice(0, -1)) sum = times(plus(sum, term), square);
  const sine = times(rest, plus(sum, others.at(-1)!));
  return plus(times(times(sine, sine), graph.scalar(-2)), 1);
}

/** The waves in ORDER at pattern coordinates u, v [1, 2, height, width]: [1, WAVES, height, width]. */
function writeWaves(graph: GraphBuilder, coordinates: Ref): Ref {
  const times = (value: Ref, factor: number): Ref => graph.node('Mul', [value, graph.scalar(factor)]);
  const plus = (value: Ref, more: number): Ref => graph.node('Add', [value, graph.scalar(more)]);
  const [, v] = graph.split(coordinates, 1, 1, 1) as [Ref, Ref];
  // A sine of half turns is a cosine of turns.
  const half = plus(times(v, 0.5), -0.25);
  const cosines = writeCosines(graph, graph.node('Concat', [coordinates, half], { axis: 1 }));
  const [across, down, rows] = graph.split(cosines, 1, 1, 1, 1) as [Ref, Ref, Ref];
  const shifted = graph.node('Mul', [across, graph.node('Tanh', [times(rows, EDGE)])]);
  const smooth = graph.node('Concat', [across, down, shifted], { axis: 1 });
  const lines = graph.node('Exp', [times(plus(smooth, -1), LINE)]);
  const edges = graph.node('Tanh', [times(across, EDGE)]);
  const dots = graph.node('Sigmoid', [times(plus(graph.node('Add', [shifted, down]), DOT_LEVEL), -DOT)]);
  const rail = graph.node('Tanh', [times(plus(v, -1), RAIL)]);
  return graph.node('Concat', [smooth, lines, edges, dots, rail], { axis: 1 });
}

/** @returns what is added to the level's maps [1, C, height, width], and the pattern in colour [1, 3, height, width] */
function layWaves(
  graph: GraphBuilder,
  weights: DecoderWeights,
  { coarsest }: WavesForm,
  input: LaidWaves,
  { resolution: side }: DecoderLevel,
  channels: number,
): { maps: Ref; pattern: Ref } {
  const regions = weights.checkpoint.shape.blobCount + 1;
  let fields = writeFields(graph, input);
  if (side > coarsest) {
    const scales = graph.constant([1, 1, side / coarsest, side / coarsest]);
    fields = graph.node('Resize', [fields, '', scales], {
      mode: 'linear',
      coordinate_transformation_mode: 'half_pixel',
    });
  }
  const [ofX, ofY, constant, gates, colour] = graph.split(fields, 1, 3, 3, 3, WAVES, WAVE_COLOURS) as [
    Ref,
    Ref,
    Ref,
    Ref,
    Ref,
  ];
  const terms = graph.node('Add', [
    graph.node('Mul', [ofX, input.middles.x]),
    graph.node('Mul', [ofY, input.middles.y]),
  ]);
  const [above, below] = graph.split(graph.node('Add', [terms, constant]), 1, 2, 1) as [Ref, Ref];
  const coordinates = graph.node('Clip', [
    graph.node('Div', [above, graph.node('Max', [below, graph.scalar(LEAST_DENOMINATOR)])]),
    graph.scalar(-MOST_PERIODS),
    graph.scalar(MOST_PERIODS),
  ]);
  const gated = graph.node('Mul', [writeWaves(graph, coordinates), gates]);
  const name = waveProjectionName(side);
  const kernel = graph.weights(name, [channels, WAVES, 1, 1], async () => {
    const numbers = scaled(await weights.read(name), 1 / Math.sqrt(WAVES));
    return numbers.map((_, at) => numbers[at - (at % WAVES) + ORDER[at % WAVES]!]!);
  });
  graph.multiplyAdds += regions * WAVE_NUMBERS * coarsest ** 2 + channels * WAVES * side ** 2;
  const sum = graph.node('ReduceSum', [gated, graph.integers(1)], { keepdims: 1 });
  return {
    maps: graph.node('Conv', [gated, kernel], {}, `waves_${side}`),
    pattern: graph.node('Mul', [sum, colour], {}, `pattern_${side}`),
  };
}

/** What waves add at a level. */
export interface WavesAdder {
  readonly toMaps: AddToMaps;
  /** After the level's maps: the finest that waves are laid onto has their colours in its picture. */
  readonly toRgb: (rgb: Ref, level: DecoderLevel) => Ref;
}

/** @param read what they are laid with at a level's side */
export function wavesAdder(
  graph: GraphBuilder,
  weights: DecoderWeights,
  read: (side: number) => LaidWaves,
): WavesAdder {
  const form = weights.checkpoint.waves;
  const patterns = new Map<number, Ref>();
  return {
    toMaps: (into, level, channels) => {
      if (!form?.sides.includes(level.resolution)) return into;
      const { maps, pattern } = layWaves(graph, weights, form, read(level.resolution), level, channels);
      patterns.set(level.resolution, pattern);
      return graph.node('Add', [into, maps]);
    },
    toRgb: (rgb, { resolution }) => {
      const pattern = patterns.get(resolution);
      if (pattern === undefined || resolution !== form!.finest) return rgb;
      return graph.node('Add', [rgb, pattern]);
    },
  };
}
