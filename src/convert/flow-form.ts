/**
 * The form of a layout network that is a flow (scripts/training/networks/flow.py): noise becomes a layout in a few steps.
 * The published form goes there at once; a file says by its tensors which of them it has.
 */
import { MAX_BLOBS } from '../blobgan';
import { fault } from '../faults';
import { expectShape, side, type Tensors } from './lookup';

/** The tensor that a flow has and the published form does not. */
export const FLOW_MARK = 'velocity.enter.weight';

/** Which tokens each token's own part sees; a flow whose parts see no others has none. */
export const FLOW_NEAR = 'velocity.near';

/** Pairs of blobs that should not overlap, [P, 2]; a flow that draws once has none. */
export const FLOW_APART = 'apart';

/** Numbers in front of a token's vectors: presence and geometry. */
export const FLOW_GEOMETRY = 6;

const MOST_NUMBERS = 16_384;
const MOST_DEPTH = 16;
const MOST_EVALUATIONS = 128;
const MOST_DRAWS = 16;

export interface FlowForm {
  /** Numbers of a code. */
  readonly numbers: number;
  /** Numbers that say what a blob is and how it looks. */
  readonly components: number;
  readonly width: number;
  readonly depth: number;
  /** Numbers that each token knows of the room as a whole. */
  readonly contextDim: number;
  /** Width of each token's own part. */
  readonly head: number;
  /** Other tokens whose presence and geometry it sees. */
  readonly near: number;
  /** Layouts that are drawn, of which one is taken. */
  readonly draws: number;
  /** Pairs of blobs that should not overlap, by which it is chosen. */
  readonly apart: number;
  /** Times that the velocity is asked for: two for every step of the midpoint rule. */
  readonly evaluations: number;
}

/** What a layout network's tensors say of it. */
export interface LayoutForm {
  readonly layers: readonly string[];
  readonly flow: FlowForm | null;
  readonly latentDim: number;
  readonly hiddenDim: number;
  readonly blobCount: number;
}

/**
 * Reads the form off the tensors.
 * @param asked layouts to draw, of which one is taken; the hyper-parameters say it
 * @throws Fault naming what does not fit
 */
export function readFlow(
  network: Tensors,
  { featureDim, styleDim }: { readonly featureDim: number; readonly styleDim: number },
  asked: number,
): LayoutForm {
  const enter = network.get(FLOW_MARK);
  expectShape(enter, FLOW_MARK, [null, null]);
  const [width, numbers] = [side(enter, 0), side(enter, 1)];
  let depth = 0;
  while (depth <= MOST_DEPTH && network.has(`velocity.blocks.${depth}.widen.weight`)) depth++;
  const evaluations = side(network.get('times'), 0);
  const blobCount = side(network.get('geometry_mean'), 0);
  const components = side(network.get('axes'), 1);
  const row = FLOW_GEOMETRY + components;
  const first = network.get('velocity.heads.first');
  const head = side(first, 2);
  const near = network.has(FLOW_NEAR) ? side(network.get(FLOW_NEAR), 1) : 0;
  const contextDim = side(first, 1) - row - near * FLOW_GEOMETRY;
  const apart = network.has(FLOW_APART) ? side(network.get(FLOW_APART), 0) : 0;
  const draws = apart ? asked : 1;
  const sizes = { numbers, width, depth, contextDim, head, evaluations, draws, blobs: blobCount, components };
  const most = {
    numbers: MOST_NUMBERS,
    width: MOST_NUMBERS,
    depth: MOST_DEPTH,
    contextDim: MOST_NUMBERS,
    head: MOST_NUMBERS,
    evaluations: MOST_EVALUATIONS,
    draws: MOST_DRAWS,
    blobs: MAX_BLOBS,
    components: MOST_NUMBERS,
  };
  for (const name of Object.keys(sizes) as (keyof typeof sizes)[]) {
    if (Number.isInteger(sizes[name]) && sizes[name] >= 1 && sizes[name] <= most[name]) continue;
    throw fault('flowSize', { size: name, value: sizes[name], most: most[name] });
  }
  if (evaluations % 2) {
    throw fault('flowTimes', { count: evaluations });
  }
  const tokens = blobCount + 1;
  const shapes: Record<string, number[]> = {
    'velocity.enter.bias': [width],
    'velocity.tell.weight': [tokens * contextDim, width],
    'velocity.tell.bias': [tokens * contextDim],
    'velocity.heads.first': [tokens, row + contextDim + near * FLOW_GEOMETRY, head],
    'velocity.heads.second': [tokens, head, head],
    'velocity.heads.bias': [tokens, 1, head],
    'velocity.heads.last': [tokens, head, row],
    times: [evaluations, 2 * depth * width + 2 * tokens * head + numbers],
    place: [tokens * row],
    geometry_mean: [blobCount, FLOW_GEOMETRY - 1],
    geometry_std: [blobCount, FLOW_GEOMETRY - 1],
    always: [blobCount],
    axes: [tokens, components, featureDim + styleDim],
    mean: [tokens, featureDim + styleDim],
  };
  if (apart) shapes[FLOW_APART] = [apart, 2];
  if (near) shapes[FLOW_NEAR] = [tokens, near];
  for (let block = 0; block < depth; block++) {
    for (const layer of ['widen', 'narrow']) {
      shapes[`velocity.blocks.${block}.${layer}.weight`] = [width, width];
      shapes[`velocity.blocks.${block}.${layer}.bias`] = [width];
    }
  }
  for (const [name, shape] of Object.entries(shapes)) expectShape(network.get(name), name, shape);
  return {
    layers: [],
    flow: { numbers, components, width, depth, contextDim, head, near, draws, apart, evaluations },
    latentDim: numbers,
    hiddenDim: numbers,
    blobCount,
  };
}
