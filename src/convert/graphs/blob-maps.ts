/**
 * Maps of the blobs' own, an extension of the published decoder: each blob's feature makes a small map in the blob's
 * frame, which is laid onto the grids of some levels (scripts/training/networks/maps.py has the same in PyTorch).
 *
 * A cell's place in a frame depends on its column and its row alone, so that laying all maps is two matrix products.
 */
import type { DecoderLevel } from '../checkpoint';
import type { MapsForm } from '../maps-form';
import { MAPS_NAME, MAP_REACH, mapProjectionName, mapStep } from '../names';
import type { GraphBuilder, Ref } from '../onnx/graph-builder';
import { scaled, type DecoderWeights } from './decoder-weights';
import { type AddToMaps, type GeometryRefs, type Middles, leastSizes, writePlaces } from './local-features';

/** What the first stage hands on to the stages whose levels maps are laid onto. */
export const BLOB_MAPS = 'blob_maps';

/** Numbers of a region's map. */
export const mapNumbers = ({ cells, channels }: MapsForm): number => cells * cells * channels;

/** How much of every region's maps is there: [M + 1, 1]. The background has none. */
export const writePresence = (graph: GraphBuilder, sizes: Ref): Ref =>
  graph.shared('presence', () => {
    const presence = graph.concat([graph.constant([0]), graph.node('Sigmoid', [sizes])], 0);
    return graph.node('Unsqueeze', [presence, graph.integers(1)]);
  });

/**
 * The maps of all regions, by rows of cells from the top: [M + 1, cells * cells * channels]. A blob that is hardly there
 * has hardly a map. The background has none, which is a map of zeros: so there is a map even where there is no blob.
 */
export function writeBlobMaps(
  graph: GraphBuilder,
  weights: DecoderWeights,
  form: MapsForm,
  features: Ref,
  sizes: Ref,
): Ref {
  const { featureDim, blobCount } = weights.checkpoint.shape;
  const weighed = graph.node('Mul', [features, writePresence(graph, sizes)]);
  const matrix = graph.weights(MAPS_NAME, [mapNumbers(form), featureDim], async () =>
    scaled(await weights.read(MAPS_NAME), 1 / Math.sqrt(featureDim)),
  );
  graph.multiplyAdds += mapNumbers(form) * featureDim * (blobCount + 1);
  return graph.node('Gemm', [weighed, matrix], { transB: 1 }, 'own_maps');
}

/** The geometry of all regions: the background is given a frame, in which its map is nothing. */
function withBackground(graph: GraphBuilder, { positions, sizes, covariances }: GeometryRefs): GeometryRefs {
  const joined = (values: Ref, first: readonly number[], shape?: readonly number[]): Ref =>
    graph.shared(`with background ${values}`, () =>
      graph.node('Concat', [graph.constant(first, shape), values], { axis: 0 }),
    );
  return {
    positions: joined(positions, [0, 0], [1, 2]),
    sizes: joined(sizes, [1]),
    covariances: joined(covariances, [1, 0, 1], [1, 3]),
  };
}

/** The share of each cell of a map at places [..., 1], by linear interpolation: [..., cells]. */
function writeHats(graph: GraphBuilder, places: Ref, cells: number): Ref {
  const step = mapStep(cells);
  const middles = Array.from({ length: cells }, (_, at) => at * step - MAP_REACH);
  const offsets = graph.node('Abs', [graph.node('Sub', [places, graph.constant(middles, [1, 1, cells])])]);
  const fallen = graph.node('Mul', [offsets, graph.scalar(-1 / step)]);
  return graph.node('Relu', [graph.node('Add', [fallen, graph.scalar(1)])]);
}

/** What lays maps onto a grid: the shares of their cells at its rows [M + 1, height, cells] and columns [width, M + 1, cells]. */
export function writeFrames(
  graph: GraphBuilder,
  input: { readonly geometry: GeometryRefs; readonly middles: Middles },
  cells: number,
): { down: Ref; across: Ref } {
  const geometry = withBackground(graph, input.geometry);
  const size = leastSizes(graph, geometry.sizes);
  const framed = { geometry, middles: input.middles };
  const columns = graph.node('Transpose', [writePlaces(graph, framed, 'x', size)], { perm: [2, 0, 1] });
  return {
    down: writeHats(graph, writePlaces(graph, framed, 'y', size), cells),
    across: writeHats(graph, columns, cells),
  };
}

interface LaidMaps {
  /** [M + 1, cells * cells * channels] */
  readonly maps: Ref;
  readonly geometry: GeometryRefs;
  readonly middles: Middles;
  readonly side: number;
  /** Of the level. */
  readonly channels: number;
}

/** @returns what is added to the level: [1, C, height, width] */
function layMaps(graph: GraphBuilder, weights: DecoderWeights, form: MapsForm, input: LaidMaps): Ref {
  const { cells, channels } = form;
  const { side, maps } = input;
  const { blobCount } = weights.checkpoint.shape;
  const reshaped = (value: Ref, ...sides: number[]): Ref =>
    graph.node('Reshape', [value, graph.integers(...sides)]);
  const turned = (value: Ref, ...perm: number[]): Ref => graph.node('Transpose', [value], { perm });
  const { down, across } = writeFrames(graph, input, cells);
  // [M + 1, height, cells * channels], then [channels, height, (M + 1) * cells].
  const rows = graph.node('MatMul', [down, reshaped(maps, -1, cells, cells * channels)]);
  const byChannel = reshaped(turned(reshaped(rows, 0, 0, cells, channels), 3, 1, 0, 2), 0, 0, -1);
  const laid = graph.node('MatMul', [byChannel, turned(reshaped(across, 0, -1), 1, 0)]);
  const name = mapProjectionName(side);
  const kernel = graph.weights(name, [input.channels, channels, 1, 1], async () =>
    scaled(await weights.read(name), 1 / Math.sqrt(channels)),
  );
  const regions = blobCount + 1;
  graph.multiplyAdds += regions * side * cells * cells * channels;
  graph.multiplyAdds += regions * side ** 2 * cells * channels + side ** 2 * channels * input.channels;
  return graph.node('Conv', [graph.node('Unsqueeze', [laid, graph.integers(0)]), kernel], {}, `maps_${side}`);
}

/** @param read what they are laid with at a level's side */
export function blobMapsAdder(
  graph: GraphBuilder,
  weights: DecoderWeights,
  read: (side: number) => Pick<LaidMaps, 'maps' | 'geometry' | 'middles'>,
): AddToMaps {
  const form = weights.checkpoint.maps;
  return (into, { resolution: side }: DecoderLevel, channels) => {
    if (!form?.sides.includes(side)) return into;
    return graph.node('Add', [into, layMaps(graph, weights, form, { ...read(side), side, channels })]);
  };
}
